import AWSOperations
import AWSSigning
import JSONCoding
import Synchronization

/// Credentials of roles in `~/.aws/cli/cache`, shared with the AWS CLI: whichever asks first saves the other the call.
final class RoleCache: Sendable {
    /// What remains less than this is asked for again (botocore's expiry window), in seconds.
    static let expiryWindow = 15.0 * 60

    private let directory: String
    private let clock: ClientClock
    private let refused = Mutex<Set<String>>([])

    init(home: String, clock: ClientClock) {
        directory = home + "/.aws/cli/cache"
        self.clock = clock
    }

    /// The credentials under a key; nil where there are none that last.
    func read(_ key: RoleCacheKey) -> Credentials? {
        guard let path = path(key), let text = (try? FileText.read(path)) ?? nil,
            let entry = try? JSON.decode(Entry.self, from: Array(text.utf8)),
            let end = StoredDate.parse(entry.credentials.expiration),
            end.secondsSinceEpoch - clock.now() >= Self.expiryWindow,
            !refused.withLock({ $0.contains(entry.credentials.accessKeyID) })
        else { return nil }
        return Credentials(
            accessKeyID: entry.credentials.accessKeyID, secretAccessKey: entry.credentials.secretAccessKey,
            sessionToken: entry.credentials.sessionToken, expiration: end.secondsSinceEpoch)
    }

    /// Keeps credentials for the next one who asks. A home that cannot be written to costs only that.
    func write(_ key: RoleCacheKey, _ credentials: Credentials, accountID: String?, providerType: String? = nil) {
        guard let path = path(key), let expiration = credentials.expiration else { return }
        let entry = Entry(
            credentials: Entry.Keys(
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken ?? "",
                expiration: StoredDate.text(Timestamp(secondsSinceEpoch: expiration)), accountID: accountID),
            providerType: providerType)
        guard let bytes = try? JSON.encode(entry) else { return }
        _ = PrivateFile.replace(path, with: String(decoding: bytes, as: UTF8.self))
    }

    /// A service refused these: the file's copy must not come back.
    func markRejected(_ credentials: Credentials) {
        refused.withLock { _ = $0.insert(credentials.accessKeyID) }
    }

    private func path(_ key: RoleCacheKey) -> String? {
        SHA1.hexDigest(key.text).map { "\(directory)/\($0).json" }
    }

    /// The answer of STS as the AWS CLI keeps it.
    private struct Entry: Codable {
        struct Keys: Codable {
            var accessKeyID: String
            var secretAccessKey: String
            var sessionToken: String
            var expiration: String
            var accountID: String?

            private enum CodingKeys: String, CodingKey {
                case accessKeyID = "AccessKeyId"
                case secretAccessKey = "SecretAccessKey"
                case sessionToken = "SessionToken"
                case expiration = "Expiration"
                case accountID = "AccountId"
            }
        }

        var credentials: Keys
        var providerType: String?

        private enum CodingKeys: String, CodingKey {
            case credentials = "Credentials"
            case providerType = "ProviderType"
        }
    }
}

/// What a role's file in the cache is named after: the call's arguments as botocore writes them before hashing.
struct RoleCacheKey: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case text(String)
        case number(Int)
    }

    /// The JSON that is hashed.
    let text: String

    /// - Parameter isMinified: Whether no spaces follow `,` and `:`: so for single sign-on alone.
    init(_ arguments: [String: Value], isMinified: Bool = false) {
        let fields = arguments.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, value in
            let written =
                switch value {
                case .text(let text): Self.quoted(text)
                case .number(let number): String(number)
                }
            return Self.quoted(name) + (isMinified ? ":" : ": ") + written
        }
        text = "{" + fields.joined(separator: isMinified ? "," : ", ") + "}"
    }

    /// A string as Python's `json.dumps` writes it: ASCII alone.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0C: result += "\\f"
            case 0x0D: result += "\\r"
            case 0x20...0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
