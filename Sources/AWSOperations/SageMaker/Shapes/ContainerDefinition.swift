/// One inference container of a model.
public struct ContainerDefinition: Codable, Hashable, Sendable {
    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var containerHostname: String?
    /// 0 to 255 characters, matching `[\S]+`.
    public var image: String?
    public var mode: ContainerMode?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var modelDataUrl: String?
    /// 0 to 100 entries.
    public var environment: [String: String]?
    /// 1 to 176 characters.
    public var modelPackageName: String?

    public init(
        containerHostname: String? = nil,
        image: String? = nil,
        mode: ContainerMode? = nil,
        modelDataUrl: String? = nil,
        environment: [String: String]? = nil,
        modelPackageName: String? = nil
    ) {
        self.containerHostname = containerHostname
        self.image = image
        self.mode = mode
        self.modelDataUrl = modelDataUrl
        self.environment = environment
        self.modelPackageName = modelPackageName
    }

    private enum CodingKeys: String, CodingKey {
        case containerHostname = "ContainerHostname"
        case image = "Image"
        case mode = "Mode"
        case modelDataUrl = "ModelDataUrl"
        case environment = "Environment"
        case modelPackageName = "ModelPackageName"
    }
}
