/// Reads a repository's policy; one without is answered with `RepositoryPolicyNotFoundException`.
public struct GetRepositoryPolicyRequest: JSONRequest {
    public typealias Response = GetRepositoryPolicyResponse
    public static let operation = OperationDescriptor(service: .ecr, name: "GetRepositoryPolicy", effect: .read)

    /// Twelve digits; the caller's own account where it is nil.
    public var registryId: String?
    public var repositoryName: String

    public init(registryId: String?, repositoryName: String) {
        self.registryId = registryId
        self.repositoryName = repositoryName
    }
}

/// What GetRepositoryPolicy answers.
public struct GetRepositoryPolicyResponse: Codable, Hashable, Sendable {
    /// A JSON document.
    public var policyText: String?

    public init(policyText: String?) {
        self.policyText = policyText
    }
}
