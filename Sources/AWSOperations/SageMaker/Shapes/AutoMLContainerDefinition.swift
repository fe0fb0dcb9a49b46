/// An inference container that a candidate brings.
public struct AutoMLContainerDefinition: Codable, Hashable, Sendable {
    /// 0 to 255 characters, matching `[\S]+`.
    public var image: String
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @ByteText public var modelDataUrl: String
    /// 0 to 100 entries.
    public var environment: [String: String]?

    public init(image: String, modelDataUrl: String, environment: [String: String]? = nil) {
        self.image = image
        self.modelDataUrl = modelDataUrl
        self.environment = environment
    }

    private enum CodingKeys: String, CodingKey {
        case image = "Image"
        case modelDataUrl = "ModelDataUrl"
        case environment = "Environment"
    }
}
