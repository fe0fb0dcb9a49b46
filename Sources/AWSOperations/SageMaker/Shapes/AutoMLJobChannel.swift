/// A training or validation channel of a V2 job.
public struct AutoMLJobChannel: Codable, Hashable, Sendable {
    public var channelType: AutoMLChannelType?
    /// 0 to 256 characters.
    public var contentType: String?
    public var compressionType: CompressionType?
    public var dataSource: AutoMLDataSource?

    public init(
        channelType: AutoMLChannelType? = nil,
        contentType: String? = nil,
        compressionType: CompressionType? = nil,
        dataSource: AutoMLDataSource? = nil
    ) {
        self.channelType = channelType
        self.contentType = contentType
        self.compressionType = compressionType
        self.dataSource = dataSource
    }

    private enum CodingKeys: String, CodingKey {
        case channelType = "ChannelType"
        case contentType = "ContentType"
        case compressionType = "CompressionType"
        case dataSource = "DataSource"
    }
}
