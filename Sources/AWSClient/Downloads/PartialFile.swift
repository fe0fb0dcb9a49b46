import AWSOperations
import AWSSigning
import Dispatch
import Glibc

/// A file that is written beside its final place, and takes it when whole.
///
/// Each step runs on a queue of its own: a slow disk holds up neither the network's thread nor Swift's.
final class PartialFile: Sendable {
    /// Both names are looked up in here, so that no link that comes later leads them elsewhere.
    private let folder: FileFolder
    private let name: String
    private let partName: String
    /// Where it is kept what the file holds; nil where it will not be continued.
    private let stateName: String?
    private let descriptor: Int32
    private let queue: DispatchQueue

    /// The place that it takes when whole, for messages and events.
    var finalPath: String { folder.path(of: name) }

    init(
        _ name: String, partName: String, stateName: String? = nil, in folder: FileFolder, descriptor: Int32,
        queue: DispatchQueue
    ) {
        self.folder = folder
        self.name = name
        self.partName = partName
        self.stateName = stateName
        self.descriptor = descriptor
        self.queue = queue
    }

    deinit { close(descriptor) }

    /// Puts bytes in their place, in any order.
    func write(_ bytes: [UInt8], at offset: Int) async throws(FileWriteError) {
        let (folder, name, descriptor) = (self.folder, self.name, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            bytes.withUnsafeBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let count = pwrite(
                        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                    if count >= 0 {
                        done += count
                    } else if errno != EINTR {
                        // By the name that it is to have: nobody knows the other one.
                        return .failure(FileWriteError(path: folder.path(of: name), errorNumber: errno))
                    }
                }
                return .success(())
            }
        }
        try result.get()
    }

    /// Has bytes that are in place go to the disk from now on, so that little is left to wait for in the end.
    func beginWriting(_ range: Range<Int>) {
        Self.writers.async { [weak self] in
            // Without the file, its descriptor may be another's by now.
            guard let file = self else { return }
            withExtendedLifetime(file) {
                // For pages that are not on the disk yet, Linux takes this as a wish to see them there.
                _ = posix_fadvise(
                    file.descriptor, off_t(range.lowerBound), off_t(range.count), POSIX_FADV_DONTNEED)
            }
        }
    }

    private static let writers = DispatchQueue(label: "download to disk")

    /// Drops what was written.
    func restart() async throws(FileWriteError) {
        let (folder, name, stateName, descriptor) = (self.folder, self.name, self.stateName, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            if let stateName { folder.remove(stateName) }
            guard ftruncate(descriptor, 0) == 0 else {
                return .failure(FileWriteError(path: folder.path(of: name), errorNumber: errno))
            }
            return .success(())
        }
        try result.get()
    }

    /// Brings everything to the disk and gives the file its name, and its object's time where that is known; returns what
    /// was written.
    ///
    /// - Parameter eTag: The object's, where the file's bytes won't tell it.
    func complete(
        modifiedAt time: Timestamp? = nil, eTag: String? = nil
    ) async throws(FileWriteError) -> DownloadedFile {
        let (folder, name, partName, stateName) = (self.folder, self.name, self.partName, self.stateName)
        let descriptor = self.descriptor
        let result: Result<DownloadedFile, FileWriteError> = await Self.run(on: queue) {
            Result { () throws(FileWriteError) in
                // A file system that keeps no such time has the file read again another day.
                if let time { FileFolder.setTime(time, of: descriptor) }
                guard fsync(descriptor) == 0 else {
                    throw FileWriteError(path: folder.path(of: name), errorNumber: errno)
                }
                // Somebody may have put another file in its place.
                guard folder.isSameFile(partName, descriptor) else {
                    throw FileWriteError(path: folder.path(of: name), errorNumber: ESTALE)
                }
                var status = stat()
                guard fstat(descriptor, &status) == 0 else {
                    throw FileWriteError(path: folder.path(of: name), errorNumber: errno)
                }
                let file = DownloadedFile(size: Int(status.st_size), replacedAnother: folder.kind(of: name) != nil)
                // Whatever was noted is of another file.
                folder.remove(ETagNote.name(of: name))
                try folder.rename(partName, to: name)
                if let eTag {
                    let note = ETagNote(
                        eTag: String(decoding: ListedObject.bare(eTag), as: UTF8.self), size: file.size,
                        modified: status.st_mtim.tv_sec)
                    // Without it, the object is read again another day.
                    _ = folder.replace(ETagNote.name(of: name), with: note.bytes)
                }
                if let stateName { folder.remove(stateName) }
                // The new name is on the disk only when its folder is.
                folder.synchronize()
                return file
            }
        }
        return try result.get()
    }

    /// Removes what was written.
    func discard() async {
        let (folder, partName, stateName, descriptor) = (self.folder, self.partName, self.stateName, self.descriptor)
        await Self.run(on: queue) {
            if folder.isSameFile(partName, descriptor) { folder.remove(partName) }
            if let stateName { folder.remove(stateName) }
        }
    }

    /// Keeps what is written so far for a later run; false where it cannot be kept.
    @discardableResult
    func keep(_ state: DownloadState) async -> Bool {
        guard let stateName else { return false }
        let (folder, descriptor) = (self.folder, self.descriptor)
        return await Self.run(on: queue) {
            // The bytes are on the disk before the file that vouches for them.
            fdatasync(descriptor) == 0 && state.write(stateName, in: folder)
        }
    }

    static func run<Value: Sendable>(
        on queue: DispatchQueue, _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}

extension PartialFile {
    /// What lay there from an earlier run.
    enum Leftover: Hashable, Sendable {
        case none
        /// Bytes of this object, which can be gone on from.
        case resumable(DownloadState)
        /// Something that cannot: it is written over.
        case useless(DownloadRestart)
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
    static func shortened(_ name: String) -> String {
        guard name.utf8.count > 200 else { return name }
        return String(decoding: name.utf8.prefix(160), as: UTF8.self) + "."
            + SHA256.hexDigest(Array(name.utf8)).prefix(16)
    }

    /// Opens a file for this process alone; nil where it is not one's own, has another name too, or another process has
    /// it.
    private static func claim(_ name: String, in folder: FileFolder) -> Int32? {
        guard let descriptor = folder.openOwn(name, O_WRONLY | O_CREAT) else { return nil }
        // Whoever had it may have renamed it in between.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, folder.isSameFile(name, descriptor) else {
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
        let state = DownloadState.read(stateName, in: folder)
        if let state, state.isSound(fileSize: Int(status.st_size)), state.source.hasSameBytes(as: source) {
            return .resumable(state)
        }
        folder.remove(stateName)
        ftruncate(descriptor, 0)
        let isOfAnother = state.map { !$0.source.hasSameBytes(as: source) } ?? false
        return .useless(isOfAnother ? .ofAnotherObject : .unusable)
    }
}
