import AWSOperations

/// The profiles of both shared files together; the credentials file's values win within a profile.
struct ProfileSet: Sendable {
    let config: ProfileFile
    let credentials: ProfileFile

    /// One profile's values, each with its place.
    struct Profile: Sendable {
        var name: String
        var config: ProfileFile.Section?
        var credentials: ProfileFile.Section?
        fileprivate var configPath: String
        fileprivate var credentialsPath: String

        /// The values of a key, the one of the credentials file before the config file's; without empty ones.
        func settings(_ key: String) -> [Setting<String>] {
            [setting(key, in: credentials, path: credentialsPath), setting(key, in: config, path: configPath)]
                .compactMap { $0 }
        }

        /// The value of a key, from the credentials file before the config file; nil where empty.
        func setting(_ key: String) -> Setting<String>? { settings(key).first }

        subscript(key: String) -> String? { setting(key)?.value }

        /// The value of a key of the credentials file alone.
        func credentialsFileSetting(_ key: String) -> Setting<String>? {
            setting(key, in: credentials, path: credentialsPath)
        }

        /// The value of a key of the config file alone.
        func configFileSetting(_ key: String) -> Setting<String>? { setting(key, in: config, path: configPath) }

        /// A setting indented under another, for example `addressing_style` under `s3`; of one file alone, as any value.
        func nested(_ key: String, _ name: String) -> String? {
            (credentials?.values[key] ?? config?.values[key])?.nested[name]
        }

        private func setting(_ key: String, in section: ProfileFile.Section?, path: String) -> Setting<String>? {
            guard let section, let value = section.values[key], !value.text.isEmpty else { return nil }
            return Setting(
                value.text, from: .file(path: path, line: value.line, section: section.title, key: key))
        }
    }

    /// The profile of a name; nil where neither file has it.
    func profile(_ name: String) -> Profile? {
        // `[profile default]` goes before `[default]`; any other profile needs the word in the config file.
        let inConfig =
            config.sections["profile \(name)"] ?? (name == "default" ? config.sections["default"] : nil)
        let inCredentials = credentials.sections[name]
        guard inConfig != nil || inCredentials != nil else { return nil }
        return Profile(
            name: name, config: inConfig, credentials: inCredentials, configPath: config.path,
            credentialsPath: credentials.path)
    }

    /// A `[sso-session NAME]` section of the config file; nil where there is none.
    func singleSignOnSession(_ name: String) -> Profile? {
        config.sections["sso-session \(name)"].map {
            Profile(name: name, config: $0, credentials: nil, configPath: config.path, credentialsPath: "")
        }
    }

    /// What lies there but counts as empty.
    var unreadable: [FileText.Unreadable] { [config, credentials].compactMap(\.unreadable) }

    /// `[profile default]` and `[default]`, where the config file has both and so nothing of the latter counts.
    var doubledDefault: (used: ProfileFile.Section, unused: ProfileFile.Section)? {
        guard let used = config.sections["profile default"], let unused = config.sections["default"],
            !unused.values.isEmpty
        else { return nil }
        return (used, unused)
    }

    /// The names of all profiles, sorted.
    var names: [String] {
        var names = Set(credentials.sections.keys)
        for title in config.sections.keys {
            if title == "default" { names.insert(title) }
            if title.hasPrefix("profile ") { names.insert(String(title.dropFirst(8))) }
        }
        return names.sorted()
    }

    /// Whether the config file has a `[services NAME]` section with something in it.
    func hasServices(section name: String) -> Bool {
        config.sections["services \(name)"]?.values.isEmpty == false
    }

    /// An endpoint in a `[services NAME]` section, for example `s3 =` with `endpoint_url` below.
    func serviceEndpoint(section name: String, service: AWSService) -> Setting<String>? {
        let title = "services \(name)"
        let key = service.endpointEnvironmentName.lowercased()
        guard let value = config.sections[title]?.values[key], let url = value.nested["endpoint_url"] else {
            return nil
        }
        return Setting(
            url, from: .file(path: config.path, line: value.line, section: title, key: "\(key).endpoint_url"))
    }
}

/// A profile of the shared files, without its secrets.
public struct ProfileDescription: Hashable, Sendable {
    public var name: String
    public var region: String?
    public var roleArn: String?
    public var sourceProfile: String?
    /// Twelve digits, where the files tell it: from `sso_account_id` or the role's ARN.
    public var account: String?

    /// Every profile of the shared files, by name; throws `AWSFailure.configuration` where they cannot be read.
    public static func all(environment: [String: String]) throws(AWSFailure) -> [ProfileDescription] {
        let profiles = try SharedFiles(environment: environment).read()
        return profiles.names.compactMap { profiles.profile($0).map(ProfileDescription.init) }
    }

    private init(_ profile: ProfileSet.Profile) {
        name = profile.name
        region = profile["region"]
        roleArn = profile["role_arn"]
        sourceProfile = profile["source_profile"]
        let ofRole = roleArn?.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first
            .map(String.init)
        account = [profile["sso_account_id"], ofRole].compactMap(\.self).first { text in
            text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
        }
    }
}
