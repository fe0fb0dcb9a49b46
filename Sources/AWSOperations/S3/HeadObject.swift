/// Asks for an object's size and type without its bytes.
public struct HeadObjectRequest: AWSRequest {
    public typealias Response = HeadObjectResponse
    public static let operation = OperationDescriptor(service: .s3, name: "HeadObject", effect: .read)

    public var bucket: String
    @ByteText public var key: String

    public init(bucket: String, key: String) {
        self.bucket = bucket
        self.key = key
    }
}

/// What the head of an object says.
public struct HeadObjectResponse: Hashable, Sendable {
    /// In bytes.
    public var contentLength: Int
    public var contentType: String?
    public var contentEncoding: String?
    public var eTag: String?
    public var lastModified: Timestamp?
    /// The ARN of the KMS key that encrypts the object, where one does.
    public var kmsKey: String?

    public init(
        contentLength: Int, contentType: String? = nil, contentEncoding: String? = nil, eTag: String? = nil,
        lastModified: Timestamp? = nil, kmsKey: String? = nil
    ) {
        self.contentLength = contentLength
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.eTag = eTag
        self.lastModified = lastModified
        self.kmsKey = kmsKey
    }
}
