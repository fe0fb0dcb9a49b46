/// Shapes of the container registry; their members are named as on the wire.
struct ImageIdentifier: Codable, Hashable, Sendable {
    var imageDigest: String?
    var imageTag: String?
}

struct ImagesInput: Codable, Sendable {
    var registryId: String?
    var repositoryName: String
    var imageIds: [ImageIdentifier]?
}

struct ImagesAnswer: Codable, Sendable {
    struct Image: Codable, Sendable {
        var registryId: String
        var repositoryName: String
        var imageId: ImageIdentifier
        var imageManifest: String
        var imageManifestMediaType: String
    }

    struct Failure: Codable, Sendable {
        var imageId: ImageIdentifier
        var failureCode: String
        var failureReason: String
    }

    var images: [Image]
    var failures: [Failure]
}

struct ImageDetailsAnswer: Codable, Sendable {
    struct Detail: Codable, Sendable {
        var registryId: String
        var repositoryName: String
        var imageDigest: String
        var imageTags: [String]
        var imageSizeInBytes: Int
        /// Seconds since 1970.
        var imagePushedAt: Double
    }

    var imageDetails: [Detail]
}

struct RepositoryPolicyInput: Codable, Sendable {
    var registryId: String?
    var repositoryName: String
    var policyText: String?
}

struct RepositoryPolicyAnswer: Codable, Sendable {
    var registryId: String
    var repositoryName: String
    var policyText: String
}
