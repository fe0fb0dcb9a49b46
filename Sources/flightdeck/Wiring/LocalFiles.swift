import AWSOperations
import BatchInference
import Glibc

/// The user's files on this machine.
struct LocalFiles: UserFiles {
    let home: String

    static var current: LocalFiles { LocalFiles(home: UserDirectories.userHome) }

    func readText(at path: String) async throws -> String {
        let place = expanded(path)
        let descriptor = open(place, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(path) }
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
        let file = try ResultFile(path, at: expanded(path), replacing: replacing)
        try file.write(Array(text.utf8))
        try file.finish()
    }

    func newFile(at path: String, replacing: Bool) throws -> any NewFile {
        try ResultFile(path, at: expanded(path), replacing: replacing)
    }

    private static let largest = 4 << 20

    /// The path with `~/` as the home directory.
    private func expanded(_ path: String) -> String {
        path.hasBytePrefix("~/") && !home.isEmpty ? home + (path.droppingBytePrefix("~") ?? "") : path
    }

    private static func unreadable(_ path: String) -> FileProblem {
        FileProblem(
            path: path, problem: "can't be read: \(String(cString: strerror(errno)))",
            remedy: "check the name and its permissions")
    }
}
