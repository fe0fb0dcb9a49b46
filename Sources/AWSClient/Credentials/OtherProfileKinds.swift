import AWSOperations

/// Profiles whose credentials only the AWS CLI can get; going on past them would use somebody else's.
enum OtherProfileKinds {
    private static let keys = [
        "sso_session", "sso_start_url", "web_identity_token_file", "login_session", "credential_process",
    ]

    /// What to tell of such a profile; nil for any other.
    static func problem(_ profile: ProfileSet.Profile) -> AWSFailure? {
        guard let setting = keys.lazy.compactMap({ profile.setting($0) }).first else { return nil }
        return .brokenCredentials(
            "the profile \(profile.name) gets its credentials in a way that needs the AWS CLI: \(setting.origin)",
            remedy: "eval \"$(aws configure export-credentials --profile \(profile.name) --format env)\"")
    }
}

/// Stops the search at a profile whose credentials only the AWS CLI can get.
struct OtherProfileCredentials: CredentialsProvider {
    let context: CredentialsContext
    let name = "single sign-on, web identity and processes"

    func find() throws(AWSFailure) -> ProviderOutcome {
        let profileName = context.profile?.value ?? "default"
        guard let profile = try context.files.read().profile(profileName) else {
            return .skipped("no profile \(profileName)")
        }
        // Keys in the same profile are looked for next.
        if try ProfileKeys.read(profile) == nil, let problem = OtherProfileKinds.problem(profile) { throw problem }
        return .skipped("the profile \(profileName) has none of them")
    }
}
