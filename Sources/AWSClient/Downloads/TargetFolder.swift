import AWSOperations
import Dispatch
import Glibc

/// A folder that the user chose for downloads, open: what is written below it stays below it.
public final class TargetFolder: Sendable {
    private let folder: FileFolder
    private let queue: DispatchQueue

    private init(_ folder: FileFolder, queue: DispatchQueue) {
        self.folder = folder
        self.queue = queue
    }

    /// Opens a folder; it and those above it are made where they are missing. Links in the path are followed, for the
    /// user named it.
    public static func open(_ path: String) async throws(FileWriteError) -> TargetFolder {
        let queue = DispatchQueue(label: "download folder")
        let opened: Result<FileFolder, FileWriteError> = await PartialFile.run(on: queue) {
            Result { () throws(FileWriteError) in
                try make(path)
                return try FileFolder.open(path)
            }
        }
        return TargetFolder(try opened.get(), queue: queue)
    }

    /// Makes a folder and those above it.
    private static func make(_ path: String) throws(FileWriteError) {
        let slashes = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") && $0 > path.startIndex }
        for end in slashes + [path.endIndex] where end > path.startIndex {
            let folder = String(path[..<end])
            guard mkdir(folder, 0o777) != 0 else { continue }
            let reason = errno
            var status = stat()
            // Folders far above may be neither ours to write nor missing.
            guard stat(folder, &status) == 0 else { throw FileWriteError(path: folder, errorNumber: reason) }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileWriteError(fileInPlaceOfFolder: folder) }
        }
    }

    /// The folder in which a file of a relative path belongs, made where it is missing, and its name there.
    ///
    /// No part may be empty, `.` or `..`, and none of the folders a link.
    func place(of relativePath: String) async throws(FileWriteError) -> (folder: FileFolder, name: String) {
        let start = folder
        let found: Result<(FileFolder, String), FileWriteError> = await PartialFile.run(on: queue) {
            Result { () throws(FileWriteError) in
                let parts = relativePath.byteParts(at: "/").map(String.init)
                guard !parts.contains(where: Self.leadsElsewhere) else {
                    throw FileWriteError(pathThatLeadsOut: start.path(of: relativePath))
                }
                var folder = start
                for part in parts.dropLast() { folder = try folder.folder(part) }
                return (folder, parts[parts.count - 1])
            }
        }
        return try found.get()
    }

    private static func leadsElsewhere(_ part: String) -> Bool {
        part.isEmpty || part.hasSameBytes(as: ".") || part.hasSameBytes(as: "..") || part.utf8.contains(0)
    }
}
