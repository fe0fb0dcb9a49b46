/// Features and algorithms of a V1 job.
public struct AutoMLCandidateGenerationConfig: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var featureSpecificationS3Uri: String?
    /// 0 to 1 entries.
    public var algorithmsConfig: [AutoMLAlgorithmConfig]?

    public init(featureSpecificationS3Uri: String? = nil, algorithmsConfig: [AutoMLAlgorithmConfig]? = nil) {
        self.featureSpecificationS3Uri = featureSpecificationS3Uri
        self.algorithmsConfig = algorithmsConfig
    }

    private enum CodingKeys: String, CodingKey {
        case featureSpecificationS3Uri = "FeatureSpecificationS3Uri"
        case algorithmsConfig = "AlgorithmsConfig"
    }
}
