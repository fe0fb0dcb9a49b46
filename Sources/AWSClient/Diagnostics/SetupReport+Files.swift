import AWSOperations
import Glibc

extension SetupReport {
    /// What is there of the two shared files.
    static func files(_ environment: [String: String]) -> [SharedFile] {
        let files = SharedFiles(environment: environment)
        func origin(_ variable: String) -> SettingOrigin {
            environment[variable]?.isEmpty == false ? .environment(variable) : .standard
        }
        return [
            SharedFile(
                path: files.configPath, origin: origin("AWS_CONFIG_FILE"), state: state(of: files.configPath)),
            SharedFile(
                path: files.credentialsPath, origin: origin("AWS_SHARED_CREDENTIALS_FILE"),
                state: state(of: files.credentialsPath)),
        ]
    }

    private static func state(of path: String) -> SharedFile.State {
        do {
            guard let text = try SharedFiles.text(path) else { return .missing }
            let file = try ProfileFile.parse(text, path: path)
            return holdsKeys(file) && isReadableByOthers(path) ? .readableByOthers : .read
        } catch let malformed as ProfileFile.Malformed {
            return .broken(malformed.sentence(of: path), remedy: malformed.remedy)
        } catch {
            let unreadable = error as? FileText.Unreadable ?? FileText.Unreadable(path: path, reason: "\(error)")
            return .broken(unreadable.problem, remedy: unreadable.remedy)
        }
    }

    private static func holdsKeys(_ file: ProfileFile) -> Bool {
        file.sections.values.contains { $0.values["aws_secret_access_key"]?.text.isEmpty == false }
    }

    private static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The proxies of the environment, and what goes without one.
    mutating func readProxies(_ environment: [String: String]) {
        for scheme in ["https", "all", "http"] {
            let candidates = ProxySettings.candidates(scheme, in: environment).map {
                Setting(Self.withoutPassword($0.value), from: $0.origin)
            }
            if let first = candidates.first { proxies.append(first) }
            add("proxy", candidates)
        }
        let exceptions = ProxySettings.candidates("no", in: environment)
        noProxy = exceptions.first
        add("no proxy for", exceptions)
    }

    /// A proxy's URL with its password hidden.
    static func withoutPassword(_ url: String) -> String {
        let place = Redactor.userInformation(of: url)
        let user = url[place].untilByte(of: ":")
        return url[..<user.endIndex] + (user.endIndex < place.upperBound ? ":****" : "") + url[place.upperBound...]
    }
}
