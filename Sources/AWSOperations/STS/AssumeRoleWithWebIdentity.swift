/// Trades a token of an identity provider for credentials of a role; needs no credentials.
public struct AssumeRoleWithWebIdentityRequest: QueryRequest {
    public typealias Response = AssumeRoleResponse
    public static let operation = OperationDescriptor(
        service: .sts, name: "AssumeRoleWithWebIdentity", effect: .read)

    public var roleArn: String
    /// 2 to 64 characters, matching `[\w+=,.@-]*`.
    public var roleSessionName: String
    /// Secret.
    public var webIdentityToken: String

    public init(roleArn: String, roleSessionName: String, webIdentityToken: String) {
        self.roleArn = roleArn
        self.roleSessionName = roleSessionName
        self.webIdentityToken = webIdentityToken
    }

    public var parameters: [(name: String, value: String)] {
        [
            (name: "RoleArn", value: roleArn), (name: "RoleSessionName", value: roleSessionName),
            (name: "WebIdentityToken", value: webIdentityToken),
        ]
    }
}

extension AssumeRoleWithWebIdentityRequest: CustomStringConvertible {
    /// Without the token: secrets are never printed.
    public var description: String { "\(Self.operation.name) \(roleArn)" }
}
