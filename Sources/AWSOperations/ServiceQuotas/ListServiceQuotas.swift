/// Lists a service's quotas as they are applied to the account in the region, 100 a page at most.
public struct ListServiceQuotasRequest: JSONRequest, PagedRequest {
    public typealias Response = ServiceQuotaPage
    public static let operation = OperationDescriptor(
        service: .serviceQuotas, name: "ListServiceQuotas", effect: .read)

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
