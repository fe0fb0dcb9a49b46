/// Deletes an object; one that is not there isn't a failure.
public struct DeleteObjectRequest: AWSRequest {
    public typealias Response = EmptyResponse
    public static let operation = OperationDescriptor(service: .s3, name: "DeleteObject", effect: .idempotentWrite)

    public var bucket: String
    @ByteText public var key: String

    public init(bucket: String, key: String) {
        self.bucket = bucket
        self.key = key
    }
}
