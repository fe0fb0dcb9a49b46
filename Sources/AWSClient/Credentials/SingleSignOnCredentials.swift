import AWSOperations
import AWSSigning

/// A role of IAM Identity Center, by the login that `aws sso login` left behind.
struct SingleSignOnCredentials: CredentialsProvider {
    let scope: ProfileScope
    let services: CredentialsServices
    let name = "single sign-on"

    /// With less than this left, in seconds, the token of a session is renewed.
    private static let renewalWindow = 15.0 * 60

    func setUpAt() throws(AWSFailure) -> SettingOrigin? {
        try scope.profile().flatMap(SingleSignOnSettings.origin)
    }

    func find() async throws(AWSFailure) -> ProviderOutcome {
        let profiles = try scope.context.files.read()
        guard let profile = profiles.profile(scope.profileName),
            let settings = try SingleSignOnSettings.read(profile, in: profiles)
        else { return .skipped("the profile \(scope.profileName) has no sso_account_id and sso_role_name") }
        var arguments: [String: RoleCacheKey.Value] = [
            "roleName": .text(settings.roleName), "accountId": .text(settings.accountID),
        ]
        if let session = settings.sessionName {
            arguments["sessionName"] = .text(session)
        } else {
            arguments["startUrl"] = .text(settings.startURL)
        }
        let key = RoleCacheKey(arguments, isMinified: true)
        if let cached = services.roleCache.read(key) { return .found(cached) }
        let credentials = try await roleCredentials(settings, token: try await accessToken(settings))
        services.roleCache.write(key, credentials, accountID: settings.accountID, providerType: "sso")
        return .found(credentials)
    }

    /// The login's token, renewed where it is about to end. Its file is read each time: a new login is seen at once.
    private func accessToken(_ settings: SingleSignOnSettings) async throws(AWSFailure) -> String {
        guard let path = SingleSignOnToken.path(settings, home: scope.context.files.home) else {
            throw .brokenCredentials(
                "libcrypto has no SHA-1, which login caches need", remedy: "use another profile")
        }
        guard var token = SingleSignOnToken.read(path), let left = token.left(at: services.clock.now()) else {
            throw login(settings, "no IAM Identity Center login for \(described(settings))")
        }
        if settings.sessionName != nil, left < Self.renewalWindow,
            let renewal = token.renewal(at: services.clock.now())
        {
            do throws(AWSFailure) {
                token.take(
                    try await services.createToken(renewal, settings.region), settings: settings,
                    now: services.clock.now())
                token.write(path)
                return token.accessToken
            } catch {
                // A token that still holds does, and one whose renewal was refused needs a new login.
                if left <= 0, error.serviceError == nil { throw error }
            }
        }
        guard left > 0 else {
            throw login(settings, "the IAM Identity Center login for \(described(settings)) expired")
        }
        return token.accessToken
    }

    private func roleCredentials(
        _ settings: SingleSignOnSettings, token: String
    ) async throws(AWSFailure) -> Credentials {
        let request = GetRoleCredentialsRequest(
            roleName: settings.roleName, accountID: settings.accountID, accessToken: token)
        do {
            let answer = try await services.getRoleCredentials(request, settings.region).roleCredentials
            return Credentials(
                accessKeyID: answer.accessKeyID, secretAccessKey: answer.secretAccessKey,
                sessionToken: answer.sessionToken, expiration: Double(answer.expiration / 1000))
        } catch .service(let error) {
            if error.httpStatus == 401 || error.code == "UnauthorizedException" {
                throw login(
                    settings, "the IAM Identity Center login for \(described(settings)) ended or was revoked")
            }
            throw .brokenCredentials(
                "can't get role \(settings.roleName) in account \(settings.accountID) through IAM Identity Center: "
                    + Redactor.said(error.code, Redactor.words(error.message)),
                remedy: "check sso_role_name and sso_account_id of the profile \(settings.profileName)")
        }
    }

    private func described(_ settings: SingleSignOnSettings) -> String {
        settings.sessionName.map { "the session \($0)" } ?? "the profile \(settings.profileName)"
    }

    private func login(_ settings: SingleSignOnSettings, _ problem: String) -> AWSFailure {
        .credentials(
            CredentialsError(kind: .expired, problem: problem, remedy: "run: \(settings.loginCommand)"))
    }
}
