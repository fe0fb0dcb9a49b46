/// Renews the token of a login with its refresh token.
public struct CreateTokenRequest: AWSRequest, Encodable {
    public typealias Response = CreateTokenResponse
    /// A refresh token is good for one use, so a second try is no repetition.
    public static let operation = OperationDescriptor(service: .ssoOIDC, name: "CreateToken", effect: .create)

    public var grantType = "refresh_token"
    public var clientID: String
    /// Secret.
    public var clientSecret: String
    /// Secret.
    public var refreshToken: String

    public init(clientID: String, clientSecret: String, refreshToken: String) {
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.refreshToken = refreshToken
    }

    private enum CodingKeys: String, CodingKey {
        case grantType
        case clientID = "clientId"
        case clientSecret
        case refreshToken
    }
}

extension CreateTokenRequest: CustomStringConvertible {
    /// Without any secret.
    public var description: String { Self.operation.name }
}

/// The new token.
public struct CreateTokenResponse: Decodable, Hashable, Sendable, CustomStringConvertible {
    /// Secret.
    public var accessToken: String
    /// In seconds.
    public var expiresIn: Int
    /// Secret; replaces the one before.
    public var refreshToken: String?

    /// Without any secret.
    public var description: String { "a token for \(expiresIn) s" }
}
