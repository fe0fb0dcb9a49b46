/// Asks who the credentials belong to; needs no permission.
public struct GetCallerIdentityRequest: QueryRequest {
    public typealias Response = GetCallerIdentityResponse
    public static let operation = OperationDescriptor(service: .sts, name: "GetCallerIdentity", effect: .read)

    public init() {}

    public var parameters: [(name: String, value: String)] { [] }
}

/// The account and principal behind the credentials.
public struct GetCallerIdentityResponse: Codable, Hashable, Sendable {
    @Promised public var userID: String
    /// 12 digits.
    public var account: String
    public var arn: String

    public init(userID: String, account: String, arn: String) {
        self.userID = userID
        self.account = account
        self.arn = arn
    }

    private enum CodingKeys: String, CodingKey {
        case userID = "UserId"
        case account = "Account"
        case arn = "Arn"
    }
}
