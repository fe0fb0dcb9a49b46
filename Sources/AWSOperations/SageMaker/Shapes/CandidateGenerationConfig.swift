/// Candidate generation config.
public struct CandidateGenerationConfig: Codable, Hashable, Sendable {
    /// 0 to 1 entries.
    public var algorithmsConfig: [AutoMLAlgorithmConfig]?

    public init(algorithmsConfig: [AutoMLAlgorithmConfig]? = nil) {
        self.algorithmsConfig = algorithmsConfig
    }

    private enum CodingKeys: String, CodingKey {
        case algorithmsConfig = "AlgorithmsConfig"
    }
}
