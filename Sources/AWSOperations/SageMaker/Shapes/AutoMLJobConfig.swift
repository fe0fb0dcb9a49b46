/// The settings of a V1 job.
public struct AutoMLJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?
    public var securityConfig: AutoMLSecurityConfig?
    public var candidateGenerationConfig: AutoMLCandidateGenerationConfig?
    public var dataSplitConfig: AutoMLDataSplitConfig?
    public var mode: AutoMLMode?

    public init(
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        securityConfig: AutoMLSecurityConfig? = nil,
        candidateGenerationConfig: AutoMLCandidateGenerationConfig? = nil,
        dataSplitConfig: AutoMLDataSplitConfig? = nil,
        mode: AutoMLMode? = nil
    ) {
        self.completionCriteria = completionCriteria
        self.securityConfig = securityConfig
        self.candidateGenerationConfig = candidateGenerationConfig
        self.dataSplitConfig = dataSplitConfig
        self.mode = mode
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
        case securityConfig = "SecurityConfig"
        case candidateGenerationConfig = "CandidateGenerationConfig"
        case dataSplitConfig = "DataSplitConfig"
        case mode = "Mode"
    }
}
