/// Reads a key's policy; answered for keys of the caller's own account alone.
public struct GetKeyPolicyRequest: JSONRequest {
    public typealias Response = GetKeyPolicyResponse
    public static let operation = OperationDescriptor(service: .kms, name: "GetKeyPolicy", effect: .read)

    /// An id or an ARN.
    public var keyId: String
    /// There is but one: `default`.
    public var policyName: String?

    public init(keyId: String, policyName: String? = "default") {
        self.keyId = keyId
        self.policyName = policyName
    }

    private enum CodingKeys: String, CodingKey {
        case keyId = "KeyId"
        case policyName = "PolicyName"
    }
}

/// What GetKeyPolicy answers.
public struct GetKeyPolicyResponse: Codable, Hashable, Sendable {
    /// A JSON document.
    public var policy: String?

    public init(policy: String?) {
        self.policy = policy
    }

    private enum CodingKeys: String, CodingKey {
        case policy = "Policy"
    }
}
