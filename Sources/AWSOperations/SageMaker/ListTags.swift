/// Lists the tags of a resource.
public struct ListTagsRequest: JSONRequest, PagedRequest {
    public typealias Response = ListTagsResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "ListTags", effect: .read)

    public var resourceArn: String
    public var nextToken: String?
    /// 50 or more.
    public var maxResults: Int?

    public init(resourceArn: String, nextToken: String? = nil, maxResults: Int? = nil) {
        self.resourceArn = resourceArn
        self.nextToken = nextToken
        self.maxResults = maxResults
    }

    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }

    private enum CodingKeys: String, CodingKey {
        case resourceArn = "ResourceArn"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
    }
}

/// What ListTags answers.
public struct ListTagsResponse: Codable, Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var tags: [ResourceTag]?
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(tags: [ResourceTag]? = nil, nextToken: String? = nil) {
        self.tags = tags
        self.nextToken = nextToken
    }

    public var items: [ResourceTag] {
        get { tags ?? [] }
        set { tags = newValue }
    }
    public static func identity(of item: ResourceTag) -> String? { item.$key }
    public var nextPageToken: String? { nextToken }

    private enum CodingKeys: String, CodingKey {
        case tags = "Tags"
        case nextToken = "NextToken"
    }
}
