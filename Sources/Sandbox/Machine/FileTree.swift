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

    static func writeUnsynchronised(_ bytes: [UInt8], to file: String) throws {
        guard let stream = fopen(file, "wb") else { throw WriteFailure(file: file, code: errno) }
        var code: Int32 = 0
        if fwrite(bytes, 1, bytes.count, stream) != bytes.count { code = errno }
        // What fits into the stream's buffer reaches the disk only now.
        if fclose(stream) != 0, code == 0 { code = errno }
        guard code != 0 else { return }
        unlink(file)
        throw WriteFailure(file: file, code: code)
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

/// A directory for what need not outlive its process, readable by its owner alone.
///
/// A locked file inside says that the process lives; what one that was killed has left, a later one removes.
public final class ScratchDirectory: Sendable {
    public let path: String
    /// Kept open: the lock goes with the process, however it ends.
    private let lock: Int32

    private static let prefix = "flightdeck-scratch-"
    private static let lockName = ".lock"

    /// Makes one with a name that nobody can foresee; throws `SandboxError`.
    public convenience init() throws(SandboxError) {
        try self.init(in: FileManager.default.temporaryDirectory.path)
    }

    init(in parent: String) throws(SandboxError) {
        var name = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw .unusableDirectory(path: parent, reason: String(cString: strerror(errno)))
        }
        path = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        lock = open("\(path)/\(Self.lockName)", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw .unusableDirectory(path: path, reason: String(cString: strerror(errno)))
        }
    }

    deinit { close(lock) }

    /// Removes the directory with everything in it.
    public func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Removes the directories of this user's processes that are gone.
    static func removeAbandoned(in parent: String = FileManager.default.temporaryDirectory.path) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let directory = "\(parent)/\(name)"
            var status = stat()
            guard lstat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
                continue
            }
            let lock = open("\(directory)/\(lockName)", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else { continue }
            defer { close(lock) }
            // One that is being made may not be locked yet.
            guard fstat(lock, &status) == 0, time(nil) - status.st_mtim.tv_sec > 60, flock(lock, LOCK_EX | LOCK_NB) == 0
            else { continue }
            try? FileManager.default.removeItem(atPath: directory)
        }
    }
}
