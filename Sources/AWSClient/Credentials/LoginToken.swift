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
    /// The file as it is.
    private var fields: JSONValue

    static func path(session: String, context: CredentialsContext) -> String {
        let folder = context.files.expandingHome(
            context.variable("AWS_LOGIN_CACHE_DIRECTORY") ?? "~/.aws/login/cache")
        return "\(folder)/\(SHA256.hexDigest(Array(session.utf8))).json"
    }

    /// Nil where there is none, or it is no JSON object.
    init?(path: String) {
        guard let text = (try? FileText.read(path)) ?? nil,
            let fields = try? JSON.decode(JSONValue.self, from: Array(text.utf8)), case .object = fields
        else { return nil }
        self.fields = fields
    }

    var clientID: String? { fields["clientId"]?.text }
    var refreshToken: String? { fields["refreshToken"]?.text }
    /// Of newer logins.
    var region: String? { fields["signInRegion"]?.text }

    /// In PEM.
    var key: P256PrivateKey? {
        let lines = fields["dpopKey"]?.text?.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") } ?? []
        return Data(base64Encoded: lines.joined()).flatMap { P256PrivateKey(der: Array($0)) }
    }

    var credentials: Credentials? {
        guard let access = fields["accessToken"], let key = access["accessKeyId"]?.text,
            let secret = access["secretAccessKey"]?.text, let token = access["sessionToken"]?.text,
            let end = access["expiresAt"]?.text.flatMap(StoredDate.parse)
        else { return nil }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token, expiration: end.secondsSinceEpoch)
    }

    mutating func take(_ answer: CreateOAuth2TokenResponse, now: Double) {
        var access = fields["accessToken"] ?? .object([:])
        access["accessKeyId"] = .text(answer.accessToken.accessKeyID)
        access["secretAccessKey"] = .text(answer.accessToken.secretAccessKey)
        access["sessionToken"] = .text(answer.accessToken.sessionToken)
        access["expiresAt"] = .text(StoredDate.text(Timestamp(secondsSinceEpoch: now + Double(answer.expiresIn))))
        fields["accessToken"] = access
        fields["refreshToken"] = .text(answer.refreshToken)
    }

    /// False where the file cannot be written.
    func write(_ path: String) -> Bool {
        guard let bytes = try? JSON.encode(fields) else { return false }
        return PrivateFile.replace(path, with: String(decoding: bytes, as: UTF8.self))
    }

    /// Any JSON, so that nothing of another program's file is lost.
    enum JSONValue: Codable, Hashable {
        case object([String: JSONValue])
        case list([JSONValue])
        case text(String)
        case number(Double)
        case truth(Bool)
        case null

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let truth = try? container.decode(Bool.self) {
                self = .truth(truth)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([JSONValue].self) {
                self = .list(list)
            } else {
                self = .object(try container.decode([String: JSONValue].self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .object(let fields): try container.encode(fields)
            case .list(let items): try container.encode(items)
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .truth(let truth): try container.encode(truth)
            case .null: try container.encodeNil()
            }
        }

        var text: String? { if case .text(let text) = self { text } else { nil } }

        subscript(name: String) -> JSONValue? {
            get { if case .object(let fields) = self { fields[name] } else { nil } }
            set {
                guard case .object(var fields) = self else { return }
                fields[name] = newValue
                self = .object(fields)
            }
        }
    }
}
