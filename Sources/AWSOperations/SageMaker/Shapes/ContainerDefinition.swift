/// One inference container of a model.
public struct ContainerDefinition: Codable, Hashable, Sendable {
    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var containerHostname: String?
    /// 0 to 255 characters, matching `[\S]+`.
    public var image: String?
    public var imageConfig: ImageConfig?
    public var mode: ContainerMode?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var modelDataUrl: String?
    public var modelDataSource: ModelDataSource?
    /// 0 to 5 entries.
    public var additionalModelDataSources: [AdditionalModelDataSource]?
    /// 0 to 100 entries.
    public var environment: [String: String]?
    /// 1 to 176 characters.
    public var modelPackageName: String?
    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var inferenceSpecificationName: String?
    public var multiModelConfig: MultiModelConfig?
    public var containerMetricsConfig: ContainerMetricsConfig?

    public init(
        containerHostname: String? = nil,
        image: String? = nil,
        imageConfig: ImageConfig? = nil,
        mode: ContainerMode? = nil,
        modelDataUrl: String? = nil,
        modelDataSource: ModelDataSource? = nil,
        additionalModelDataSources: [AdditionalModelDataSource]? = nil,
        environment: [String: String]? = nil,
        modelPackageName: String? = nil,
        inferenceSpecificationName: String? = nil,
        multiModelConfig: MultiModelConfig? = nil,
        containerMetricsConfig: ContainerMetricsConfig? = nil
    ) {
        self.containerHostname = containerHostname
        self.image = image
        self.imageConfig = imageConfig
        self.mode = mode
        self.modelDataUrl = modelDataUrl
        self.modelDataSource = modelDataSource
        self.additionalModelDataSources = additionalModelDataSources
        self.environment = environment
        self.modelPackageName = modelPackageName
        self.inferenceSpecificationName = inferenceSpecificationName
        self.multiModelConfig = multiModelConfig
        self.containerMetricsConfig = containerMetricsConfig
    }

    private enum CodingKeys: String, CodingKey {
        case containerHostname = "ContainerHostname"
        case image = "Image"
        case imageConfig = "ImageConfig"
        case mode = "Mode"
        case modelDataUrl = "ModelDataUrl"
        case modelDataSource = "ModelDataSource"
        case additionalModelDataSources = "AdditionalModelDataSources"
        case environment = "Environment"
        case modelPackageName = "ModelPackageName"
        case inferenceSpecificationName = "InferenceSpecificationName"
        case multiModelConfig = "MultiModelConfig"
        case containerMetricsConfig = "ContainerMetricsConfig"
    }
}
