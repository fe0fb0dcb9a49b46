import Dispatch
import Glibc

/// A file that is written beside its final place, and takes it when whole.
///
/// Each step runs on a queue of its own: a slow disk holds up neither the network's thread nor Swift's.
final class PartialFile: Sendable {
    let finalPath: String
    let path: String
    private let descriptor: Int32
    private let queue: DispatchQueue

    /// Makes `.NAME.XXXXXX.part` in the same directory.
    static func create(for finalPath: String) async throws(FileWriteError) -> PartialFile {
        let queue = DispatchQueue(label: "download")
        let opened: Result<(path: String, descriptor: Int32), FileWriteError> = await run(on: queue) {
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
            // Short enough for a name of 255 bytes, whatever the final one's length.
            let stem = String(decoding: name.utf8.prefix(200), as: UTF8.self)
            for _ in 0..<16 {
                let path = "\(directory).\(stem).\(String(UInt32.random(in: 0 ... .max), radix: 36)).part"
                let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
                if descriptor >= 0 { return .success((path, descriptor)) }
                if errno != EEXIST { return .failure(FileWriteError(path: path, errorNumber: errno)) }
            }
            return .failure(FileWriteError(path: finalPath, errorNumber: EEXIST))
        }
        let (path, descriptor) = try opened.get()
        return PartialFile(finalPath: finalPath, path: path, descriptor: descriptor, queue: queue)
    }

    init(finalPath: String, path: String, descriptor: Int32, queue: DispatchQueue) {
        self.finalPath = finalPath
        self.path = path
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

    /// Drops what was written.
    func restart() async throws(FileWriteError) {
        let (path, descriptor) = (self.path, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            guard ftruncate(descriptor, 0) == 0 else {
                return .failure(FileWriteError(path: path, errorNumber: errno))
            }
            return .success(())
        }
        try result.get()
    }

    /// Brings everything to the disk and gives the file its name.
    func complete() async throws(FileWriteError) {
        let (path, finalPath, descriptor) = (self.path, self.finalPath, self.descriptor)
        let result: Result<Void, FileWriteError> = await Self.run(on: queue) {
            guard fsync(descriptor) == 0 else { return .failure(FileWriteError(path: path, errorNumber: errno)) }
            guard rename(path, finalPath) == 0 else {
                return .failure(FileWriteError(path: finalPath, errorNumber: errno))
            }
            // The new name is on the disk only when its directory is.
            let directory = finalPath.lastIndex(of: "/").map { String(finalPath[...$0]) } ?? "."
            let directoryDescriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
        let path = self.path
        await Self.run(on: queue) { _ = unlink(path) }
    }

    private static func run<Value: Sendable>(
        on queue: DispatchQueue, _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
