import Foundation

/// What keeps the database from being written, as the file system tells it: which file or folder, and what to do.
struct WriteObstacle: Hashable, Sendable {
    var problem: String
    var remedy: String

    /// Looks at the database's folder, its files, and the room that is left; nil where nothing stands in the way.
    init?(path: String) {
        let files = FileManager.default
        var folder = (path as NSString).deletingLastPathComponent
        while !files.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        let own = [path, "\(path)-wal", "\(path)-shm", "\(path).lock", "\(path).owners"]
        for place in [folder] + own.filter(files.fileExists) {
            guard let code = Self.refusal(place) else { continue }
            let isFolder = place == folder || place.hasSuffix(".owners")
            problem = "\(place) can't be written: " + (code == EROFS ? "read-only file system" : "permission denied")
            remedy =
                code == EROFS
                ? "remount its file system for writing, or set XDG_STATE_HOME to a folder that can be written"
                : "let your user write to the \(isFolder ? "folder" : "file"): \(Self.command(place)); or set "
                    + "XDG_STATE_HOME to a folder that can be written"
            return
        }
        var room = statvfs()
        guard statvfs(folder, &room) == 0, UInt64(room.f_bavail) * UInt64(room.f_frsize) < Self.leastRoom else {
            return nil
        }
        problem = "\(path) can't be written: the disk is full"
        remedy = "free some space there, or set XDG_STATE_HOME to a folder on another disk"
    }

    /// What a launch needs at the most: a few pages of the file, and of its log.
    private static let leastRoom: UInt64 = 128 << 10

    /// The error by which the system refuses to write a file or folder; nil where it doesn't.
    private static func refusal(_ place: String) -> Int32? {
        guard access(place, W_OK) != 0, [EACCES, EROFS, EPERM].contains(errno) else { return nil }
        return errno
    }

    /// `chmod u+w` where it is the user's own, else `sudo chown`.
    private static func command(_ place: String) -> String {
        var status = stat()
        guard stat(place, &status) == 0, status.st_uid != geteuid() else { return "chmod u+w \(place)" }
        return "sudo chown -R $USER \(place)"
    }
}
