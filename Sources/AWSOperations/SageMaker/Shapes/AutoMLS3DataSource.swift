/// An S3 location of training data.
public struct AutoMLS3DataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataType: AutoMLS3DataType
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3Uri: String

    public init(s3DataType: AutoMLS3DataType, s3Uri: String) {
        self.s3DataType = s3DataType
        self.s3Uri = s3Uri
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataType = "S3DataType"
        case s3Uri = "S3Uri"
    }
}
