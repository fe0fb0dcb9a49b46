import BatchInference
import Console
import Glibc

/// A file that is written beside its place under another name, and gets its own once it is whole.
final class ResultFile: RowSink {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var length = 0
    private var isOpen = true

    /// Throws `FileProblem`.
    init(_ path: String) throws {
        self.path = path
        guard !path.isEmpty, !path.hasByteSuffix("/") else {
            throw FileProblem(path: path, problem: "isn't a file name", remedy: "give a file name")
        }
        var template = Array((path + ".XXXXXX").utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
        guard descriptor >= 0 else { throw Self.problem(path) }
        temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        // mkstemp keeps the file from everybody else; a new file gets the usual mode, a replaced one its own.
        var status = stat()
        if stat(path, &status) == 0 {
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

    /// Puts the file in its place.
    func finish() throws {
        guard fsync(descriptor) == 0 else { throw Self.problem(path) }
        guard rename(temporary, path) == 0 else { throw Self.problem(path) }
        close(descriptor)
        isOpen = false
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
