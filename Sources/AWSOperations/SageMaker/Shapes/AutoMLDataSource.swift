/// Where a channel reads.
public struct AutoMLDataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataSource: AutoMLS3DataSource

    public init(s3DataSource: AutoMLS3DataSource) {
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataSource = "S3DataSource"
    }
}
