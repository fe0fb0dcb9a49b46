/// Lists Autopilot jobs, 100 a page at most.
public struct ListAutoMLJobsRequest: JSONRequest, PagedRequest {
    public typealias Response = ListAutoMLJobsResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "ListAutoMLJobs", effect: .read)

    public var creationTimeAfter: Timestamp?
    public var creationTimeBefore: Timestamp?
    public var lastModifiedTimeAfter: Timestamp?
    public var lastModifiedTimeBefore: Timestamp?
    /// 0 to 63 characters, matching `[a-zA-Z0-9\-]+`.
    public var nameContains: String?
    public var statusEquals: AutoMLJobStatus?
    public var sortOrder: AutoMLSortOrder?
    public var sortBy: AutoMLSortBy?
    /// 1 to 100.
    public var maxResults: Int?
    /// 0 to 8192 characters.
    public var nextToken: String?

    public init(
        creationTimeAfter: Timestamp? = nil,
        creationTimeBefore: Timestamp? = nil,
        lastModifiedTimeAfter: Timestamp? = nil,
        lastModifiedTimeBefore: Timestamp? = nil,
        nameContains: String? = nil,
        statusEquals: AutoMLJobStatus? = nil,
        sortOrder: AutoMLSortOrder? = nil,
        sortBy: AutoMLSortBy? = nil,
        maxResults: Int? = nil,
        nextToken: String? = nil
    ) {
        self.creationTimeAfter = creationTimeAfter
        self.creationTimeBefore = creationTimeBefore
        self.lastModifiedTimeAfter = lastModifiedTimeAfter
        self.lastModifiedTimeBefore = lastModifiedTimeBefore
        self.nameContains = nameContains
        self.statusEquals = statusEquals
        self.sortOrder = sortOrder
        self.sortBy = sortBy
        self.maxResults = maxResults
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case creationTimeAfter = "CreationTimeAfter"
        case creationTimeBefore = "CreationTimeBefore"
        case lastModifiedTimeAfter = "LastModifiedTimeAfter"
        case lastModifiedTimeBefore = "LastModifiedTimeBefore"
        case nameContains = "NameContains"
        case statusEquals = "StatusEquals"
        case sortOrder = "SortOrder"
        case sortBy = "SortBy"
        case maxResults = "MaxResults"
        case nextToken = "NextToken"
    }
}

extension ListAutoMLJobsRequest {
    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }
}

/// What ListAutoMLJobs answers.
public struct ListAutoMLJobsResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    @SentList public var autoMLJobSummaries: [AutoMLJobSummary]
    /// 0 to 8192 characters.
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(autoMLJobSummaries: [AutoMLJobSummary], nextToken: String? = nil) {
        self.autoMLJobSummaries = autoMLJobSummaries
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobSummaries = "AutoMLJobSummaries"
        case nextToken = "NextToken"
    }
}

extension ListAutoMLJobsResponse: PagedResponse {
    public var items: [AutoMLJobSummary] {
        get { autoMLJobSummaries }
        set { autoMLJobSummaries = newValue }
    }
    public static func identity(of item: AutoMLJobSummary) -> String? {
        ListedIdentity.of(arn: item.autoMLJobArn, name: item.autoMLJobName, item.creationTime)
    }
    public mutating func countTwins() { countTwins { $0.autoMLJobName.isEmpty && $0.autoMLJobArn.isEmpty } }
    public var nextPageToken: String? { nextToken }
}
