/// Writes an object whole.
public struct PutObjectRequest: AWSRequest {
    public typealias Response = PutObjectResponse
    public static let operation = OperationDescriptor(service: .s3, name: "PutObject", effect: .idempotentWrite)

    public var bucket: String
    @ByteText public var key: String
    public var body: [UInt8]
    public var contentType: String?

    public init(bucket: String, key: String, body: [UInt8], contentType: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.body = body
        self.contentType = contentType
    }
}

/// What PutObject answers.
public struct PutObjectResponse: Hashable, Sendable {
    public var eTag: String?

    public init(eTag: String? = nil) {
        self.eTag = eTag
    }
}
