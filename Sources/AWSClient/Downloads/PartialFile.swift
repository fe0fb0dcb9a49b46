import Dispatch
import Glibc

/// A file that is written beside its final place, and takes it when whole.
///
/// Each step runs on a queue of its own: a slow disk holds up neither the network's thread nor Swift's.
final class PartialFile: Sendable {
    let finalPath: String
    let path: String
    /// Where it is kept what the file holds; nil where it will not be gone on with.
    let statePath: String?
    private let descriptor: Int32
    private let queue: DispatchQueue

    init(
        finalPath: String, path: String, statePath: String? = nil, descriptor: Int32, queue: DispatchQueue
    ) {
        self.finalPath = finalPath
        self.path = path
        self.statePath = statePath
        self.descriptor = descriptor
        self.queue = queue
    }

    deinit { close(descriptor) }

    /// Puts bytes in their place, in any order.
    func write(_ bytes: [UInt8], at offset: Int) async throws(FileWriteError) {
        let (path, descriptor) = (self.path, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            bytes.withUnsafeBytes { bytes in
                var done = 0
                while done < bytes.count {
                    let count = pwrite(
                        descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                    if count >= 0 {
                        done += count
                    } else if errno != EINTR {
                        return .failure(FileWriteError(path: path, errorNumber: errno))
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
        let (path, statePath, descriptor) = (self.path, self.statePath, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            if let statePath { unlink(statePath) }
            guard ftruncate(descriptor, 0) == 0 else {
                return .failure(FileWriteError(path: path, errorNumber: errno))
            }
            return .success(())
        }
        try result.get()
    }

    /// Brings everything to the disk and gives the file its name.
    func complete() async throws(FileWriteError) {
        let (path, finalPath, statePath, descriptor) = (self.path, self.finalPath, self.statePath, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            guard fsync(descriptor) == 0 else { return .failure(FileWriteError(path: path, errorNumber: errno)) }
            guard rename(path, finalPath) == 0 else {
                return .failure(FileWriteError(path: finalPath, errorNumber: errno))
            }
            if let statePath { unlink(statePath) }
            // The new name is on the disk only when its directory is.
            let directory = finalPath.lastIndex(of: "/").map { String(finalPath[...$0]) } ?? "."
            let directoryDescriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if directoryDescriptor >= 0 {
                fsync(directoryDescriptor)
                close(directoryDescriptor)
            }
            return .success(())
        }
        try result.get()
    }

    /// Removes what was written.
    func discard() async {
        let (path, statePath) = (self.path, self.statePath)
        await Self.run(on: queue) {
            _ = unlink(path)
            if let statePath { unlink(statePath) }
        }
    }

    /// Keeps what is written so far for a later run; false where it cannot be kept.
    @discardableResult
    func keep(_ state: DownloadState) async -> Bool {
        guard let statePath else { return false }
        let descriptor = descriptor
        return await Self.run(on: queue) {
            // The bytes are on the disk before the file that vouches for them.
            fdatasync(descriptor) == 0 && state.write(to: statePath)
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
