/// Lists transform jobs, 100 a page at most, 10 by default.
public struct ListTransformJobsRequest: JSONRequest, PagedRequest {
    public typealias Response = ListTransformJobsResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "ListTransformJobs", effect: .read)

    public var creationTimeAfter: Timestamp?
    public var creationTimeBefore: Timestamp?
    public var lastModifiedTimeAfter: Timestamp?
    public var lastModifiedTimeBefore: Timestamp?
    /// 0 to 63 characters, matching `[a-zA-Z0-9\-]+`.
    public var nameContains: String?
    public var statusEquals: TransformJobStatus?
    public var sortBy: ModelSortBy?
    public var sortOrder: SortOrder?
    /// 0 to 8192 characters.
    public var nextToken: String?
    /// 1 to 100.
    public var maxResults: Int?

    public init(
        creationTimeAfter: Timestamp? = nil,
        creationTimeBefore: Timestamp? = nil,
        lastModifiedTimeAfter: Timestamp? = nil,
        lastModifiedTimeBefore: Timestamp? = nil,
        nameContains: String? = nil,
        statusEquals: TransformJobStatus? = nil,
        sortBy: ModelSortBy? = nil,
        sortOrder: SortOrder? = nil,
        nextToken: String? = nil,
        maxResults: Int? = nil
    ) {
        self.creationTimeAfter = creationTimeAfter
        self.creationTimeBefore = creationTimeBefore
        self.lastModifiedTimeAfter = lastModifiedTimeAfter
        self.lastModifiedTimeBefore = lastModifiedTimeBefore
        self.nameContains = nameContains
        self.statusEquals = statusEquals
        self.sortBy = sortBy
        self.sortOrder = sortOrder
        self.nextToken = nextToken
        self.maxResults = maxResults
    }

    private enum CodingKeys: String, CodingKey {
        case creationTimeAfter = "CreationTimeAfter"
        case creationTimeBefore = "CreationTimeBefore"
        case lastModifiedTimeAfter = "LastModifiedTimeAfter"
        case lastModifiedTimeBefore = "LastModifiedTimeBefore"
        case nameContains = "NameContains"
        case statusEquals = "StatusEquals"
        case sortBy = "SortBy"
        case sortOrder = "SortOrder"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
    }
}

extension ListTransformJobsRequest {
    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }
}

/// What ListTransformJobs answers.
public struct ListTransformJobsResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    @SentList public var transformJobSummaries: [TransformJobSummary]
    /// 0 to 8192 characters.
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(transformJobSummaries: [TransformJobSummary], nextToken: String? = nil) {
        self.transformJobSummaries = transformJobSummaries
        self.nextToken = nextToken
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobSummaries = "TransformJobSummaries"
        case nextToken = "NextToken"
    }
}

extension ListTransformJobsResponse: PagedResponse {
    public var items: [TransformJobSummary] {
        get { transformJobSummaries }
        set { transformJobSummaries = newValue }
    }
    public static func identity(of item: TransformJobSummary) -> String? {
        ListedIdentity.of(arn: item.transformJobArn, name: item.transformJobName, item.creationTime)
    }
    public mutating func countTwins() { countTwins { $0.transformJobName.isEmpty && $0.transformJobArn.isEmpty } }
    public var nextPageToken: String? { nextToken }
}
