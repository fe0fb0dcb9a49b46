import AWSOperations
import Dispatch
import Glibc
import Synchronization

/// A folder that the user chose for downloads: what is written below it stays below it.
///
/// It and those below it are made when there is something to put into them. Once it is open, names are looked up in the
/// very folder, whatever becomes of its path.
public final class TargetFolder: Sendable {
    private let path: String
    private let opened: Mutex<FileFolder?>
    private let queue: DispatchQueue

    private init(_ path: String, _ folder: FileFolder?, queue: DispatchQueue) {
        self.path = path
        opened = Mutex(folder)
        self.queue = queue
    }

    /// Opens a folder, where it is there; throws where it is not and could not be made. Links in the path are followed, for
    /// the user named it.
    public static func open(_ path: String) async throws(FileWriteError) -> TargetFolder {
        let queue = DispatchQueue(label: "download folder")
        let opened: Result<FileFolder?, FileWriteError> = await PartialFile.run(on: queue) {
            Result { () throws(FileWriteError) in
                try canBeMade(path) ? nil : try FileFolder.open(path)
            }
        }
        return TargetFolder(path, try opened.get(), queue: queue)
    }

    /// The path of each folder on the way to one, from the top, and its own.
    private static func steps(to path: String) -> [String] {
        let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") && $0 > path.startIndex }
        return (slashes + [path.endIndex]).filter { $0 > path.startIndex }.map { String(path[..<$0]) }
    }

    /// Whether it is missing; throws where something on the way keeps it from being made.
    private static func canBeMade(_ path: String) throws(FileWriteError) -> Bool {
        var above = path.hasBytePrefix("/") ? "/" : "."
        for folder in steps(to: path) {
            var status = stat()
            guard stat(folder, &status) == 0 else {
                let reason = errno
                // A link that leads nowhere is in the way.
                guard reason == ENOENT, lstat(folder, &status) != 0 else {
                    throw FileWriteError(path: folder, errorNumber: reason == ENOENT ? EEXIST : reason)
                }
                guard access(above, W_OK | X_OK) == 0 else { throw FileWriteError(path: folder, errorNumber: errno) }
                return true
            }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileWriteError(fileInPlaceOfFolder: folder) }
            above = folder
        }
        return false
    }

    /// Makes a folder and those above it.
    private static func make(_ path: String) throws(FileWriteError) {
        for folder in steps(to: path) {
            guard mkdir(folder, 0o777) != 0 else { continue }
            let reason = errno
            var status = stat()
            // Folders far above may be neither ours to write nor missing.
            guard stat(folder, &status) == 0 else { throw FileWriteError(path: folder, errorNumber: reason) }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileWriteError(fileInPlaceOfFolder: folder) }
        }
    }

    /// The folder itself, made where it is missing and `isMaking`; nil where it is missing.
    private func root(isMaking: Bool) throws(FileWriteError) -> FileFolder? {
        if let folder = opened.withLock({ $0 }) { return folder }
        guard isMaking else { return nil }
        try Self.make(path)
        let folder = try FileFolder.open(path)
        opened.withLock { $0 = folder }
        return folder
    }

    /// The folder in which a file of a relative path belongs, made where it is missing, and its name there.
    ///
    /// No part may be empty, `.` or `..`, and none of the folders a link.
    func place(of relativePath: String) async throws(FileWriteError) -> (folder: FileFolder, name: String) {
        let found = try await place(of: relativePath, isMaking: true)
        guard let folder = found.folder else { throw FileWriteError(path: path, errorNumber: ENOENT) }
        return (folder, found.name)
    }

    /// The same where nothing is made: the folder is nil where it is still missing. Throws where a file of that path
    /// could not be written.
    func existingPlace(of relativePath: String) async throws(FileWriteError) -> (folder: FileFolder?, name: String) {
        try await place(of: relativePath, isMaking: false)
    }

    private func place(
        of relativePath: String, isMaking: Bool
    ) async throws(FileWriteError) -> (folder: FileFolder?, name: String) {
        let found: Result<(FileFolder?, String), FileWriteError> = await PartialFile.run(on: queue) { [self] in
            Result { () throws(FileWriteError) in
                let parts = relativePath.byteParts(at: "/").map(String.init)
                let fullPath = path.hasByteSuffix("/") ? path + relativePath : "\(path)/\(relativePath)"
                guard !parts.contains(where: Self.leadsElsewhere) else {
                    throw FileWriteError(pathThatLeadsOut: fullPath)
                }
                var folder = try root(isMaking: isMaking)
                for part in parts.dropLast() {
                    guard let above = folder else { break }
                    folder = isMaking ? try above.folder(part) : try above.folderIfThere(part)
                }
                // Before folders are made for it.
                if folder == nil, parts.contains(where: { $0.utf8.count > Self.longestName }) {
                    throw FileWriteError(path: fullPath, errorNumber: ENAMETOOLONG)
                }
                return (folder, parts[parts.count - 1])
            }
        }
        return try found.get()
    }

    /// Bytes of a name that any file system here takes.
    private static let longestName = 255

    private static func leadsElsewhere(_ part: String) -> Bool {
        part.isEmpty || part.hasSameBytes(as: ".") || part.hasSameBytes(as: "..") || part.utf8.contains(0)
    }
}
