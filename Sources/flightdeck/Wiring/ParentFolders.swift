import AWSOperations
import BatchInference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folders above a file that is to be written.
enum ParentFolders {
    /// Makes those that are not there yet.
    static func make(of path: String) throws(DownloadError) {
        let parts = path.byteParts(at: "/").dropLast()
        var folder = ""
        for (index, part) in parts.enumerated() {
            folder += index == 0 ? String(part) : "/\(part)"
            guard !folder.isEmpty, mkdir(folder, 0o777) != 0, errno != EEXIST, errno != EISDIR else { continue }
            // Folders far above may be neither ours to write nor missing.
            let reason = errno
            var status = stat()
            if stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { continue }
            throw DownloadError(
                path: folder, problem: "can't create the folder \(folder): \(String(cString: strerror(reason)))",
                remedy: "choose another folder, or free some space")
        }
    }
}
