import BatchInference
import Glibc

/// Waiting log lines in a file without a name, below `$TMPDIR`: it is gone with the process, however that ends.
///
/// The file is made when it is needed first, readable by nobody else.
actor TemporarySpool: LogSpool {
    private var descriptor: Int32 = -1
    private var size = 0

    deinit { if descriptor >= 0 { close(descriptor) } }

    func append(_ bytes: [UInt8]) throws -> Int {
        try openFile()
        let start = size
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, $0.count - written, off_t(start + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("written") }
            written += count
        }
        size += bytes.count
        return start
    }

    func read(at offset: Int, count: Int) throws -> [UInt8] {
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while got < count {
                let more = pread(descriptor, buffer.baseAddress! + got, count - got, off_t(offset + got))
                if more < 0, errno == EINTR { continue }
                guard more > 0 else { break }
                got += more
            }
            initialized = got
        }
        guard got == count else { throw Self.failure("read") }
        return bytes
    }

    func clear() {
        guard descriptor >= 0 else { return }
        ftruncate(descriptor, 0)
        size = 0
    }

    private func openFile() throws {
        guard descriptor < 0 else { return }
        var template = Array("\(Self.folder)/flightdeck-log-XXXXXX".utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
        guard descriptor >= 0 else { throw Self.failure("made") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    private static var folder: String {
        guard let folder = getenv("TMPDIR"), folder.pointee != 0 else { return "/tmp" }
        return String(cString: folder)
    }

    private static func failure(_ done: String) -> LogSpoolProblem {
        let reason = String(cString: strerror(errno))
        return LogSpoolProblem(
            problem: "a temporary file for log lines in \(folder) can't be \(done): \(reason)",
            remedy: "set TMPDIR to a folder with room, or ask for less with flightdeck logs --since or --stream")
    }
}
