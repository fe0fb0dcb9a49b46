/// Trades a login's token for credentials of a role in an account.
public struct GetRoleCredentialsRequest: AWSRequest {
    public typealias Response = GetRoleCredentialsResponse
    public static let operation = OperationDescriptor(service: .sso, name: "GetRoleCredentials", effect: .read)

    public var roleName: String
    /// 12 digits.
    public var accountID: String
    /// The login's token; secret.
    public var accessToken: String

    public init(roleName: String, accountID: String, accessToken: String) {
        self.roleName = roleName
        self.accountID = accountID
        self.accessToken = accessToken
    }
}

extension GetRoleCredentialsRequest: CustomStringConvertible {
    /// Without the token: secrets are never printed.
    public var description: String { "\(Self.operation.name) \(roleName) in \(accountID)" }
}

/// The credentials of the role.
public struct GetRoleCredentialsResponse: Decodable, Hashable, Sendable {
    public var roleCredentials: RoleCredentials

    /// Credentials that end.
    public struct RoleCredentials: Decodable, Hashable, Sendable, CustomStringConvertible {
        public var accessKeyID: String
        public var secretAccessKey: String
        public var sessionToken: String
        /// Milliseconds since 1970.
        public var expiration: Int

        private enum CodingKeys: String, CodingKey {
            case accessKeyID = "accessKeyId"
            case secretAccessKey
            case sessionToken
            case expiration
        }

        /// The key id alone: secrets are never printed.
        public var description: String { "credentials \(accessKeyID)" }
    }
}
