/// What a V2 job settled on by itself.
public struct AutoMLResolvedAttributes: Codable, Hashable, Sendable {
    public var autoMLJobObjective: AutoMLJobObjective?
    public var completionCriteria: AutoMLJobCompletionCriteria?
    public var autoMLProblemTypeResolvedAttributes: AutoMLProblemTypeResolvedAttributes?

    public init(
        autoMLJobObjective: AutoMLJobObjective? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        autoMLProblemTypeResolvedAttributes: AutoMLProblemTypeResolvedAttributes? = nil
    ) {
        self.autoMLJobObjective = autoMLJobObjective
        self.completionCriteria = completionCriteria
        self.autoMLProblemTypeResolvedAttributes = autoMLProblemTypeResolvedAttributes
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobObjective = "AutoMLJobObjective"
        case completionCriteria = "CompletionCriteria"
        case autoMLProblemTypeResolvedAttributes = "AutoMLProblemTypeResolvedAttributes"
    }
}
