import AWSOperations
import AWSSigning
import JSONCoding

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
