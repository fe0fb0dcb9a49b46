/// Reads a role with its trust policy.
public struct GetRoleRequest: QueryRequest {
    public typealias Response = GetRoleResponse
    public static let operation = OperationDescriptor(service: .iam, name: "GetRole", effect: .read)

    /// The name alone, without path or ARN; 1 to 64 characters, matching `[\w+=,.@-]+`.
    public var roleName: String

    public init(roleName: String) {
        self.roleName = roleName
    }

    public var parameters: [(name: String, value: String)] { [(name: "RoleName", value: roleName)] }
}

/// What GetRole answers.
public struct GetRoleResponse: Codable, Hashable, Sendable {
    public var role: IAMRole

    public init(role: IAMRole) {
        self.role = role
    }

    private enum CodingKeys: String, CodingKey {
        case role = "Role"
    }
}
