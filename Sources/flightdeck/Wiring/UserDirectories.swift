import AWSOperations
import BatchInference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the user's files lie, by the XDG Base Directory Specification.
struct UserDirectories: Hashable, Sendable {
    /// `config.toml` and `themes/`.
    var config: String
    /// The database and the log.
    var state: String
    var cache: String

    /// Each variable counts only as an absolute path, as the specification asks.
    init(home: String, variable: (String) -> String?) {
        func directory(_ name: String, _ standard: String) -> String {
            let base = variable(name).flatMap { $0.hasBytePrefix("/") ? $0 : nil } ?? "\(home)/\(standard)"
            return "\(base)/flightdeck"
        }
        config = directory("XDG_CONFIG_HOME", ".config")
        state = directory("XDG_STATE_HOME", ".local/state")
        cache = directory("XDG_CACHE_HOME", ".cache")
    }

    /// The file of launch journal, history and cached lists.
    var database: String { "\(state)/flightdeck.sqlite" }

    /// The directories of whoever runs the program.
    static var current: UserDirectories { UserDirectories(home: userHome, variable: StandardStreams.variable) }

    /// HOME, or the home of the password file where it is unset, as in some containers and services.
    static var userHome: String {
        if let home = StandardStreams.variable("HOME") { return home }
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir, folder.pointee != 0 else { return "/" }
        return String(cString: folder)
    }
}

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
    static func make(of path: String) throws(FileWriteError) {
        let parts = path.byteParts(at: "/").dropLast()
        var folder = ""
        for (index, part) in parts.enumerated() {
            folder += index == 0 ? String(part) : "/\(part)"
            guard !folder.isEmpty, mkdir(folder, 0o777) != 0, errno != EEXIST, errno != EISDIR else { continue }
            // Folders far above may be neither ours to write nor missing.
            let reason = errno
            var status = stat()
            if stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { continue }
            throw FileWriteError(
                path: folder, problem: "can't create the folder \(folder): \(String(cString: strerror(reason)))",
                remedy: "choose another folder, or free some space")
        }
    }
}
