/// Where a job writes its artifacts.
public struct AutoMLOutputDataConfig: Codable, Hashable, Sendable {
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3OutputPath: String

    public init(s3OutputPath: String, kmsKeyId: String? = nil) {
        self.kmsKeyId = kmsKeyId
        self.s3OutputPath = s3OutputPath
    }

    private enum CodingKeys: String, CodingKey {
        case kmsKeyId = "KmsKeyId"
        case s3OutputPath = "S3OutputPath"
    }
}
