import AWSOperations
import AWSSigning

/// What providers need of the outside.
struct CredentialsServices: Sendable {
    /// Sends a plain request.
    var fetch: @Sendable (HTTPRequest) async throws(TransportProblem) -> HTTPAnswer
    /// Calls STS with the credentials given.
    var assumeRole: @Sendable (AssumeRoleRequest, Credentials) async throws(AWSFailure) -> AssumeRoleResponse
    var assumeRoleWithWebIdentity:
        @Sendable (AssumeRoleWithWebIdentityRequest) async throws(AWSFailure) -> AssumeRoleResponse
    /// Calls IAM Identity Center in a region.
    var getRoleCredentials:
        @Sendable (GetRoleCredentialsRequest, String) async throws(AWSFailure) -> GetRoleCredentialsResponse
    var createToken: @Sendable (CreateTokenRequest, String) async throws(AWSFailure) -> CreateTokenResponse
    /// Calls AWS Sign-In in a region, or in the configured one, with the proof that the login's key is held.
    var createOAuth2Token:
        @Sendable (CreateOAuth2TokenRequest, String?, P256PrivateKey) async throws(AWSFailure) ->
            CreateOAuth2TokenResponse
    var roleCache: RoleCache
    var mfaPrompt: MFAPrompt?
    var clock: ClientClock
}
