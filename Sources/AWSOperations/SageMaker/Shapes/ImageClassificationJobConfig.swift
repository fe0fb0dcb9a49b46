/// Image classification job config.
public struct ImageClassificationJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?

    public init(completionCriteria: AutoMLJobCompletionCriteria? = nil) {
        self.completionCriteria = completionCriteria
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
    }
}
