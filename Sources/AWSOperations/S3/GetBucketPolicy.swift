/// Reads a bucket's policy; a bucket without one is answered with `NoSuchBucketPolicy`.
public struct GetBucketPolicyRequest: AWSRequest {
    public typealias Response = GetBucketPolicyResponse
    public static let operation = OperationDescriptor(service: .s3, name: "GetBucketPolicy", effect: .read)

    public var bucket: String

    public init(bucket: String) {
        self.bucket = bucket
    }
}

/// What GetBucketPolicy answers.
public struct GetBucketPolicyResponse: Hashable, Sendable {
    /// A JSON document.
    public var policy: String

    public init(policy: String) {
        self.policy = policy
    }
}
