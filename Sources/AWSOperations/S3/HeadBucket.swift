/// Asks whether a bucket is there and in which region; answered for a bucket of any region.
public struct HeadBucketRequest: AWSRequest {
    public typealias Response = HeadBucketResponse
    public static let operation = OperationDescriptor(service: .s3, name: "HeadBucket", effect: .read)

    public var bucket: String

    public init(bucket: String) {
        self.bucket = bucket
    }
}

/// What the head of a bucket says.
public struct HeadBucketResponse: Hashable, Sendable {
    /// Nil where the service does not say, as services that speak S3 but are not AWS may.
    public var region: String?

    public init(region: String? = nil) {
        self.region = region
    }
}
