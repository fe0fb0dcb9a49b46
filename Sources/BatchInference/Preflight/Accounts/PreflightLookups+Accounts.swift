import AWSOperations

extension PreflightLookups {
    /// Whether the job is in another account than the one that would launch.
    func isAcross() async throws -> Bool {
        guard let source else { return false }
        async let here = caller().account
        async let there = source.caller().account
        return try await here != there
    }

    /// The side that may see an object: the one that launches, unless it is denied and the job's own account is known.
    func whoSees(_ location: S3Location) async -> PreflightLookups {
        guard let source else { return self }
        do {
            _ = try await head(of: location)
            return self
        } catch {
            return AWSFailure(wrapping: error).isAccessDenied ? source : self
        }
    }

    /// A bucket's policy; throws a failure that `isNotFound` where it has none.
    func bucketPolicy(of bucket: String) async throws -> String? {
        try await once(AccountQuestion.bucketPolicy(bucket)) { try await services.bucketPolicy(of: bucket).policy }
    }

    func key(_ key: String) async throws -> KeyMetadata {
        try await once(AccountQuestion.key(key)) { try await services.describeKey(key).keyMetadata }
    }

    func keyPolicy(of key: String) async throws -> String? {
        try await once(AccountQuestion.keyPolicy(key)) { try await services.keyPolicy(of: key).policy }
    }

    func repositoryPolicy(of image: ImageReference) async throws -> String? {
        try await once(AccountQuestion.repositoryPolicy(image.repository)) {
            try await services.repositoryPolicy(
                GetRepositoryPolicyRequest(registryId: image.account, repositoryName: image.repository)
            ).policyText
        }
    }

    /// Whether an image can be pulled; false where its repository does not have it.
    func hasImage(_ image: ImageReference) async throws -> Bool {
        try await once(AccountQuestion.image(image)) {
            let id = ImageIdentifier(
                imageDigest: image.digest, imageTag: image.digest == nil ? image.tag ?? "latest" : nil)
            let answer = try await services.images(
                BatchGetImageRequest(
                    registryId: image.account, repositoryName: image.repository, imageIds: [id]))
            return answer.images?.isEmpty == false
        }
    }

    private enum AccountQuestion: Hashable, Sendable {
        case bucketPolicy(String)
        case key(String)
        case keyPolicy(String)
        case repositoryPolicy(String)
        case image(ImageReference)
    }
}
