/// Reads lines of a log stream; ends where `nextForwardToken` repeats.
public struct GetLogEventsRequest: JSONRequest {
    public typealias Response = GetLogEventsResponse
    public static let operation = OperationDescriptor(service: .cloudWatchLogs, name: "GetLogEvents", effect: .read)

    /// 1 to 512 characters, matching `[\.\-_/#A-Za-z0-9]+`.
    public var logGroupName: String?
    /// 1 to 2048 characters, matching `[\w#+=/:,.@-]*`.
    public var logGroupIdentifier: String?
    /// 1 to 512 characters, matching `[^:*]*`.
    public var logStreamName: String
    /// At least 0.
    public var startTime: Int?
    /// At least 0.
    public var endTime: Int?
    /// At least 1 characters.
    public var nextToken: String?
    /// 1 to 10000.
    public var limit: Int?
    public var startFromHead: Bool?
    public var unmask: Bool?

    public init(
        logStreamName: String,
        logGroupName: String? = nil,
        logGroupIdentifier: String? = nil,
        startTime: Int? = nil,
        endTime: Int? = nil,
        nextToken: String? = nil,
        limit: Int? = nil,
        startFromHead: Bool? = nil,
        unmask: Bool? = nil
    ) {
        self.logGroupName = logGroupName
        self.logGroupIdentifier = logGroupIdentifier
        self.logStreamName = logStreamName
        self.startTime = startTime
        self.endTime = endTime
        self.nextToken = nextToken
        self.limit = limit
        self.startFromHead = startFromHead
        self.unmask = unmask
    }

    private enum CodingKeys: String, CodingKey {
        case logGroupName
        case logGroupIdentifier
        case logStreamName
        case startTime
        case endTime
        case nextToken
        case limit
        case startFromHead
        case unmask
    }
}

/// What GetLogEvents answers.
public struct GetLogEventsResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    public var events: [OutputLogEvent]?
    /// At least 1 characters.
    public var nextForwardToken: String?
    /// At least 1 characters.
    public var nextBackwardToken: String?
    public var unread = UnreadParts()

    public init(events: [OutputLogEvent]? = nil, nextForwardToken: String? = nil, nextBackwardToken: String? = nil) {
        self.events = events
        self.nextForwardToken = nextForwardToken
        self.nextBackwardToken = nextBackwardToken
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        events = try container.decodeIfPresent([OutputLogEvent].self, forKey: .events)
        nextForwardToken = try container.decodeIfPresent(TokenText.self, forKey: .nextForwardToken)?.text
        nextBackwardToken = try container.decodeIfPresent(TokenText.self, forKey: .nextBackwardToken)?.text
    }

    private enum CodingKeys: String, CodingKey {
        case events
        case nextForwardToken
        case nextBackwardToken
    }
}
