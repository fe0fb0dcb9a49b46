/// An inference container that a candidate brings.
public struct AutoMLContainerDefinition: Codable, Hashable, Sendable {
    /// 0 to 255 characters, matching `[\S]+`.
    @Promised public var image: String
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var modelDataUrl: String
    /// 0 to 100 entries.
    public var environment: [String: String]?
    /// Whether all that was sent of its candidate's containers could be read; a model made of the rest would be another.
    public var isWhole = true
    /// What a container of a model that was made before has beside these; candidates have none of it, and it is not part
    /// of their shape.
    public var settings: ContainerDefinition?

    public init(
        image: String, modelDataUrl: String, environment: [String: String]? = nil, settings: ContainerDefinition? = nil
    ) {
        self.image = image
        self.modelDataUrl = modelDataUrl
        self.environment = environment
        self.settings = settings
    }

    private enum CodingKeys: String, CodingKey {
        case image = "Image"
        case modelDataUrl = "ModelDataUrl"
        case environment = "Environment"
    }
}
