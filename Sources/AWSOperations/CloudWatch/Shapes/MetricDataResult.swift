/// The points of one metric.
public struct MetricDataResult: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var id: String?
    public var label: String?
    /// Nil in the place of one that cannot be read: timestamps and values belong together by their places.
    public var timestamps: [Timestamp?]?
    public var values: [Double?]?
    public var statusCode: MetricStatusCode?
    public var messages: [MessageData]?

    public init(
        id: String? = nil,
        label: String? = nil,
        timestamps: [Timestamp?]? = nil,
        values: [Double?]? = nil,
        statusCode: MetricStatusCode? = nil,
        messages: [MessageData]? = nil
    ) {
        self.id = id
        self.label = label
        self.timestamps = timestamps
        self.values = values
        self.statusCode = statusCode
        self.messages = messages
    }

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case label = "Label"
        case timestamps = "Timestamps"
        case values = "Values"
        case statusCode = "StatusCode"
        case messages = "Messages"
    }
}
