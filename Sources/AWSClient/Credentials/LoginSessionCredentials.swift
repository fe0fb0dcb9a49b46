import AWSOperations
import AWSSigning
import JSONCoding

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

// For Base64.
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What `aws login` leaves in `~/.aws/login/cache`: credentials, what renews them, and the key that proves whose they
/// are. Fields that are not named here stay as they are.
struct LoginToken {
    /// The file as it is, so that nothing of another program's is lost.
    private var fields: JSONValue

    static func path(session: String, context: CredentialsContext) -> String {
        let folder = context.files.expandingHome(
            context.variable("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache")
        return "\(folder)/\(SHA256.hexDigest(Array(session.utf8))).json"
    }

    /// Nil where there is none, or it isn't a JSON object.
    init?(path: String) {
        guard let text = (try? FileText.read(path)) ?? nil,
            let fields = JSONValue(parsing: text), fields.isObject
        else { return nil }
        self.fields = fields
    }

    var clientID: String? { fields["clientId"]?.string }
    var refreshToken: String? { fields["refreshToken"]?.string }
    /// Of newer logins.
    var region: String? { fields["signInRegion"]?.string }

    /// In PEM.
    var key: P256PrivateKey? {
        let lines =
            fields["dpopKey"]?.string?.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") } ?? []
        return Data(base64Encoded: lines.joined()).flatMap { P256PrivateKey(der: Array($0)) }
    }

    var credentials: Credentials? {
        guard let access = fields["accessToken"], let key = access["accessKeyId"]?.string,
            let secret = access["secretAccessKey"]?.string, let token = access["sessionToken"]?.string,
            let end = access["expiresAt"]?.string.flatMap(StoredDate.parse)
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token, expiration: end.secondsSinceEpoch)
    }

    mutating func take(_ answer: CreateOAuth2TokenResponse, now: Double) {
        var access = fields["accessToken"] ?? .object([])
        access["accessKeyId"] = .string(answer.accessToken.accessKeyID)
        access["secretAccessKey"] = .string(answer.accessToken.secretAccessKey)
        access["sessionToken"] = .string(answer.accessToken.sessionToken)
        access["expiresAt"] = .string(StoredDate.text(Timestamp(secondsSinceEpoch: now + Double(answer.expiresIn))))
        fields["accessToken"] = access
        fields["refreshToken"] = .string(answer.refreshToken)
    }

    /// False where the file cannot be written.
    func write(_ path: String) -> Bool {
        PrivateFile.replace(path, with: fields.text(.compact))
    }
}

// For Base64 and UUIDs.
#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The `DPoP` header of a request: a signed note of whoever holds the login's key (RFC 9449).
enum ProofOfPossession {
    private struct Header: Encodable {
        struct Key: Encodable {
            var kty = "EC"
            var crv = "P-256"
            var x: String
            var y: String
        }
        var typ = "dpop+jwt"
        var alg = "ES256"
        var jwk: Key
    }

    private struct Payload: Encodable {
        var jti: String
        var htm = "POST"
        var htu: String
        var iat: Int
    }

    /// - Parameters:
    ///   - id: Different for each request.
    ///   - now: Seconds since 1970.
    static func header(
        for url: String, now: Double, key: P256PrivateKey, id: String = UUID().uuidString.lowercased()
    ) -> String? {
        let jwk = Header.Key(x: base64URL(key.x), y: base64URL(key.y))
        guard let header = try? JSON.encode(Header(jwk: jwk)),
            let payload = try? JSON.encode(Payload(jti: id, htu: url, iat: Int(now)))
        else { return nil }
        let text = "\(base64URL(header)).\(base64URL(payload))"
        return key.signature(over: Array(text.utf8)).map { "\(text).\(base64URL($0))" }
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
