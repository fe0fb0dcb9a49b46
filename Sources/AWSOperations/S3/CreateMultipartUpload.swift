/// Begins an object that is written in parts; until it is completed or aborted, its parts are kept and paid for.
public struct CreateMultipartUploadRequest: AWSRequest {
    public typealias Response = CreateMultipartUploadResponse
    public static let operation = OperationDescriptor(service: .s3, name: "CreateMultipartUpload", effect: .create)

    public var bucket: String
    @ByteText public var key: String
    public var contentType: String?

    public init(bucket: String, key: String, contentType: String? = nil) {
        self.bucket = bucket
        self.key = key
        self.contentType = contentType
    }
}

/// What CreateMultipartUpload answers.
public struct CreateMultipartUploadResponse: Hashable, Sendable {
    public var uploadID: String

    public init(uploadID: String) {
        self.uploadID = uploadID
    }
}
