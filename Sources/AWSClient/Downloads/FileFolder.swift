import AWSOperations
import Dispatch
import Glibc

/// A folder that is open: names are looked up in the very folder, whatever becomes of its path.
///
/// Every call takes one name. What stands there as a symbolic link is never followed.
final class FileFolder: Sendable {
    let descriptor: Int32
    /// As it was named, for messages and events.
    let path: String

    /// Takes over the descriptor.
    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a folder by the path that the user gave, along links too; an empty path is the current one.
    static func open(_ path: String) throws(FileWriteError) -> FileFolder {
        let descriptor = Glibc.open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileWriteError(path: path, errorNumber: errno) }
        return FileFolder(descriptor: descriptor, path: path)
    }

    /// The path of what has a name in here.
    func path(of name: String) -> String {
        path.isEmpty ? name : path.hasByteSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// The folder of that name in here; made where it is missing.
    func folder(_ name: String) throws(FileWriteError) -> FileFolder {
        if mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST {
            throw FileWriteError(path: path(of: name), errorNumber: errno)
        }
        return try existingFolder(name)
    }

    /// The folder of that name in here; nil where nothing has the name.
    func folderIfThere(_ name: String) throws(FileWriteError) -> FileFolder? {
        var status = stat()
        if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
            guard errno == ENOENT else { throw FileWriteError(path: path(of: name), errorNumber: errno) }
            return nil
        }
        return try existingFolder(name)
    }

    private func existingFolder(_ name: String) throws(FileWriteError) -> FileFolder {
        let place = path(of: name)
        let found = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0)
        if found >= 0 { return FileFolder(descriptor: found, path: place) }
        let reason = errno
        switch kind(of: name) {
        case S_IFLNK: throw FileWriteError(linkInPlaceOfFolder: place)
        case .some(let kind) where kind != S_IFDIR: throw FileWriteError(fileInPlaceOfFolder: place)
        default: throw FileWriteError(path: place, errorNumber: reason)
        }
    }

    /// What has that name, as `S_IF…`; nil where nothing has.
    func kind(of name: String) -> mode_t? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Gives an open file the time of its object, in whole seconds, as S3 tells it.
    static func setTime(_ time: Timestamp, of descriptor: Int32) {
        guard time.isKnown else { return }
        // UTIME_OMIT, which Swift doesn't import: the time of the last reading stays.
        let omitted = (1 << 30) - 2
        let times = [
            timespec(tv_sec: 0, tv_nsec: omitted), timespec(tv_sec: time.milliseconds.flooredSeconds, tv_nsec: 0),
        ]
        _ = futimens(descriptor, times)
    }

    /// Throws where no file can take that name: the file system refuses it, or a folder or a link to one has it.
    func checkIsFree(_ name: String) throws(FileWriteError) {
        var status = stat()
        if fstatat(descriptor, name, &status, 0) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { return }
            throw FileWriteError(path: path(of: name), errorNumber: EISDIR)
        }
        if errno == ENAMETOOLONG { throw FileWriteError(path: path(of: name), errorNumber: errno) }
    }

    func remove(_ name: String) { _ = unlinkat(descriptor, name, 0) }

    /// Gives a file another name; whatever had that is replaced, a link itself and not what it leads to.
    func rename(_ name: String, to final: String) throws(FileWriteError) {
        guard renameat(descriptor, name, descriptor, final) == 0 else {
            throw FileWriteError(path: path(of: final), errorNumber: errno)
        }
    }

    /// Brings the names in here to the disk.
    func synchronize() { _ = fsync(descriptor) }

    /// Opens a file that one may have left here; nil where there is none, or where it is anything but one's own plain
    /// file of that one name: a link of another name could lead the bytes anywhere.
    func openOwn(_ name: String, _ flags: Int32) -> Int32? {
        let found = openat(descriptor, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o666)
        guard found >= 0 else { return nil }
        guard isOwn(found) else {
            close(found)
            return nil
        }
        return found
    }

    private func isOwn(_ found: Int32) -> Bool {
        var status = stat()
        return fstat(found, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
            && status.st_nlink == 1
    }

    /// Whether a name still stands for an open file: another program may have renamed it since.
    func isSameFile(_ name: String, _ open: Int32) -> Bool {
        var status = stat()
        var named = stat()
        return fstat(open, &status) == 0 && fstatat(descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0
            && named.st_ino == status.st_ino && named.st_dev == status.st_dev
    }

    /// The bytes of a small file of one's own; nil where there is none, or a larger one.
    func readSmall(_ name: String, limit: Int) -> [UInt8]? {
        guard let file = openOwn(name, O_RDONLY) else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, (1...off_t(limit)).contains(status.st_size) else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress! + done, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            done += count
        }
        return bytes
    }

    /// Puts a small file in place in one step, for its owner alone; false where that cannot be done.
    func replace(_ name: String, with bytes: [UInt8]) -> Bool {
        let temporary = "\(name).\(Self.suffix())"
        let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        let isWritten = Self.writeAll(bytes, to: file) && fsync(file) == 0
        close(file)
        guard isWritten, renameat(descriptor, temporary, descriptor, name) == 0 else {
            remove(temporary)
            return false
        }
        return true
    }

    /// What makes a name of its own.
    static func suffix() -> String { String(UInt32.random(in: 0 ... .max), radix: 36) }

    private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress!, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension Int {
    /// Whole seconds of milliseconds, towards the past.
    var flooredSeconds: Int { (Double(self) / 1000).rounded(.down) < 0 ? (self - 999) / 1000 : self / 1000 }
}
