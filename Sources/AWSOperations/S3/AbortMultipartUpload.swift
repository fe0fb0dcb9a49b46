/// Drops an upload with all of its parts.
public struct AbortMultipartUploadRequest: AWSRequest {
    public typealias Response = EmptyResponse
    public static let operation = OperationDescriptor(
        service: .s3, name: "AbortMultipartUpload", effect: .idempotentWrite)

    public var bucket: String
    @ByteText public var key: String
    public var uploadID: String

    public init(bucket: String, key: String, uploadID: String) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
    }
}
