/// Trades credentials for those of a role.
public struct AssumeRoleRequest: QueryRequest {
    public typealias Response = AssumeRoleResponse
    public static let operation = OperationDescriptor(service: .sts, name: "AssumeRole", effect: .read)

    public var roleArn: String
    /// 2 to 64 characters, matching `[\w+=,.@-]*`.
    public var roleSessionName: String
    /// 900 to 43,200.
    public var durationSeconds: Int?
    public var externalID: String?
    /// The MFA device.
    public var serialNumber: String?
    /// The six digits that the MFA device shows.
    public var tokenCode: String?

    public init(
        roleArn: String, roleSessionName: String, durationSeconds: Int? = nil, externalID: String? = nil,
        serialNumber: String? = nil, tokenCode: String? = nil
    ) {
        self.roleArn = roleArn
        self.roleSessionName = roleSessionName
        self.durationSeconds = durationSeconds
        self.externalID = externalID
        self.serialNumber = serialNumber
        self.tokenCode = tokenCode
    }

    public var parameters: [(name: String, value: String)] {
        var fields = [(name: "RoleArn", value: roleArn), (name: "RoleSessionName", value: roleSessionName)]
        if let durationSeconds { fields.append((name: "DurationSeconds", value: String(durationSeconds))) }
        if let externalID { fields.append((name: "ExternalId", value: externalID)) }
        if let serialNumber { fields.append((name: "SerialNumber", value: serialNumber)) }
        if let tokenCode { fields.append((name: "TokenCode", value: tokenCode)) }
        return fields
    }
}

/// The credentials of the role, with their end.
public struct AssumeRoleResponse: Codable, Hashable, Sendable {
    public var credentials: TemporaryCredentials
    public var assumedRoleUser: AssumedRoleUser?

    public init(credentials: TemporaryCredentials, assumedRoleUser: AssumedRoleUser? = nil) {
        self.credentials = credentials
        self.assumedRoleUser = assumedRoleUser
    }

    private enum CodingKeys: String, CodingKey {
        case credentials = "Credentials"
        case assumedRoleUser = "AssumedRoleUser"
    }
}

/// Credentials that end.
public struct TemporaryCredentials: Codable, Hashable, Sendable, CustomStringConvertible {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String
    public var expiration: Timestamp

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String, expiration: Timestamp) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }

    /// The key id alone: secrets are never printed.
    public var description: String { "credentials \(accessKeyID), until \(expiration.iso8601)" }

    private enum CodingKeys: String, CodingKey {
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
    }
}

/// The principal that a role's session is.
public struct AssumedRoleUser: Codable, Hashable, Sendable {
    public var assumedRoleID: String
    public var arn: String

    public init(assumedRoleID: String, arn: String) {
        self.assumedRoleID = assumedRoleID
        self.arn = arn
    }

    private enum CodingKeys: String, CodingKey {
        case assumedRoleID = "AssumedRoleId"
        case arn = "Arn"
    }
}
