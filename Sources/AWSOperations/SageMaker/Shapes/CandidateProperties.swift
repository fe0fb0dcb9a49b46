/// Artifacts and metrics of a candidate.
public struct CandidateProperties: Codable, Hashable, Sendable {
    public var candidateArtifactLocations: CandidateArtifactLocations?
    /// 0 to 40 entries.
    public var candidateMetrics: [MetricDatum]?

    public init(
        candidateArtifactLocations: CandidateArtifactLocations? = nil,
        candidateMetrics: [MetricDatum]? = nil
    ) {
        self.candidateArtifactLocations = candidateArtifactLocations
        self.candidateMetrics = candidateMetrics
    }

    private enum CodingKeys: String, CodingKey {
        case candidateArtifactLocations = "CandidateArtifactLocations"
        case candidateMetrics = "CandidateMetrics"
    }
}
