import AWSOperations
import AWSSigning

/// Keys that stand in a profile itself: `aws_access_key_id`, `aws_secret_access_key`, and `aws_session_token` or its older
/// name, `aws_security_token`.
enum ProfileKeys {
    enum File {
        case credentials
        case config
    }

    /// Whether a profile says anything of keys, in either file; half a pair counts.
    static func areMeant(_ profile: ProfileSet.Profile) -> Bool {
        profile["aws_access_key_id"] != nil || profile["aws_secret_access_key"] != nil
    }

    /// The profile's keys; nil where it has none. Half a pair is an error.
    static func read(_ profile: ProfileSet.Profile, from file: File) throws(AWSFailure) -> Credentials? {
        guard let key = setting(.accessKeyID, of: profile, from: file) else { return nil }
        guard let secret = setting(.secretAccessKey, of: profile, from: file) else {
            throw .brokenCredentials(
                "the profile \(profile.name) has aws_access_key_id (\(key.origin)) without aws_secret_access_key",
                remedy: "add it with: aws configure --profile \(profile.name)")
        }
        return Credentials(
            accessKeyID: key.value, secretAccessKey: secret.value,
            sessionToken: setting(.sessionToken, of: profile, from: file)?.value)
    }

    /// Where a part of a profile's keys stands; the older name of the token goes first, as for botocore.
    static func setting(_ part: CredentialsPart, of profile: ProfileSet.Profile, from file: File) -> Setting<String>? {
        let keys =
            switch part {
            case .accessKeyID: ["aws_access_key_id"]
            case .secretAccessKey: ["aws_secret_access_key"]
            case .sessionToken: ["aws_security_token", "aws_session_token"]
            }
        return keys.lazy.compactMap {
            file == .credentials ? profile.credentialsFileSetting($0) : profile.configFileSetting($0)
        }.first
    }
}

/// The keys of a profile, from one of the two shared files.
struct ProfileKeysCredentials: CredentialsProvider {
    let scope: ProfileScope
    let file: ProfileKeys.File

    var name: String { file == .credentials ? "credentials file" : "config file" }

    func setUpAt() throws(AWSFailure) -> SettingOrigin? {
        try setting(.accessKeyID)?.origin
    }

    func place(of part: CredentialsPart) -> String {
        let found = (try? setting(part)) ?? nil
        return found.map { "\($0.origin)" } ?? "the \(part.rawValue) of the profile \(scope.profileName)"
    }

    private func setting(_ part: CredentialsPart) throws(AWSFailure) -> Setting<String>? {
        try scope.profile().flatMap { ProfileKeys.setting(part, of: $0, from: file) }
    }

    func find() throws(AWSFailure) -> ProviderOutcome {
        let path = file == .credentials ? scope.context.files.credentialsPath : scope.context.files.configPath
        guard let profile = try scope.profile() else {
            return .skipped("no profile \(scope.profileName) in \(path)")
        }
        guard let credentials = try ProfileKeys.read(profile, from: file) else {
            return .skipped("the profile \(scope.profileName) has no aws_access_key_id in \(path)")
        }
        return .found(credentials)
    }
}
