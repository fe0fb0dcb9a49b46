import AWSOperations
import AWSSigning

/// Keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
struct EnvironmentCredentials: CredentialsProvider {
    let context: CredentialsContext
    let clock: ClientClock
    let name = "environment"

    func setUpAt() -> SettingOrigin? {
        context.variable("AWS_ACCESS_KEY_ID").map { _ in .environment("AWS_ACCESS_KEY_ID") }
    }

    func place(of part: CredentialsPart) -> String {
        switch part {
        case .accessKeyID: "AWS_ACCESS_KEY_ID"
        case .secretAccessKey: "AWS_SECRET_ACCESS_KEY"
        case .sessionToken: token?.name ?? "AWS_SESSION_TOKEN"
        }
    }

    /// The older name goes first, as for botocore.
    private var token: (name: String, value: String)? {
        for name in ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"] {
            if let value = context.variable(name) { return (name, value) }
        }
        return nil
    }

    func find() throws(AWSFailure) -> ProviderOutcome {
        guard let key = context.variable("AWS_ACCESS_KEY_ID") else { return .skipped("AWS_ACCESS_KEY_ID is not set") }
        guard let secret = context.variable("AWS_SECRET_ACCESS_KEY") else {
            throw .brokenCredentials(
                "AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not",
                remedy: "set both, or unset AWS_ACCESS_KEY_ID")
        }
        var credentials = Credentials(accessKeyID: key, secretAccessKey: secret, sessionToken: token?.value)
        if let text = context.variable("AWS_CREDENTIAL_EXPIRATION") {
            guard let end = StoredDate.parse(text) else {
                throw .brokenCredentials(
                    "AWS_CREDENTIAL_EXPIRATION isn't a date: \(Redactor.value(text))",
                    remedy: "use the form 2026-11-22T19:16:02Z")
            }
            guard end.secondsSinceEpoch > clock.now() else {
                throw .credentials(
                    CredentialsError(
                        kind: .expired, problem: "the credentials in the environment expired at \(end.iso8601)",
                        remedy: "export new ones, or unset AWS_ACCESS_KEY_ID to use a profile"))
            }
            credentials.expiration = end.secondsSinceEpoch
        }
        return .found(credentials)
    }
}

/// Credentials that are what they are.
struct FixedCredentials: CredentialsSource {
    let credentials: Credentials
    func current() -> Credentials { credentials }
    func replace(_ refused: Credentials) -> Bool { false }
}
