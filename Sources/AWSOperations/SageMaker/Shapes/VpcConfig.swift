/// The subnets and security groups that a model runs in.
public struct VpcConfig: Codable, Hashable, Sendable {
    /// 1 to 5 entries.
    public var securityGroupIds: [String]
    /// 1 to 16 entries.
    public var subnets: [String]

    public init(securityGroupIds: [String], subnets: [String]) {
        self.securityGroupIds = securityGroupIds
        self.subnets = subnets
    }

    private enum CodingKeys: String, CodingKey {
        case securityGroupIds = "SecurityGroupIds"
        case subnets = "Subnets"
    }
}
