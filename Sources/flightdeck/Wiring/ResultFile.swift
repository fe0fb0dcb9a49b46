import BatchInference
import Console
import Glibc

/// A file that is written beside its place under another name, and gets its own once it is whole.
final class ResultFile: NewFile {
    /// As it was given, for messages.
    private let path: String
    private let target: String
    private let temporary: String
    private let descriptor: Int32
    private let isReplacing: Bool
    private var length = 0
    private var isOpen = true

    /// Throws `FileProblem`.
    ///
    /// - Parameters:
    ///   - place: Where the path leads, if that is not the path itself.
    ///   - replacing: Whether a file that is there may go.
    init(_ path: String, at place: String? = nil, replacing: Bool = true) throws {
        let place = place ?? path
        (self.path, isReplacing) = (path, replacing)
        guard !place.isEmpty, !place.hasByteSuffix("/") else {
            throw FileProblem(path: path, problem: "isn't a file name", remedy: "give a file name")
        }
        // A link is followed, so that what it leads to is replaced or made, and not the link.
        guard let target = Self.resolved(place) else { throw Self.problem(path) }
        self.target = target
        var status = stat()
        let isThere = stat(target, &status) == 0
        // A rename would put a file in the place of a device.
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
            throw FileProblem(path: path, problem: "isn't a regular file", remedy: "give a file name")
        }
        guard replacing || !isThere else { throw Self.isThereAlready(path) }
        var template = Array((target + ".XXXXXX").utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
        guard descriptor >= 0 else { throw Self.problem(path) }
        temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        // mkstemp keeps the file from everybody else; a new file gets the usual mode, a replaced one its own.
        if isThere {
            fchmod(descriptor, status.st_mode & 0o777)
        } else {
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
        }
    }

    deinit {
        guard isOpen else { return }
        close(descriptor)
        unlink(temporary)
    }

    var mark: Int? { length }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress!, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.problem(path) }
            rest = rest.dropFirst(count)
            length += count
        }
    }

    func takeBack(to mark: Int) throws {
        guard mark < length else { return }
        guard ftruncate(descriptor, mark) == 0, lseek(descriptor, mark, SEEK_SET) == mark else {
            throw Self.problem(path)
        }
        length = mark
    }

    func finish() throws {
        guard fsync(descriptor) == 0 else { throw Self.problem(path) }
        // A hard link refuses where there is a file by now, in one step.
        guard isReplacing ? rename(temporary, target) == 0 : link(temporary, target) == 0 else {
            throw !isReplacing && errno == EEXIST ? Self.isThereAlready(path) : Self.problem(path)
        }
        if !isReplacing { unlink(temporary) }
        close(descriptor)
        isOpen = false
    }

    /// Where a path leads, whether a file is there or not; nil, with its `errno`, where links go round in a circle.
    private static func resolved(_ path: String) -> String? {
        var path = path
        // As many as the kernel follows.
        for _ in 0..<40 {
            if let real = realpath(path, nil) {
                defer { free(real) }
                return String(cString: real)
            }
            guard errno == ENOENT, let destination = destination(ofLinkAt: path) else {
                return errno == ELOOP ? nil : path
            }
            path = destination.hasBytePrefix("/") ? destination : folder(of: path) + destination
        }
        errno = ELOOP
        return nil
    }

    /// What a link that leads nowhere names; nil for anything else.
    private static func destination(ofLinkAt path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes {
            readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    /// Up to the last slash, with it; empty where there is none.
    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
        return String(decoding: path.utf8[...slash], as: UTF8.self)
    }

    private static func isThereAlready(_ path: String) -> FileProblem {
        FileProblem(path: path, problem: "already exists", remedy: "choose another name", isThereAlready: true)
    }

    private static func problem(_ path: String) -> FileProblem {
        FileProblem(
            path: path, problem: "can't be written: \(String(cString: strerror(errno)))",
            remedy: "check the folder, its permissions and the free space")
    }
}

/// Rows that go to standard output, cleaned where a person looks at them.
struct ResultStream: RowSink {
    let output: CommandOutput

    var mark: Int? { nil }

    func write(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        guard output.isTerminal else { return output.writeResultBytes(bytes) }
        // The last line ends with its line end.
        for line in CleanText.lines(String(decoding: bytes.dropLast(), as: UTF8.self)) { output.print(line) }
    }

    func takeBack(to mark: Int) {}
}
