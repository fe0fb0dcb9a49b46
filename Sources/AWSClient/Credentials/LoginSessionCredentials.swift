import AWSOperations
import AWSSigning

/// A profile of `aws login`: credentials of a quarter of an hour each, renewed with the login's key (botocore's
/// `LoginCredentialFetcher`).
struct LoginSessionCredentials: CredentialsProvider {
    let scope: ProfileScope
    let services: CredentialsServices
    let name = "aws login"

    /// With more than this left, what the file holds is used, in seconds.
    static let renewalWindow = 5.0 * 60

    func setUpAt() throws(AWSFailure) -> SettingOrigin? { try scope.profile()?.setting("login_session")?.origin }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        guard let session = try scope.profile()?.setting("login_session") else {
            return .skipped("the profile \(scope.profileName) has no login_session")
        }
        let path = LoginToken.path(session: session.value, context: scope.context)
        guard var token = LoginToken(path: path) else {
            throw broken("no login for the session \(session.value) (\(session.origin))")
        }
        guard let credentials = token.credentials, let clientID = token.clientID, let refresh = token.refreshToken
        else { throw broken("the login for the session \(session.value) is incomplete: \(path)") }
        let now = services.clock.now()
        let left = (credentials.expiration ?? now) - now
        if left > Self.renewalWindow { return .found(credentials) }
        guard let key = token.key else { throw broken("can't read the login's key: \(path)") }
        let answer: CreateOAuth2TokenResponse
        do {
            answer = try await services.createOAuth2Token(
                CreateOAuth2TokenRequest(clientID: clientID, refreshToken: refresh), token.region, key)
        } catch .service(let error) {
            throw broken(
                Redactor.said("the login of the session \(session.value) cannot be renewed", error.code, error.message))
        }
        token.take(answer, now: now)
        // A refresh token is good once: without the file the next renewal fails, but these credentials hold.
        _ = token.write(path)
        guard let renewed = token.credentials else { throw broken("the renewed login is incomplete") }
        return .found(renewed)
    }

    private func broken(_ problem: String) -> AWSFailure {
        .credentials(
            CredentialsError(
                kind: .expired, problem: problem,
                remedy: "aws login --profile \(ShellWords.quoted(scope.profileName))"))
    }
}
