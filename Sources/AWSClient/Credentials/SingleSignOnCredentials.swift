import AWSOperations
import AWSSigning
import JSONCoding

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

/// What a profile says about single sign-on, in either of its two forms.
struct SingleSignOnSettings: Hashable, Sendable {
    var startURL: String
    var region: String
    var roleName: String
    var accountID: String
    /// Nil in the legacy form, where the profile holds the start URL itself.
    var sessionName: String?
    var profileName: String

    /// What a person types to log in again.
    var loginCommand: String {
        if let sessionName { return "aws sso login --sso-session \(ShellWords.quoted(sessionName))" }
        return "aws sso login --profile \(ShellWords.quoted(profileName))"
    }

    /// The settings; nil for a profile that does not use single sign-on for credentials.
    static func read(_ profile: ProfileSet.Profile, in profiles: ProfileSet) throws(AWSFailure) -> Self? {
        guard origin(profile) != nil else { return nil }
        var session: ProfileSet.Profile?
        let sessionName = profile.setting("sso_session")
        if let sessionName {
            session = profiles.singleSignOnSession(sessionName.value)
            guard session != nil else {
                throw .brokenCredentials(
                    "no [sso-session \(sessionName.shown)] (\(sessionName.origin))",
                    remedy: "create it with: aws configure sso-session")
            }
        }
        var missing: [String] = []
        func value(_ key: String) throws(AWSFailure) -> String {
            let own = profile.setting(key)
            let shared = session?.setting(key)
            if let own, let shared, own.value != shared.value {
                throw .brokenCredentials(
                    "\(key) differs between the profile (\(own.origin)) and its session (\(shared.origin))",
                    remedy: "remove it from the profile")
            }
            guard let found = shared ?? own else {
                missing.append(key)
                return ""
            }
            return found.value
        }
        let settings = Self(
            startURL: try value("sso_start_url"), region: try value("sso_region"),
            roleName: try value("sso_role_name"), accountID: try value("sso_account_id"),
            sessionName: sessionName?.value, profileName: profile.name)
        guard missing.isEmpty else {
            throw .brokenCredentials(
                "the profile \(profile.name) uses single sign-on but has no \(missing.joined(separator: ", "))",
                remedy: "complete it with: aws configure sso --profile \(ShellWords.quoted(profile.name))")
        }
        guard RegionName.isValid(settings.region) else {
            throw .brokenCredentials(
                "sso_region of the profile \(profile.name) isn't a region: \(Redactor.region(settings.region))",
                remedy: "use a name such as us-east-1")
        }
        return settings
    }

    /// The role and the account ask for credentials; a session alone is for other tools' tokens.
    static func origin(_ profile: ProfileSet.Profile) -> SettingOrigin? {
        (profile.setting("sso_role_name") ?? profile.setting("sso_account_id"))?.origin
    }
}

/// The token of a login, as `aws sso login` leaves it in `~/.aws/sso/cache`.
struct SingleSignOnToken: Codable {
    var startURL: String?
    var region: String?
    var accessToken: String
    var expiresAt: String
    var clientID: String?
    var clientSecret: String?
    var registrationExpiresAt: String?
    var refreshToken: String?

    private enum CodingKeys: String, CodingKey {
        case startURL = "startUrl"
        case region
        case accessToken
        case expiresAt
        case clientID = "clientId"
        case clientSecret
        case registrationExpiresAt
        case refreshToken
    }

    /// Seconds that it still holds; negative after its end.
    func left(at now: Double) -> Double? { StoredDate.parse(expiresAt).map { $0.secondsSinceEpoch - now } }

    /// What renews it; nil where it cannot be renewed, or no longer.
    func renewal(at now: Double) -> CreateTokenRequest? {
        guard let clientID, let clientSecret, let refreshToken,
            let end = registrationExpiresAt.flatMap(StoredDate.parse), end.secondsSinceEpoch > now
        else { return nil }
        return CreateTokenRequest(clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken)
    }

    /// Takes a new token over; a refresh token is good once, so the old one does not stay.
    mutating func take(_ answer: CreateTokenResponse, settings: SingleSignOnSettings, now: Double) {
        startURL = settings.startURL
        region = settings.region
        accessToken = answer.accessToken
        expiresAt = StoredDate.text(Timestamp(secondsSinceEpoch: now + Double(answer.expiresIn)))
        refreshToken = answer.refreshToken
    }

    /// The file of a session, or in the legacy form of a start URL.
    static func path(_ settings: SingleSignOnSettings, home: String) -> String? {
        SHA1.hexDigest(settings.sessionName ?? settings.startURL).map { "\(home)/.aws/sso/cache/\($0).json" }
    }

    /// The token in a file; nil where there is none or it is not whole.
    static func read(_ path: String) -> SingleSignOnToken? {
        guard let text = (try? FileText.read(path)) ?? nil else { return nil }
        return try? JSON.decode(SingleSignOnToken.self, from: Array(text.utf8))
    }

    func write(_ path: String) {
        guard let bytes = try? JSON.encode(self) else { return }
        _ = PrivateFile.replace(path, with: String(decoding: bytes, as: UTF8.self))
    }
}
