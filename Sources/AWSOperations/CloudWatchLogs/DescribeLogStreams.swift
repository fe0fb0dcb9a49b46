/// Lists the streams of a log group, 50 a page at most.
public struct DescribeLogStreamsRequest: JSONRequest, PagedRequest {
    public typealias Response = DescribeLogStreamsResponse
    public static let operation = OperationDescriptor(
        service: .cloudWatchLogs, name: "DescribeLogStreams", effect: .read)

    /// 1 to 512 characters, matching `[\.\-_/#A-Za-z0-9]+`.
    public var logGroupName: String?
    /// 1 to 2048 characters, matching `[\w#+=/:,.@-]*`.
    public var logGroupIdentifier: String?
    /// 1 to 512 characters, matching `[^:*]*`.
    public var logStreamNamePrefix: String?
    public var orderBy: LogStreamOrder?
    public var descending: Bool?
    /// At least 1 characters.
    public var nextToken: String?
    /// 1 to 50.
    public var limit: Int?

    public init(
        logGroupName: String? = nil,
        logGroupIdentifier: String? = nil,
        logStreamNamePrefix: String? = nil,
        orderBy: LogStreamOrder? = nil,
        descending: Bool? = nil,
        nextToken: String? = nil,
        limit: Int? = nil
    ) {
        self.logGroupName = logGroupName
        self.logGroupIdentifier = logGroupIdentifier
        self.logStreamNamePrefix = logStreamNamePrefix
        self.orderBy = orderBy
        self.descending = descending
        self.nextToken = nextToken
        self.limit = limit
    }

    private enum CodingKeys: String, CodingKey {
        case logGroupName
        case logGroupIdentifier
        case logStreamNamePrefix
        case orderBy
        case descending
        case nextToken
        case limit
    }
}

extension DescribeLogStreamsRequest {
    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }
}

/// What DescribeLogStreams answers.
public struct DescribeLogStreamsResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    public var logStreams: [LogStream]?
    /// At least 1 characters.
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(logStreams: [LogStream]? = nil, nextToken: String? = nil) {
        self.logStreams = logStreams
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case logStreams
        case nextToken
    }
}

extension DescribeLogStreamsResponse: PagedResponse {
    public var items: [LogStream] {
        get { logStreams ?? [] }
        set { logStreams = newValue }
    }
    public static func identity(of item: LogStream) -> String? { item.name }
    public var nextPageToken: String? { nextToken }
}
