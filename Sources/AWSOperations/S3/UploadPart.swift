/// Writes one part of an object; the same part number again replaces it.
public struct UploadPartRequest: AWSRequest {
    public typealias Response = UploadPartResponse
    public static let operation = OperationDescriptor(service: .s3, name: "UploadPart", effect: .idempotentWrite)

    public var bucket: String
    @ByteText public var key: String
    public var uploadID: String
    /// 1 to 10,000.
    public var partNumber: Int
    /// At least 5 MiB but for the last part.
    public var body: [UInt8]

    public init(bucket: String, key: String, uploadID: String, partNumber: Int, body: [UInt8]) {
        self.bucket = bucket
        self.key = key
        self.uploadID = uploadID
        self.partNumber = partNumber
        self.body = body
    }
}

/// What UploadPart answers.
public struct UploadPartResponse: Hashable, Sendable {
    /// With its quotes; named again when the upload is completed.
    public var eTag: String

    public init(eTag: String) {
        self.eTag = eTag
    }
}
