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
