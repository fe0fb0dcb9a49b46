/// Where a transform reads.
public struct TransformDataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataSource: TransformS3DataSource

    public init(s3DataSource: TransformS3DataSource) {
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataSource = "S3DataSource"
    }
}
