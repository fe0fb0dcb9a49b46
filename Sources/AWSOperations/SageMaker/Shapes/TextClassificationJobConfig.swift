/// Text classification job config.
public struct TextClassificationJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?
    /// 1 to 256 characters.
    @Promised public var contentColumn: String
    /// 1 to 256 characters.
    @Promised public var targetLabelColumn: String

    public init(
        contentColumn: String,
        targetLabelColumn: String,
        completionCriteria: AutoMLJobCompletionCriteria? = nil
    ) {
        self.completionCriteria = completionCriteria
        self.contentColumn = contentColumn
        self.targetLabelColumn = targetLabelColumn
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
        case contentColumn = "ContentColumn"
        case targetLabelColumn = "TargetLabelColumn"
    }
}
