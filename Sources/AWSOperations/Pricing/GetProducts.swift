/// Lists products with their prices, 100 a page at most.
public struct GetProductsRequest: JSONRequest, PagedRequest {
    public typealias Response = GetProductsResponse
    public static let operation = OperationDescriptor(service: .pricing, name: "GetProducts", effect: .read)

    /// For example `AmazonSageMaker`.
    public var serviceCode: String
    /// All of them must match.
    public var filters: [ProductFilter]?
    /// `aws_v1`.
    public var formatVersion: String?
    public var nextToken: String?
    /// 1 to 100.
    public var maxResults: Int?

    public init(
        serviceCode: String, filters: [ProductFilter]? = nil, formatVersion: String? = nil, nextToken: String? = nil,
        maxResults: Int? = nil
    ) {
        self.serviceCode = serviceCode
        self.filters = filters
        self.formatVersion = formatVersion
        self.nextToken = nextToken
        self.maxResults = maxResults
    }

    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }

    private enum CodingKeys: String, CodingKey {
        case serviceCode = "ServiceCode"
        case filters = "Filters"
        case formatVersion = "FormatVersion"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
    }
}

/// What GetProducts answers.
public struct GetProductsResponse: Codable, Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var formatVersion: String?
    /// Each a product as a JSON document of its own.
    public var priceList: [String]?
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(formatVersion: String? = nil, priceList: [String]? = nil, nextToken: String? = nil) {
        self.formatVersion = formatVersion
        self.priceList = priceList
        self.nextToken = nextToken
    }

    public var items: [String] {
        get { priceList ?? [] }
        set { priceList = newValue }
    }
    public static func identity(of item: String) -> String? { item }
    public var nextPageToken: String? { nextToken }

    private enum CodingKeys: String, CodingKey {
        case formatVersion = "FormatVersion"
        case priceList = "PriceList"
        case nextToken = "NextToken"
    }
}

/// An attribute that products must have.
public struct ProductFilter: Codable, Hashable, Sendable {
    /// `TERM_MATCH`, `EQUALS`, `CONTAINS`, `ANY_OF` or `NONE_OF`.
    public var type: String
    /// The attribute's name, for example `regionCode`.
    public var field: String
    public var value: String

    public init(type: String = "TERM_MATCH", field: String, value: String) {
        self.type = type
        self.field = field
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case field = "Field"
        case value = "Value"
    }
}
