/// When a job stops looking for candidates.
public struct AutoMLJobCompletionCriteria: Codable, Hashable, Sendable {
    /// 1 to 750.
    public var maxCandidates: Int?
    /// At least 1.
    public var maxRuntimePerTrainingJobInSeconds: Int?
    /// At least 1.
    public var maxAutoMLJobRuntimeInSeconds: Int?

    public init(
        maxCandidates: Int? = nil,
        maxRuntimePerTrainingJobInSeconds: Int? = nil,
        maxAutoMLJobRuntimeInSeconds: Int? = nil
    ) {
        self.maxCandidates = maxCandidates
        self.maxRuntimePerTrainingJobInSeconds = maxRuntimePerTrainingJobInSeconds
        self.maxAutoMLJobRuntimeInSeconds = maxAutoMLJobRuntimeInSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case maxCandidates = "MaxCandidates"
        case maxRuntimePerTrainingJobInSeconds = "MaxRuntimePerTrainingJobInSeconds"
        case maxAutoMLJobRuntimeInSeconds = "MaxAutoMLJobRuntimeInSeconds"
    }
}
