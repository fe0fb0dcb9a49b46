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
            guard let text = try FileText.read(path) else { return .missing }
            let file = try ProfileFile.parse(text, path: path)
            return holdsKeys(file) && isReadableByOthers(path) ? .readableByOthers : .read
        } catch let malformed as ProfileFile.Malformed {
            return .broken("\(path):\(malformed.line): \(malformed.problem)")
        } catch let unreadable as FileText.Unreadable {
            return .broken("\(path) cannot be read: \(unreadable.reason)")
        } catch {
            return .broken("\(path) cannot be read")
        }
    }

    private static func holdsKeys(_ file: ProfileFile) -> Bool {
        file.sections.values.contains { $0.values["aws_secret_access_key"]?.text.isEmpty == false }
    }

    private static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & 0o077 != 0
    }

    /// The variables by which libcurl finds a proxy, in the order in which it asks them.
    mutating func readProxies(_ environment: [String: String]) {
        func found(_ names: [String]) -> [Setting<String>] {
            names.compactMap { name in
                environment[name].flatMap {
                    $0.isEmpty ? nil : Setting(Self.withoutPassword($0), from: .environment(name))
                }
            }
        }
        for names in [["https_proxy", "HTTPS_PROXY"], ["all_proxy", "ALL_PROXY"], ["http_proxy"]] {
            let candidates = found(names)
            if let first = candidates.first { proxies.append(first) }
            add("proxy", candidates)
        }
        let exceptions = found(["no_proxy", "NO_PROXY"])
        noProxy = exceptions.first
        add("no proxy for", exceptions)
    }

    /// A proxy's URL with its password hidden.
    static func withoutPassword(_ url: String) -> String {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let end = url[start...].firstIndex(of: "/") ?? url.endIndex
        guard let at = url[start..<end].lastIndex(of: "@") else { return url }
        let user = url[start..<at].prefix { $0 != ":" }
        return url[..<start] + user + (user.endIndex < at ? ":****" : "") + url[at...]
    }
}
