/// Tabular job config.
public struct TabularJobConfig: Codable, Hashable, Sendable {
    public var candidateGenerationConfig: CandidateGenerationConfig?
    public var completionCriteria: AutoMLJobCompletionCriteria?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var featureSpecificationS3Uri: String?
    public var mode: AutoMLMode?
    public var generateCandidateDefinitionsOnly: Bool?
    public var problemType: ProblemType?
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 1 to 256 characters, matching `[a-zA-Z0-9_-]+`.
    public var sampleWeightAttributeName: String?

    public init(
        targetAttributeName: String,
        candidateGenerationConfig: CandidateGenerationConfig? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        featureSpecificationS3Uri: String? = nil,
        mode: AutoMLMode? = nil,
        generateCandidateDefinitionsOnly: Bool? = nil,
        problemType: ProblemType? = nil,
        sampleWeightAttributeName: String? = nil
    ) {
        self.candidateGenerationConfig = candidateGenerationConfig
        self.completionCriteria = completionCriteria
        self.featureSpecificationS3Uri = featureSpecificationS3Uri
        self.mode = mode
        self.generateCandidateDefinitionsOnly = generateCandidateDefinitionsOnly
        self.problemType = problemType
        self.targetAttributeName = targetAttributeName
        self.sampleWeightAttributeName = sampleWeightAttributeName
    }

    private enum CodingKeys: String, CodingKey {
        case candidateGenerationConfig = "CandidateGenerationConfig"
        case completionCriteria = "CompletionCriteria"
        case featureSpecificationS3Uri = "FeatureSpecificationS3Uri"
        case mode = "Mode"
        case generateCandidateDefinitionsOnly = "GenerateCandidateDefinitionsOnly"
        case problemType = "ProblemType"
        case targetAttributeName = "TargetAttributeName"
        case sampleWeightAttributeName = "SampleWeightAttributeName"
    }
}
