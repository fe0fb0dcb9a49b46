/// Lists the quotas that AWS gives a service's new accounts, 100 a page at most.
public struct ListAWSDefaultServiceQuotasRequest: JSONRequest, PagedRequest {
    public typealias Response = ServiceQuotaPage
    public static let operation = OperationDescriptor(
        service: .serviceQuotas, name: "ListAWSDefaultServiceQuotas", effect: .read)

    /// For example `sagemaker`.
    public var serviceCode: String
    public var nextToken: String?
    /// 1 to 100.
    public var maxResults: Int?

    public init(serviceCode: String, nextToken: String? = nil, maxResults: Int? = nil) {
        self.serviceCode = serviceCode
        self.nextToken = nextToken
        self.maxResults = maxResults
    }

    public var pageToken: String? {
        get { nextToken }
        set { nextToken = newValue }
    }

    private enum CodingKeys: String, CodingKey {
        case serviceCode = "ServiceCode"
        case nextToken = "NextToken"
        case maxResults = "MaxResults"
    }
}
