/// Puts the parts of an upload together to an object.
public struct CompleteMultipartUploadRequest: AWSRequest {
    public typealias Response = CompleteMultipartUploadResponse
    public static let operation = OperationDescriptor(
        service: .s3, name: "CompleteMultipartUpload", effect: .idempotentWrite)

    /// A part as the object takes it.
    public struct Part: Hashable, Sendable {
        public var number: Int
        public var eTag: String

        public init(number: Int, eTag: String) {
            self.number = number
            self.eTag = eTag
        }
    }

    public var bucket: String
    @ByteText public var key: String
    public var uploadID: String
    /// In the order of their numbers.
    public var parts: [Part]

    public init(bucket: String, key: String, uploadID: String, parts: [Part]) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
        self.parts = parts
    }
}

/// What CompleteMultipartUpload answers.
public struct CompleteMultipartUploadResponse: Hashable, Sendable {
    public var eTag: String?

    public init(eTag: String? = nil) {
        self.eTag = eTag
    }
}
