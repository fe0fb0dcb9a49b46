/// A training or validation channel of a V1 job.
public struct AutoMLChannel: Codable, Hashable, Sendable {
    public var dataSource: AutoMLDataSource?
    public var compressionType: CompressionType?
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 0 to 256 characters.
    public var contentType: String?
    public var channelType: AutoMLChannelType?
    /// 1 to 256 characters, matching `[a-zA-Z0-9_-]+`.
    public var sampleWeightAttributeName: String?

    public init(
        targetAttributeName: String,
        dataSource: AutoMLDataSource? = nil,
        compressionType: CompressionType? = nil,
        contentType: String? = nil,
        channelType: AutoMLChannelType? = nil,
        sampleWeightAttributeName: String? = nil
    ) {
        self.dataSource = dataSource
        self.compressionType = compressionType
        self.targetAttributeName = targetAttributeName
        self.contentType = contentType
        self.channelType = channelType
        self.sampleWeightAttributeName = sampleWeightAttributeName
    }

    private enum CodingKeys: String, CodingKey {
        case dataSource = "DataSource"
        case compressionType = "CompressionType"
        case targetAttributeName = "TargetAttributeName"
        case contentType = "ContentType"
        case channelType = "ChannelType"
        case sampleWeightAttributeName = "SampleWeightAttributeName"
    }
}
