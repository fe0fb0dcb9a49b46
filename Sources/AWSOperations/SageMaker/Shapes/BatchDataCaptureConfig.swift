/// Where a transform captures its requests.
public struct BatchDataCaptureConfig: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var destinationS3Uri: String
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?
    public var generateInferenceId: Bool?

    public init(destinationS3Uri: String, kmsKeyId: String? = nil, generateInferenceId: Bool? = nil) {
        self.destinationS3Uri = destinationS3Uri
        self.kmsKeyId = kmsKeyId
        self.generateInferenceId = generateInferenceId
    }

    private enum CodingKeys: String, CodingKey {
        case destinationS3Uri = "DestinationS3Uri"
        case kmsKeyId = "KmsKeyId"
        case generateInferenceId = "GenerateInferenceId"
    }
}
