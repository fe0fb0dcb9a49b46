/// Renews the credentials of `aws login` with its refresh token.
public struct CreateOAuth2TokenRequest: AWSRequest, Encodable {
    public typealias Response = CreateOAuth2TokenResponse
    /// A refresh token is good for one use, so a second try is no repetition.
    public static let operation = OperationDescriptor(service: .signIn, name: "CreateOAuth2Token", effect: .create)

    public var clientID: String
    /// Secret.
    public var refreshToken: String
    public var grantType = "refresh_token"

    public init(clientID: String, refreshToken: String) {
        self.clientID = clientID
        self.refreshToken = refreshToken
    }

    private enum CodingKeys: String, CodingKey {
        case clientID = "clientId"
        case refreshToken
        case grantType
    }
}

extension CreateOAuth2TokenRequest: CustomStringConvertible {
    /// Without any secret.
    public var description: String { Self.operation.name }
}

/// The new credentials, and what renews them next time.
public struct CreateOAuth2TokenResponse: Decodable, Hashable, Sendable, CustomStringConvertible {
    /// Credentials for Signature Version 4.
    public struct AccessToken: Decodable, Hashable, Sendable {
        public var accessKeyID: String
        /// Secret.
        public var secretAccessKey: String
        /// Secret.
        public var sessionToken: String

        private enum CodingKeys: String, CodingKey {
            case accessKeyID = "accessKeyId"
            case secretAccessKey
            case sessionToken
        }
    }

    public var accessToken: AccessToken
    /// In seconds; 900 at most.
    public var expiresIn: Int
    /// Secret; replaces the one before.
    public var refreshToken: String

    /// Without any secret.
    public var description: String { "credentials for \(expiresIn) s" }
}
