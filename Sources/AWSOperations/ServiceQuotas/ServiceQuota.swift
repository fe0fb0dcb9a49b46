/// A limit of an account in a region, or the one that AWS gives by default.
public struct ServiceQuota: Codable, Hashable, Sendable {
    public var serviceCode: String?
    public var serviceName: String?
    public var quotaArn: String?
    /// For example `L-0123ABCD`; it differs between quotas, not between accounts.
    public var quotaCode: String?
    /// For example `ml.m5.large for transform job usage`.
    public var quotaName: String?
    public var value: Double?
    public var unit: String?
    /// Whether an increase may be asked for.
    public var adjustable: Bool?
    public var globalQuota: Bool?

    public init(
        serviceCode: String? = nil, serviceName: String? = nil, quotaArn: String? = nil, quotaCode: String? = nil,
        quotaName: String? = nil, value: Double? = nil, unit: String? = nil, adjustable: Bool? = nil,
        globalQuota: Bool? = nil
    ) {
        self.serviceCode = serviceCode
        self.serviceName = serviceName
        self.quotaArn = quotaArn
        self.quotaCode = quotaCode
        self.quotaName = quotaName
        self.value = value
        self.unit = unit
        self.adjustable = adjustable
        self.globalQuota = globalQuota
    }

    /// The limit as a whole number; nil where none was sent, or one that no limit can be.
    public var usableValue: Int? { value.flatMap { $0 >= 0 && $0 <= 1e9 ? Int($0) : nil } }

    private enum CodingKeys: String, CodingKey {
        case serviceCode = "ServiceCode"
        case serviceName = "ServiceName"
        case quotaArn = "QuotaArn"
        case quotaCode = "QuotaCode"
        case quotaName = "QuotaName"
        case value = "Value"
        case unit = "Unit"
        case adjustable = "Adjustable"
        case globalQuota = "GlobalQuota"
    }
}

/// One page of quotas.
public struct ServiceQuotaPage: Codable, Hashable, Sendable, PagedResponse, PartlyReadResponse {
    public var quotas: [ServiceQuota]?
    public var nextToken: String?
    public var unread = UnreadParts()

    public init(quotas: [ServiceQuota]? = nil, nextToken: String? = nil) {
        self.quotas = quotas
        self.nextToken = nextToken
    }

    public var items: [ServiceQuota] {
        get { quotas ?? [] }
        set { quotas = newValue }
    }
    public static func identity(of item: ServiceQuota) -> String? {
        guard item.quotaCode != nil || item.quotaName != nil else { return nil }
        return "\(item.quotaCode ?? "") \(item.quotaName ?? "") \(item.quotaArn ?? "")"
    }
    public var nextPageToken: String? { nextToken }

    private enum CodingKeys: String, CodingKey {
        case quotas = "Quotas"
        case nextToken = "NextToken"
    }
}
