import AWSOperations

/// A profile of `aws login`, whose credentials only the AWS CLI can renew; going on past it would use somebody else's.
struct LoginSessionCredentials: CredentialsProvider {
    let scope: ProfileScope
    let name = "aws login"

    func setUpAt() throws(AWSFailure) -> SettingOrigin? { try scope.profile()?.setting("login_session")?.origin }

    func find() throws(AWSFailure) -> ProviderOutcome {
        guard let origin = try setUpAt() else {
            return .skipped("the profile \(scope.profileName) has no login_session")
        }
        let profile = ShellWords.quoted(scope.profileName)
        throw .brokenCredentials(
            "the profile \(scope.profileName) gets its credentials in a way that needs the AWS CLI: \(origin)",
            remedy: "eval \"$(aws configure export-credentials --profile \(profile) --format env)\"")
    }
}
