#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Files below one directory, each written whole: to a file beside it, then renamed.
struct FileTree: Sendable {
    let root: String

    /// Makes the directory, readable by its owner alone, where it is missing.
    init(_ root: String) throws {
        self.root = root
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
        try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(path)"), options: .atomic)
    }

    func read(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map(Array.init)
    }

    func encode(_ value: some Encodable, to path: String) throws {
        try write(Array(JSONEncoder().encode(value)), to: path)
    }

    func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(read(path) ?? []))
    }

    func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: "\(root)/\(path)")
    }
}
