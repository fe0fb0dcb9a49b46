import AWSOperations
import Glibc

/// Where the two shared files are, and how they are read; read again each time, so that a new login is seen.
struct SharedFiles: Hashable, Sendable {
    /// The home directory, where the AWS CLI keeps its caches.
    var home: String
    var configPath: String
    var credentialsPath: String

    /// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else the files in `~/.aws`.
    init(environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.passwordHome()
        self.home = home
        func path(_ variable: String, _ standard: String) -> String {
            guard let named = environment[variable], !named.isEmpty else { return "\(home)/.aws/\(standard)" }
            return Self.expandingHome(Self.expanded(named, environment), home: home)
        }
        configPath = path("AWS_CONFIG_FILE", "config")
        credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    }

    /// A path with the home directory in the place of a leading `~`, where no shell has done that.
    func expandingHome(_ path: String) -> String { Self.expandingHome(path, home: home) }

    private static func expandingHome(_ path: String, home: String) -> String {
        path == "~" || path.hasBytePrefix("~/") ? home + (path.droppingBytePrefix("~") ?? "") : path
    }

    func read() throws(AWSFailure) -> ProfileSet {
        ProfileSet(config: try Self.read(configPath), credentials: try Self.read(credentialsPath))
    }

    /// A file that cannot be read counts as empty, as for botocore: in a container, the home may be another user's.
    private static func read(_ path: String) throws(AWSFailure) -> ProfileFile {
        let found: String?
        do {
            found = try text(path)
        } catch {
            var file = ProfileFile(path: path)
            file.unreadable = error
            return file
        }
        guard let found else { return ProfileFile(path: path) }
        do {
            return try ProfileFile.parse(found, path: path)
        } catch {
            throw .configuration(problem: error.sentence(of: path), remedy: error.remedy)
        }
    }

    /// A file's text; nil where there is none. What isn't a file, such as a pipe, could be read once at most.
    static func text(_ path: String) throws(FileText.Unreadable) -> String? {
        var status = stat()
        if stat(path, &status) == 0, ![S_IFREG, S_IFCHR].contains(status.st_mode & S_IFMT) {
            throw FileText.Unreadable(path: path, reason: "it isn't a file")
        }
        return try FileText.read(path)
    }

    /// Puts variables in for `$NAME` and `${NAME}`, which nobody has done where no shell was; others stay as they are.
    private static func expanded(_ path: String, _ environment: [String: String]) -> String {
        func isOfName(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        }
        var pieces = path.byteParts(at: "$")[...]
        var expanded = String(pieces.removeFirst())
        for piece in pieces {
            let inBraces = piece.droppingBytePrefix("{")?.byteParts(at: "}", maxSplits: 1) ?? []
            let end = piece.unicodeScalars.firstIndex { !isOfName($0) } ?? piece.endIndex
            let (name, rest) = inBraces.count == 2 ? (inBraces[0], inBraces[1]) : (piece[..<end], piece[end...])
            if let value = environment[String(name)] {
                expanded += value + rest
            } else {
                expanded += "$" + piece
            }
        }
        return expanded
    }

    /// The home directory of the password file, for a process without HOME.
    private static func passwordHome() -> String {
        guard let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir else { return "" }
        return String(cString: directory)
    }
}
