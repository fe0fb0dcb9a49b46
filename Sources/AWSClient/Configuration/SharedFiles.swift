import AWSOperations
import Glibc

/// Where the two shared files are, and how they are read; read anew each time, so that a new login is seen.
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
            guard let given = environment[variable], !given.isEmpty else { return "\(home)/.aws/\(standard)" }
            return given == "~" || given.hasPrefix("~/") ? home + given.dropFirst() : given
        }
        configPath = path("AWS_CONFIG_FILE", "config")
        credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
    }

    func read() throws(AWSFailure) -> ProfileSet {
        ProfileSet(config: try Self.read(configPath), credentials: try Self.read(credentialsPath))
    }

    private static func read(_ path: String) throws(AWSFailure) -> ProfileFile {
        do {
            guard let text = try FileText.read(path) else { return ProfileFile(path: path) }
            return try ProfileFile.parse(text, path: path)
        } catch let malformed as ProfileFile.Malformed {
            throw .configuration(
                problem: "\(path):\(malformed.line): \(malformed.problem)", remedy: "mend that line")
        } catch let unreadable as FileText.Unreadable {
            throw .configuration(
                problem: "\(path) cannot be read: \(unreadable.reason)", remedy: "check the file's owner and mode")
        } catch {
            throw .configuration(problem: "\(path) cannot be read", remedy: "check the file")
        }
    }

    /// The home directory of the password file, for a process without HOME.
    private static func passwordHome() -> String {
        guard let entry = getpwuid(getuid()), let directory = entry.pointee.pw_dir else { return "" }
        return String(cString: directory)
    }
}
