/// Where the reports on a candidate are.
public struct CandidateArtifactLocations: Codable, Hashable, Sendable {
    /// At least 1 characters.
    @Promised public var explainability: String
    /// At least 1 characters.
    public var modelInsights: String?
    /// At least 1 characters.
    public var backtestResults: String?

    public init(explainability: String, modelInsights: String? = nil, backtestResults: String? = nil) {
        self.explainability = explainability
        self.modelInsights = modelInsights
        self.backtestResults = backtestResults
    }

    private enum CodingKeys: String, CodingKey {
        case explainability = "Explainability"
        case modelInsights = "ModelInsights"
        case backtestResults = "BacktestResults"
    }
}
