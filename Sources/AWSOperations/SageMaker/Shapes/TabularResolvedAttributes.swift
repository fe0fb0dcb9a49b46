/// Tabular resolved attributes.
public struct TabularResolvedAttributes: Codable, Hashable, Sendable {
    public var problemType: ProblemType?

    public init(problemType: ProblemType? = nil) {
        self.problemType = problemType
    }

    private enum CodingKeys: String, CodingKey {
        case problemType = "ProblemType"
    }
}
