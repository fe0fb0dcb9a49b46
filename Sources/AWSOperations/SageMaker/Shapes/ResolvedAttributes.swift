/// What a V1 job settled on by itself.
public struct ResolvedAttributes: Codable, Hashable, Sendable {
    public var autoMLJobObjective: AutoMLJobObjective?
    public var problemType: ProblemType?
    public var completionCriteria: AutoMLJobCompletionCriteria?

    public init(
        autoMLJobObjective: AutoMLJobObjective? = nil,
        problemType: ProblemType? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil
    ) {
        self.autoMLJobObjective = autoMLJobObjective
        self.problemType = problemType
        self.completionCriteria = completionCriteria
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobObjective = "AutoMLJobObjective"
        case problemType = "ProblemType"
        case completionCriteria = "CompletionCriteria"
    }
}
