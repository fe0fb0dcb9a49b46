/// The subnets and security groups that a model runs in.
public struct VpcConfig: Codable, Hashable, Sendable {
    /// 1 to 5 entries.
    @Promised public var securityGroupIds: [String]
    /// 1 to 16 entries.
    @Promised public var subnets: [String]

    public init(securityGroupIds: [String], subnets: [String]) {
        self.securityGroupIds = securityGroupIds
        self.subnets = subnets
    }

    /// Reads leniently: an answer may leave out what a request must have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        securityGroupIds = try container.decodeIfPresent([String].self, forKey: .securityGroupIds) ?? []
        subnets = try container.decodeIfPresent([String].self, forKey: .subnets) ?? []
    }

    private enum CodingKeys: String, CodingKey {
        case securityGroupIds = "SecurityGroupIds"
        case subnets = "Subnets"
    }
}
