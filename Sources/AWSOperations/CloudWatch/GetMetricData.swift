/// Reads points of metrics.
public struct GetMetricDataRequest: JSONRequest {
    public typealias Response = GetMetricDataResponse
    public static let operation = OperationDescriptor(service: .cloudWatch, name: "GetMetricData", effect: .read)

    public var metricDataQueries: [MetricDataQuery]
    public var startTime: Timestamp
    public var endTime: Timestamp
    public var nextToken: String?
    public var scanBy: ScanBy?
    public var maxDatapoints: Int?

    public init(
        metricDataQueries: [MetricDataQuery],
        startTime: Timestamp,
        endTime: Timestamp,
        nextToken: String? = nil,
        scanBy: ScanBy? = nil,
        maxDatapoints: Int? = nil
    ) {
        self.metricDataQueries = metricDataQueries
        self.startTime = startTime
        self.endTime = endTime
        self.nextToken = nextToken
        self.scanBy = scanBy
        self.maxDatapoints = maxDatapoints
    }

    private enum CodingKeys: String, CodingKey {
        case metricDataQueries = "MetricDataQueries"
        case startTime = "StartTime"
        case endTime = "EndTime"
        case nextToken = "NextToken"
        case scanBy = "ScanBy"
        case maxDatapoints = "MaxDatapoints"
    }
}

/// What GetMetricData answers.
public struct GetMetricDataResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    public var metricDataResults: [MetricDataResult]?
    public var nextToken: String?
    public var messages: [MessageData]?
    public var unread = UnreadParts()

    public init(
        metricDataResults: [MetricDataResult]? = nil,
        nextToken: String? = nil,
        messages: [MessageData]? = nil
    ) {
        self.metricDataResults = metricDataResults
        self.nextToken = nextToken
        self.messages = messages
    }

    private enum CodingKeys: String, CodingKey {
        case metricDataResults = "MetricDataResults"
        case nextToken = "NextToken"
        case messages = "Messages"
    }
}
