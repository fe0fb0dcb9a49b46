/// Says whose a key is and who manages it.
public struct DescribeKeyRequest: JSONRequest {
    public typealias Response = DescribeKeyResponse
    public static let operation = OperationDescriptor(service: .kms, name: "DescribeKey", effect: .read)

    /// An id, an ARN, or an alias; a key of another account by its ARN alone.
    public var keyId: String

    public init(keyId: String) {
        self.keyId = keyId
    }

    private enum CodingKeys: String, CodingKey {
        case keyId = "KeyId"
    }
}

/// What DescribeKey answers.
public struct DescribeKeyResponse: Codable, Hashable, Sendable {
    public var keyMetadata: KeyMetadata

    public init(keyMetadata: KeyMetadata) {
        self.keyMetadata = keyMetadata
    }

    private enum CodingKeys: String, CodingKey {
        case keyMetadata = "KeyMetadata"
    }
}

/// A key, as far as it matters to who may use it.
public struct KeyMetadata: Codable, Hashable, Sendable {
    @Promised public var keyId: String
    public var arn: String?
    /// Twelve digits.
    public var awsAccountId: String?
    /// `AWS` for a key such as aws/s3, whose policy nobody can change; else `CUSTOMER`.
    public var keyManager: String?
    /// `Enabled`, or why it cannot be used.
    public var keyState: String?

    public init(
        keyId: String, arn: String? = nil, awsAccountId: String? = nil, keyManager: String? = nil,
        keyState: String? = nil
    ) {
        self.keyId = keyId
        self.arn = arn
        self.awsAccountId = awsAccountId
        self.keyManager = keyManager
        self.keyState = keyState
    }

    private enum CodingKeys: String, CodingKey {
        case keyId = "KeyId"
        case arn = "Arn"
        case awsAccountId = "AWSAccountId"
        case keyManager = "KeyManager"
        case keyState = "KeyState"
    }
}
