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

    /// Opens `.NAME.part` in the same directory, with what an earlier run left in it.
    ///
    /// Where another program writes to it now, or somebody else's file has the name, one of another name is made, which
    /// cannot be resumed.
    static func open(
        for finalPath: String, source: String
    ) async throws(FileWriteError) -> (file: PartialFile, leftover: Leftover) {
        let queue = DispatchQueue(label: "download")
        let opened: Result<(PartialFile, Leftover), FileWriteError> = await run(on: queue) {
            let slash = finalPath.lastIndex(of: "/")
            let directory = slash.map { String(finalPath[...$0]) } ?? ""
            let name = slash.map { String(finalPath[finalPath.index(after: $0)...]) } ?? finalPath
            guard !name.isEmpty, name != ".", name != ".." else {
                return .failure(FileWriteError(path: finalPath, errorNumber: EISDIR))
            }
            var status = stat()
            if stat(finalPath, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                return .failure(FileWriteError(path: finalPath, errorNumber: EISDIR))
            }
            let stem = "\(directory).\(shortened(name))"
            if let descriptor = claim("\(stem).part") {
                let state = "\(stem).part.json"
                let leftover = leftover(at: state, descriptor: descriptor, source: source)
                return .success(
                    (
                        PartialFile(
                            finalPath: finalPath, path: "\(stem).part", statePath: state, descriptor: descriptor,
                            queue: queue), leftover
                    ))
            }
            for _ in 0..<16 {
                let path = "\(stem).\(String(UInt32.random(in: 0 ... .max), radix: 36)).part"
                let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
                if descriptor >= 0 {
                    return .success(
                        (PartialFile(finalPath: finalPath, path: path, descriptor: descriptor, queue: queue), .none))
                }
                if errno != EEXIST { return .failure(FileWriteError(path: path, errorNumber: errno)) }
            }
            return .failure(FileWriteError(path: finalPath, errorNumber: EEXIST))
        }
        return try opened.get()
    }

    /// Short enough for a name of 255 bytes with what is put around it, and still of one file alone.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > 200 else { return name }
        return String(decoding: name.utf8.prefix(160), as: UTF8.self) + "."
            + SHA256.hexDigest(Array(name.utf8)).prefix(16)
    }

    /// Opens a file for this process alone; nil where it is not one's own, or another process has it.
    private static func claim(_ path: String) -> Int32? {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        var named = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            flock(descriptor, LOCK_EX | LOCK_NB) == 0,
            // Whoever had it may have renamed it in between.
            stat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev
        else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func leftover(at statePath: String, descriptor: Int32, source: String) -> Leftover {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0 else {
            unlink(statePath)
            return .none
        }
        if let state = DownloadState.read(statePath), state.source == source,
            state.isSound(fileSize: Int(status.st_size))
        {
            return .resumable(state)
        }
        unlink(statePath)
        ftruncate(descriptor, 0)
        return .useless
    }
}
