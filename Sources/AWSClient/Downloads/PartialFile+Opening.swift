import AWSOperations
import AWSSigning
import Dispatch
import Glibc

extension PartialFile {
    /// What lay there from an earlier run.
    enum Leftover: Hashable, Sendable {
        case none
        /// Bytes of this object, which can be gone on from.
        case resumable(DownloadState)
        /// Something that cannot: it is written over.
        case useless
    }

    /// Opens `.NAME.part` for a file of that path, with what an earlier run left in it.
    static func open(
        for finalPath: String, source: String
    ) async throws(FileWriteError) -> (file: PartialFile, leftover: Leftover) {
        let folder = String(finalPath.parentFolder)
        return try await open(String(finalPath.lastPathPart), source: source) { () throws(FileWriteError) in
            try FileFolder.open(folder)
        }
    }

    /// Opens `.NAME.part` in a folder, with what an earlier run left in it.
    static func open(
        _ name: String, in folder: FileFolder, source: String
    ) async throws(FileWriteError) -> (file: PartialFile, leftover: Leftover) {
        try await open(name, source: source) { folder }
    }

    /// Where another program writes to it now, or something else has the name, one of another name is made, which cannot
    /// be resumed.
    private static func open(
        _ name: String, source: String, _ openFolder: @escaping @Sendable () throws(FileWriteError) -> FileFolder
    ) async throws(FileWriteError) -> (file: PartialFile, leftover: Leftover) {
        let queue = DispatchQueue(label: "download")
        let opened: Result<(PartialFile, Leftover), FileWriteError> = await run(on: queue) {
            Result { () throws(FileWriteError) in
                let folder = try openFolder()
                guard !name.isEmpty, name != ".", name != ".." else {
                    throw FileWriteError(path: folder.path(of: name), errorNumber: EISDIR)
                }
                try folder.checkIsFree(name)
                let stem = ".\(shortened(name))"
                let partName = "\(stem).part"
                if let descriptor = claim(partName, in: folder) {
                    let stateName = "\(stem).part.json"
                    let leftover = leftover(stateName, in: folder, descriptor: descriptor, source: source)
                    let file = PartialFile(
                        name, partName: partName, stateName: stateName, in: folder, descriptor: descriptor,
                        queue: queue)
                    return (file, leftover)
                }
                for _ in 0..<16 {
                    let partName = "\(stem).\(FileFolder.suffix()).part"
                    let descriptor = openat(
                        folder.descriptor, partName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
                    if descriptor >= 0 {
                        let file = PartialFile(
                            name, partName: partName, in: folder, descriptor: descriptor, queue: queue)
                        return (file, .none)
                    }
                    if errno != EEXIST {
                        throw FileWriteError(path: folder.path(of: name), errorNumber: errno)
                    }
                }
                throw FileWriteError(path: folder.path(of: name), errorNumber: EEXIST)
            }
        }
        return try opened.get()
    }

    /// Short enough for a name of 255 bytes with what is put around it, and still of one file alone.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 200 else { return name }
        return String(decoding: name.utf8.prefix(160), as: UTF8.self) + "."
            + SHA256.hexDigest(Array(name.utf8)).prefix(16)
    }

    /// Opens a file for this process alone; nil where it is not one's own, has another name too, or another process has
    /// it.
    private static func claim(_ name: String, in folder: FileFolder) -> Int32? {
        guard let descriptor = folder.openOwn(name, O_WRONLY | O_CREAT) else { return nil }
        // Whoever had it may have renamed it in between.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, folder.isStill(name, descriptor) else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func leftover(
        _ stateName: String, in folder: FileFolder, descriptor: Int32, source: String
    ) -> Leftover {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else {
            folder.remove(stateName)
            return .none
        }
        if let state = DownloadState.read(stateName, in: folder), state.isSound(fileSize: Int(status.st_size)),
            state.source.hasSameBytes(as: source)
        {
            return .resumable(state)
        }
        folder.remove(stateName)
        ftruncate(descriptor, 0)
        return .useless
    }
}
