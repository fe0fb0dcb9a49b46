/// Lists models, 100 a page at most, 10 by default.
public struct ListModelsRequest: JSONRequest, PagedRequest {
    public typealias Response = ListModelsResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "ListModels", effect: .read)

    /// `Name` or `CreationTime`.
    public var sortBy: ModelSortBy?
    public var sortOrder: SortOrder?
    /// 0 to 8192 characters.
    public var nextToken: String?
    /// 1 to 100.
    public var maxResults: Int?
    /// 0 to 63 characters, matching `[a-zA-Z0-9\-]+`.
    public var nameContains: String?
    public var creationTimeBefore: Timestamp?
    public var creationTimeAfter: Timestamp?

    public init(
        sortBy: ModelSortBy? = nil, sortOrder: SortOrder? = nil, nextToken: String? = nil, maxResults: Int? = nil,
        nameContains: String? = nil, creationTimeBefore: Timestamp? = nil, creationTimeAfter: Timestamp? = nil
    ) {
        self.sortBy = sortBy
        self.sortOrder = sortOrder
        self.nextToken = nextToken
        self.maxResults = maxResults
        self.nameContains = nameContains
        self.creationTimeBefore = creationTimeBefore
        self.creationTimeAfter = creationTimeAfter
    }

    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }

    private enum CodingKeys: String, CodingKey {
        case sortBy = "SortBy"
        case sortOrder = "SortOrder"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
        case nameContains = "NameContains"
        case creationTimeBefore = "CreationTimeBefore"
        case creationTimeAfter = "CreationTimeAfter"
    }
}

/// What ListModels answers.
public struct ListModelsResponse: Codable, Hashable, Sendable, PagedResponse, PartlyReadResponse {
    @SentList public var models: [ModelSummary]
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(models: [ModelSummary], nextToken: String? = nil) {
        self.models = models
        self.nextToken = nextToken
    }

    public var items: [ModelSummary] {
        get { models }
        set { models = newValue }
    }
    public static func identity(of item: ModelSummary) -> String? {
        ListedIdentity.of(arn: item.modelArn, name: item.modelName, item.creationTime)
    }
    public mutating func countTwins() { countTwins { $0.modelName.isEmpty && $0.modelArn.isEmpty } }
    public var nextPageToken: String? { nextToken }

    private enum CodingKeys: String, CodingKey {
        case models = "Models"
        case nextToken = "NextToken"
    }
}

/// A model as ListModels tells it.
public struct ModelSummary: Codable, Hashable, Sendable {
    public var sentName: String?
    @Promised public var modelArn: String
    @Promised public var creationTime: Timestamp

    public init(modelName: String, modelArn: String, creationTime: Timestamp) {
        sentName = modelName
        self.modelArn = modelArn
        self.creationTime = creationTime
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "ModelName"
        case modelArn = "ModelArn"
        case creationTime = "CreationTime"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var modelName: String {
        get { ResourceName.of(sent: sentName, arn: $modelArn) }
        set { sentName = newValue }
    }
}
