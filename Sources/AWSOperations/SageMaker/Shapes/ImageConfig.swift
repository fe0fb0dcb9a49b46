/// Where a container's image is pulled from: Amazon ECR, or a private registry in the VPC.
///
/// Every member may be missing in an answer.
public struct ImageConfig: Codable, Hashable, Sendable {
    /// `Platform` or `Vpc`.
    public var repositoryAccessMode: String?
    public var repositoryAuthConfig: RepositoryAuthConfig?

    public init(repositoryAccessMode: String? = nil, repositoryAuthConfig: RepositoryAuthConfig? = nil) {
        self.repositoryAccessMode = repositoryAccessMode
        self.repositoryAuthConfig = repositoryAuthConfig
    }

    private enum CodingKeys: String, CodingKey {
        case repositoryAccessMode = "RepositoryAccessMode"
        case repositoryAuthConfig = "RepositoryAuthConfig"
    }
}

/// How a private registry lets SageMaker in.
///
/// Every member may be missing in an answer.
public struct RepositoryAuthConfig: Codable, Hashable, Sendable {
    /// The ARN of a Lambda function, 1 to 2048 characters.
    public var repositoryCredentialsProviderArn: String?

    public init(repositoryCredentialsProviderArn: String? = nil) {
        self.repositoryCredentialsProviderArn = repositoryCredentialsProviderArn
    }

    private enum CodingKeys: String, CodingKey {
        case repositoryCredentialsProviderArn = "RepositoryCredentialsProviderArn"
    }
}
