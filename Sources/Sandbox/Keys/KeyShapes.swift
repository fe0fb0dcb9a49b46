/// Shapes of KMS.
struct KeyInput: Codable, Sendable {
    var keyID: String

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
    }
}

struct KeyDescriptionAnswer: Codable, Sendable {
    struct Metadata: Codable, Sendable {
        var account: String
        var keyID: String
        var arn: String
        var description = "Encrypts artifacts of Autopilot jobs"
        /// Seconds since 1970.
        var created: Double
        var isEnabled = true
        var usage = "ENCRYPT_DECRYPT"
        var state = "Enabled"
        var origin = "AWS_KMS"
        var manager = "CUSTOMER"
        var spec = "SYMMETRIC_DEFAULT"
        var algorithms = ["SYMMETRIC_DEFAULT"]
        var isMultiRegion = false

        private enum CodingKeys: String, CodingKey {
            case account = "AWSAccountId"
            case keyID = "KeyId"
            case arn = "Arn"
            case description = "Description"
            case created = "CreationDate"
            case isEnabled = "Enabled"
            case usage = "KeyUsage"
            case state = "KeyState"
            case origin = "Origin"
            case manager = "KeyManager"
            case spec = "KeySpec"
            case algorithms = "EncryptionAlgorithms"
            case isMultiRegion = "MultiRegion"
        }
    }

    var metadata: Metadata

    private enum CodingKeys: String, CodingKey {
        case metadata = "KeyMetadata"
    }
}

struct KeyPolicyInput: Codable, Sendable {
    var keyID: String
    var policyName: String?
    var policy: String?
    var bypassesLockoutCheck: Bool?

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
        case policyName = "PolicyName"
        case policy = "Policy"
        case bypassesLockoutCheck = "BypassPolicyLockoutSafetyCheck"
    }
}

struct KeyPolicyAnswer: Codable, Sendable {
    var policy: String
    var policyName: String

    private enum CodingKeys: String, CodingKey {
        case policy = "Policy"
        case policyName = "PolicyName"
    }
}

struct KeyAliasesInput: Codable, Sendable {
    var keyID: String?

    private enum CodingKeys: String, CodingKey {
        case keyID = "KeyId"
    }
}

struct KeyAliasesAnswer: Codable, Sendable {
    struct Alias: Codable, Sendable {
        var name: String
        var arn: String
        var keyID: String

        private enum CodingKeys: String, CodingKey {
            case name = "AliasName"
            case arn = "AliasArn"
            case keyID = "TargetKeyId"
        }
    }

    var aliases: [Alias]
    var isTruncated = false

    private enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
        case isTruncated = "Truncated"
    }
}
