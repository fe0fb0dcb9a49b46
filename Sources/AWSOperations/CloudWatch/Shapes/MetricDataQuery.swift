/// One metric asked for.
public struct MetricDataQuery: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var id: String
    public var metricStat: MetricStat?
    /// 1 to 2048 characters.
    public var expression: String?
    public var label: String?
    public var returnData: Bool?
    /// At least 1.
    public var period: Int?
    /// 1 to 255 characters.
    public var accountId: String?

    public init(
        id: String,
        metricStat: MetricStat? = nil,
        expression: String? = nil,
        label: String? = nil,
        returnData: Bool? = nil,
        period: Int? = nil,
        accountId: String? = nil
    ) {
        self.id = id
        self.metricStat = metricStat
        self.expression = expression
        self.label = label
        self.returnData = returnData
        self.period = period
        self.accountId = accountId
    }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case metricStat = "MetricStat"
        case expression = "Expression"
        case label = "Label"
        case returnData = "ReturnData"
        case period = "Period"
        case accountId = "AccountId"
    }
}
