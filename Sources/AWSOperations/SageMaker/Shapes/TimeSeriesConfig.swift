/// Time series config.
public struct TimeSeriesConfig: Codable, Hashable, Sendable {
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 1 to 256 characters.
    @Promised public var timestampAttributeName: String
    /// 1 to 256 characters.
    @Promised public var itemIdentifierAttributeName: String
    /// 1 to 5 entries.
    public var groupingAttributeNames: [String]?

    public init(
        targetAttributeName: String,
        timestampAttributeName: String,
        itemIdentifierAttributeName: String,
        groupingAttributeNames: [String]? = nil
    ) {
        self.targetAttributeName = targetAttributeName
        self.timestampAttributeName = timestampAttributeName
        self.itemIdentifierAttributeName = itemIdentifierAttributeName
        self.groupingAttributeNames = groupingAttributeNames
    }

    private enum CodingKeys: String, CodingKey {
        case targetAttributeName = "TargetAttributeName"
        case timestampAttributeName = "TimestampAttributeName"
        case itemIdentifierAttributeName = "ItemIdentifierAttributeName"
        case groupingAttributeNames = "GroupingAttributeNames"
    }
}
