/// Reads one quota as it is applied to the account in the region.
public struct GetServiceQuotaRequest: JSONRequest {
    public typealias Response = GetServiceQuotaResponse
    public static let operation = OperationDescriptor(
        service: .serviceQuotas, name: "GetServiceQuota", effect: .read)

    /// For example `sagemaker`.
    public var serviceCode: String
    /// For example `L-0123ABCD`.
    public var quotaCode: String

    public init(serviceCode: String, quotaCode: String) {
        self.serviceCode = serviceCode
        self.quotaCode = quotaCode
    }

    private enum CodingKeys: String, CodingKey {
        case serviceCode = "ServiceCode"
        case quotaCode = "QuotaCode"
    }
}

/// What GetServiceQuota answers.
public struct GetServiceQuotaResponse: Codable, Hashable, Sendable {
    public var quota: ServiceQuota?

    public init(quota: ServiceQuota? = nil) {
        self.quota = quota
    }

    private enum CodingKeys: String, CodingKey {
        case quota = "Quota"
    }
}
