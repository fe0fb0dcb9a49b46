/// Where a job left its notebooks.
public struct AutoMLJobArtifacts: Codable, Hashable, Sendable {
    /// At least 1 characters.
    public var candidateDefinitionNotebookLocation: String?
    /// At least 1 characters.
    public var dataExplorationNotebookLocation: String?

    public init(candidateDefinitionNotebookLocation: String? = nil, dataExplorationNotebookLocation: String? = nil) {
        self.candidateDefinitionNotebookLocation = candidateDefinitionNotebookLocation
        self.dataExplorationNotebookLocation = dataExplorationNotebookLocation
    }

    private enum CodingKeys: String, CodingKey {
        case candidateDefinitionNotebookLocation = "CandidateDefinitionNotebookLocation"
        case dataExplorationNotebookLocation = "DataExplorationNotebookLocation"
    }
}
