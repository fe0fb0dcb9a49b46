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
        func setting(_ key: String) -> Setting<String>? {
            file == .credentials ? profile.credentialsFileSetting(key) : profile.configFileSetting(key)
        }
        guard let key = setting("aws_access_key_id") else { return nil }
        guard let secret = setting("aws_secret_access_key") else {
            throw .brokenCredentials(
                "the profile \(profile.name) has aws_access_key_id (\(key.origin)) without aws_secret_access_key",
                remedy: "add it with: aws configure --profile \(profile.name)")
        }
        return Credentials(
            accessKeyID: key.value, secretAccessKey: secret.value,
            sessionToken: (setting("aws_security_token") ?? setting("aws_session_token"))?.value)
    }
}

/// The keys of a profile, from one of the two shared files.
struct ProfileKeysCredentials: CredentialsProvider {
    let scope: ProfileScope
    let file: ProfileKeys.File

    var name: String { file == .credentials ? "credentials file" : "config file" }

    func setUpAt() throws(AWSFailure) -> SettingOrigin? {
        guard let profile = try scope.profile() else { return nil }
        let key = "aws_access_key_id"
        return (file == .credentials ? profile.credentialsFileSetting(key) : profile.configFileSetting(key))?.origin
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
