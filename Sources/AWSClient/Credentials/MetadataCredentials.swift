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

    /// Reads an answer; nil where it is something else.
    init?(_ bytes: [UInt8]) {
        guard let fields = try? JSON.decode(MetadataCredentials.self, from: bytes) else { return nil }
        self = fields
    }

    /// What the answer hands out; `source` is where it came from, for messages.
    func credentials(from source: String) throws(AWSFailure) -> Credentials {
        if let code, code != "Success" {
            let said = Redactor.said(Redactor.words(code), Redactor.words(message ?? ""))
            throw .brokenCredentials(
                said.isEmpty ? "\(source) answered with an empty code" : "\(source) answered \(said)",
                remedy: "check its role")
        }
        guard let accessKeyID, let secretAccessKey else {
            throw .brokenCredentials("\(source) responded without an access key", remedy: "check its role")
        }
        var credentials = Credentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: token)
        if let expiration {
            // Without an end they would be kept for ever.
            guard let end = StoredDate.parse(expiration) else {
                throw .brokenCredentials(
                    "\(source) responded with an invalid Expiration: \(Redactor.value(expiration))",
                    remedy: "it must have the form 2026-11-22T19:16:02Z")
            }
            credentials.expiration = end.secondsSinceEpoch
        }
        return credentials
    }
}
