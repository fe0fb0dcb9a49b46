import AWSOperations
import AWSSigning
import JSONCoding

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

    /// Nil where there is none, or it is no JSON object.
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
