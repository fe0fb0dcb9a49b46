/// One model that a job trained, with what it takes to deploy it.
public struct AutoMLCandidate: Codable, Hashable, Sendable {
    /// 1 to 64 characters.
    @Promised public var candidateName: String
    public var finalAutoMLJobObjectiveMetric: FinalAutoMLJobObjectiveMetric?
    @Promised public var objectiveStatus: ObjectiveStatus
    @Promised public var candidateSteps: [AutoMLCandidateStep]
    @Promised public var candidateStatus: CandidateStatus
    /// 0 to 5 entries.
    public var inferenceContainers: [AutoMLContainerDefinition]?
    @Promised public var creationTime: Timestamp
    public var endTime: Timestamp?
    @Promised public var lastModifiedTime: Timestamp
    /// 0 to 1024 characters.
    public var failureReason: String?
    public var candidateProperties: CandidateProperties?
    /// 0 to 2 entries.
    public var inferenceContainerDefinitions: [String: [AutoMLContainerDefinition]]?

    public init(
        candidateName: String,
        objectiveStatus: ObjectiveStatus,
        candidateSteps: [AutoMLCandidateStep],
        candidateStatus: CandidateStatus,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        finalAutoMLJobObjectiveMetric: FinalAutoMLJobObjectiveMetric? = nil,
        inferenceContainers: [AutoMLContainerDefinition]? = nil,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        candidateProperties: CandidateProperties? = nil,
        inferenceContainerDefinitions: [String: [AutoMLContainerDefinition]]? = nil
    ) {
        self.candidateName = candidateName
        self.finalAutoMLJobObjectiveMetric = finalAutoMLJobObjectiveMetric
        self.objectiveStatus = objectiveStatus
        self.candidateSteps = candidateSteps
        self.candidateStatus = candidateStatus
        self.inferenceContainers = inferenceContainers
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.candidateProperties = candidateProperties
        self.inferenceContainerDefinitions = inferenceContainerDefinitions
    }

    private enum CodingKeys: String, CodingKey {
        case candidateName = "CandidateName"
        case finalAutoMLJobObjectiveMetric = "FinalAutoMLJobObjectiveMetric"
        case objectiveStatus = "ObjectiveStatus"
        case candidateSteps = "CandidateSteps"
        case candidateStatus = "CandidateStatus"
        case inferenceContainers = "InferenceContainers"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case candidateProperties = "CandidateProperties"
        case inferenceContainerDefinitions = "InferenceContainerDefinitions"
    }
}
