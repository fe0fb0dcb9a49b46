import AWSOperations
import BatchInference
import Glibc

/// The user's files on this machine.
struct LocalTextFiles: TextFiles {
    let home: String

    static var current: LocalTextFiles { LocalTextFiles(home: UserDirectories.userHome) }

    func readText(at path: String) async throws -> String {
        let place = expanded(path)
        let descriptor = open(place, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.problem(path, doing: "read") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.problem(path, doing: "read") }
            if count == 0 { break }
            bytes += buffer.prefix(count)
            guard bytes.count <= Self.largest else {
                throw FileProblem(
                    path: path, problem: "has more than \(Self.largest >> 20) MB", remedy: "give a text file")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let line = Self.lineWithoutText(bytes)
            throw FileProblem(path: path, problem: "isn't UTF-8 text in line \(line)", remedy: "save it as UTF-8")
        }
        return text
    }

    /// The first line, from 1, that isn't UTF-8. No line feed is part of another character.
    static func lineWithoutText(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }

    func writeText(_ text: String, at path: String, replacing: Bool) async throws {
        let place = expanded(path)
        guard !place.isEmpty, !place.hasByteSuffix("/") else {
            throw FileProblem(path: path, problem: "isn't a file name", remedy: "give a file name")
        }
        // A link is followed, so that what it leads to is replaced and not the link.
        let target = Self.resolved(place)
        var template = Array((target + ".XXXXXX").utf8CString)
        let descriptor = template.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
        guard descriptor >= 0 else { throw Self.problem(path, doing: "write") }
        let temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        // mkstemp keeps the file from everybody else; a new file gets the usual mode, a replaced one its own.
        var status = stat()
        if stat(target, &status) == 0 {
            fchmod(descriptor, status.st_mode & 0o777)
        } else {
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
        }
        let isWritten = Self.writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
        let writeError = errno
        close(descriptor)
        guard isWritten else {
            unlink(temporary)
            errno = writeError
            throw Self.problem(path, doing: "write")
        }
        // A hard link refuses where there is a file already, in one step.
        let isInPlace = replacing ? rename(temporary, target) == 0 : link(temporary, target) == 0
        let moveError = errno
        if !isInPlace || !replacing { unlink(temporary) }
        guard isInPlace else {
            if moveError == EEXIST, !replacing {
                throw FileProblem(
                    path: path, problem: "already exists", remedy: "choose another name", isThereAlready: true)
            }
            errno = moveError
            throw Self.problem(path, doing: "write")
        }
    }

    private static let largest = 4 << 20

    /// The path with `~/` as the home directory.
    private func expanded(_ path: String) -> String {
        path.hasBytePrefix("~/") && !home.isEmpty ? home + (path.droppingBytePrefix("~") ?? "") : path
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func problem(_ path: String, doing verb: String) -> FileProblem {
        let reason = String(cString: strerror(errno))
        return FileProblem(
            path: path, problem: "can't be \(verb == "read" ? "read" : "written"): \(reason)",
            remedy: verb == "read" ? "check the name and its permissions" : "check the folder and its permissions")
    }
}
