/// One processing, training or transform job behind a candidate.
public struct AutoMLCandidateStep: Codable, Hashable, Sendable {
    @Promised public var candidateStepType: CandidateStepType
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:.*/.*`.
    @Promised public var candidateStepArn: String
    /// 1 to 64 characters.
    @Promised public var candidateStepName: String

    public init(candidateStepType: CandidateStepType, candidateStepArn: String, candidateStepName: String) {
        self.candidateStepType = candidateStepType
        self.candidateStepArn = candidateStepArn
        self.candidateStepName = candidateStepName
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var name: String { ResourceName.of(sent: $candidateStepName, arn: $candidateStepArn) }

    private enum CodingKeys: String, CodingKey {
        case candidateStepType = "CandidateStepType"
        case candidateStepArn = "CandidateStepArn"
        case candidateStepName = "CandidateStepName"
    }
}
