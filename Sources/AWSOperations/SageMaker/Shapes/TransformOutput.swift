/// Where a transform writes and how records are put together.
public struct TransformOutput: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3OutputPath: String
    /// 0 to 256 characters.
    public var accept: String?
    public var assembleWith: AssemblyType?
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?

    public init(
        s3OutputPath: String,
        accept: String? = nil,
        assembleWith: AssemblyType? = nil,
        kmsKeyId: String? = nil
    ) {
        self.s3OutputPath = s3OutputPath
        self.accept = accept
        self.assembleWith = assembleWith
        self.kmsKeyId = kmsKeyId
    }

    private enum CodingKeys: String, CodingKey {
        case s3OutputPath = "S3OutputPath"
        case accept = "Accept"
        case assembleWith = "AssembleWith"
        case kmsKeyId = "KmsKeyId"
    }
}
