/// What a transform reads and how it is split.
public struct TransformInput: Codable, Hashable, Sendable {
    @Promised public var dataSource: TransformDataSource
    /// 0 to 256 characters.
    public var contentType: String?
    public var compressionType: CompressionType?
    public var splitType: SplitType?

    public init(
        dataSource: TransformDataSource,
        contentType: String? = nil,
        compressionType: CompressionType? = nil,
        splitType: SplitType? = nil
    ) {
        self.dataSource = dataSource
        self.contentType = contentType
        self.compressionType = compressionType
        self.splitType = splitType
    }

    private enum CodingKeys: String, CodingKey {
        case dataSource = "DataSource"
        case contentType = "ContentType"
        case compressionType = "CompressionType"
        case splitType = "SplitType"
    }
}
