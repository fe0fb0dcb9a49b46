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

/// A role of an account.
public struct IAMRole: Codable, Hashable, Sendable {
    /// `/` where it has none.
    @Promised public var path: String
    @Promised public var roleName: String
    @Promised public var roleID: String
    @Promised public var arn: String
    @Promised public var createDate: Timestamp
    /// Who may assume the role: policy JSON, percent-encoded as IAM sends it.
    public var assumeRolePolicyDocument: String?
    public var description: String?
    /// In seconds.
    public var maxSessionDuration: Int?
    public var permissionsBoundary: AttachedPermissionsBoundary?

    public init(
        path: String = "/", roleName: String, roleID: String, arn: String, createDate: Timestamp,
        assumeRolePolicyDocument: String? = nil, description: String? = nil, maxSessionDuration: Int? = nil,
        permissionsBoundary: AttachedPermissionsBoundary? = nil
    ) {
        self.path = path
        self.roleName = roleName
        self.roleID = roleID
        self.arn = arn
        self.createDate = createDate
        self.assumeRolePolicyDocument = assumeRolePolicyDocument
        self.description = description
        self.maxSessionDuration = maxSessionDuration
        self.permissionsBoundary = permissionsBoundary
    }

    /// The trust policy as JSON; nil where the answer had none, or one that is not percent-encoded UTF-8.
    public var trustPolicy: String? {
        guard let assumeRolePolicyDocument else { return nil }
        var bytes: [UInt8] = []
        var rest = assumeRolePolicyDocument.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey {
        case path = "Path"
        case roleName = "RoleName"
        case roleID = "RoleId"
        case arn = "Arn"
        case createDate = "CreateDate"
        case assumeRolePolicyDocument = "AssumeRolePolicyDocument"
        case description = "Description"
        case maxSessionDuration = "MaxSessionDuration"
        case permissionsBoundary = "PermissionsBoundary"
    }
}

/// A policy that limits what a role may be permitted.
public struct AttachedPermissionsBoundary: Codable, Hashable, Sendable {
    public var permissionsBoundaryType: String?
    public var permissionsBoundaryArn: String?

    public init(permissionsBoundaryType: String? = nil, permissionsBoundaryArn: String? = nil) {
        self.permissionsBoundaryType = permissionsBoundaryType
        self.permissionsBoundaryArn = permissionsBoundaryArn
    }

    private enum CodingKeys: String, CodingKey {
        case permissionsBoundaryType = "PermissionsBoundaryType"
        case permissionsBoundaryArn = "PermissionsBoundaryArn"
    }
}
