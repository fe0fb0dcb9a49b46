/// Reads the manifests of images, as whoever pulls them does first.
public struct BatchGetImageRequest: JSONRequest {
    public typealias Response = BatchGetImageResponse
    public static let operation = OperationDescriptor(service: .ecr, name: "BatchGetImage", effect: .read)

    /// Twelve digits; the caller's own account where it is nil.
    public var registryId: String?
    public var repositoryName: String
    public var imageIds: [ImageIdentifier]

    public init(registryId: String?, repositoryName: String, imageIds: [ImageIdentifier]) {
        self.registryId = registryId
        self.repositoryName = repositoryName
        self.imageIds = imageIds
    }

    private enum CodingKeys: String, CodingKey {
        case registryId
        case repositoryName
        case imageIds
    }
}

/// An image in its repository: by its tag, its digest, or both.
public struct ImageIdentifier: Codable, Hashable, Sendable {
    public var imageDigest: String?
    public var imageTag: String?

    public init(imageDigest: String? = nil, imageTag: String? = nil) {
        self.imageDigest = imageDigest
        self.imageTag = imageTag
    }
}

/// What BatchGetImage answers.
public struct BatchGetImageResponse: Codable, Hashable, Sendable {
    /// An image that was found; its manifest is of no use here and left out.
    public struct Image: Codable, Hashable, Sendable {
        public var registryId: String?
        public var repositoryName: String?
        public var imageId: ImageIdentifier?

        public init(registryId: String? = nil, repositoryName: String? = nil, imageId: ImageIdentifier? = nil) {
            self.registryId = registryId
            self.repositoryName = repositoryName
            self.imageId = imageId
        }
    }

    /// An image that was not.
    public struct Failure: Codable, Hashable, Sendable {
        public var imageId: ImageIdentifier?
        /// For example `ImageNotFound`.
        public var failureCode: String?
        public var failureReason: String?

        public init(imageId: ImageIdentifier? = nil, failureCode: String? = nil, failureReason: String? = nil) {
            self.imageId = imageId
            self.failureCode = failureCode
            self.failureReason = failureReason
        }
    }

    public var images: [Image]?
    public var failures: [Failure]?

    public init(images: [Image]? = nil, failures: [Failure]? = nil) {
        self.images = images
        self.failures = failures
    }
}
