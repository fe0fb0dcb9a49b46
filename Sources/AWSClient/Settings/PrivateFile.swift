import AWSOperations
import Glibc

/// Writes files that hold secrets.
enum PrivateFile {
    /// Puts a text in a file's place in one step, readable by its owner alone; false where that cannot be done.
    ///
    /// Whoever reads meanwhile sees the old text or the new one. Missing directories are made.
    static func replace(_ path: String, with text: String) -> Bool {
        let directory = path.folder
        guard makeDirectory(directory) else { return false }
        // mkstemp makes the file with mode 0600.
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = template.withUnsafeMutableBufferPointer { mkstemp($0.baseAddress!) }
        guard descriptor >= 0 else { return false }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let temporary = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(temporary, path) == 0 else {
            unlink(temporary)
            return false
        }
        return true
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress!, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func makeDirectory(_ path: String) -> Bool {
        if path.isEmpty || access(path, F_OK) == 0 { return true }
        let parent = path.folder
        guard makeDirectory(parent) else { return false }
        return mkdir(path, 0o700) == 0 || errno == EEXIST
    }
}
