import AWSOperations
import AWSSigning
import JSONCoding

/// The JSON in which containers and instances hand out credentials.
struct MetadataCredentials: Decodable {
    var code: String?
    var message: String?
    var accessKeyID: String?
    var secretAccessKey: String?
    var token: String?
    var expiration: String?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case message = "Message"
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    /// Reads an answer; `source` is where it came from, for messages.
    static func read(_ bytes: [UInt8], source: String) throws(AWSFailure) -> Credentials {
        guard let fields = try? JSON.decode(MetadataCredentials.self, from: bytes) else {
            throw .brokenCredentials("\(source) answered with something else than credentials", remedy: "check it")
        }
        if let code = fields.code, code != "Success" {
            throw .brokenCredentials("\(source) answered \(code): \(fields.message ?? "")", remedy: "check its role")
        }
        guard let key = fields.accessKeyID, let secret = fields.secretAccessKey else {
            throw .brokenCredentials("\(source) answered without an access key", remedy: "check its role")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: fields.token,
            expiration: fields.expiration.flatMap { Timestamp(iso8601: $0) }?.secondsSinceEpoch)
    }
}
