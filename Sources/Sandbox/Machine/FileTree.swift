#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Files below one directory, each written whole: to a file beside it, then renamed.
struct FileTree: Sendable {
    let root: String
    /// Whether a later start will read the directory; where not, documents need not be written at all.
    let isKept: Bool

    /// Makes the directory, readable by its owner alone, where it is missing.
    init(_ root: String, isKept: Bool) throws {
        self.root = root
        self.isKept = isKept
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: "\(root)/\(path)", withIntermediateDirectories: true)
    }

    func children(of path: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(path)").filter { !$0.hasPrefix(".") }
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        let file = "\(root)/\(path)"
        guard !isKept, !FileManager.default.fileExists(atPath: file) else {
            try Data(bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
            return
        }
        // Foundation waits for the disk after every file; one that nobody will look for after a crash can do without.
        try Self.writeUnsynchronised(bytes, to: file)
    }

    private static func writeUnsynchronised(_ bytes: [UInt8], to file: String) throws {
        guard let stream = fopen(file, "wb") else { throw WriteFailure(file: file, code: errno) }
        let written = fwrite(bytes, 1, bytes.count, stream)
        let code = errno
        guard fclose(stream) == 0, written == bytes.count else { throw WriteFailure(file: file, code: code) }
    }

    /// A file that could not be written, with the system's reason.
    struct WriteFailure: Error, CustomStringConvertible {
        var file: String
        var code: Int32

        var description: String { "\(file): \(String(cString: strerror(code)))" }
    }

    func read(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map(Array.init)
    }

    /// Keeps a value for the next start.
    func encode(_ value: some Encodable, to path: String) throws {
        guard isKept else { return }
        try write(Array(JSONEncoder().encode(value)), to: path)
    }

    func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(read(path) ?? []))
    }

    func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: "\(root)/\(path)")
    }
}
