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

/// A value of the API's `ContainerMode`; one that this list does not know is kept as its text.
public struct ContainerMode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let singleModel = ContainerMode(rawValue: "SingleModel")
    public static let multiModel = ContainerMode(rawValue: "MultiModel")

    /// The values that the service model names, in its order.
    public static let known: [ContainerMode] = [
        .singleModel, .multiModel,
    ]
}

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

/// Where a container's artifacts are, where a URL alone does not say it.
///
/// Every member may be missing in an answer.
public struct ModelDataSource: Codable, Hashable, Sendable {
    public var s3DataSource: S3ModelDataSource?

    public init(s3DataSource: S3ModelDataSource? = nil) {
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataSource = "S3DataSource"
    }
}

/// Artifacts in S3: one object, or all below a prefix.
///
/// Every member may be missing in an answer.
public struct S3ModelDataSource: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var s3Uri: String?
    /// `S3Prefix` or `S3Object`.
    public var s3DataType: String?
    public var compressionType: CompressionType?
    public var modelAccessConfig: ModelAccessConfig?
    public var hubAccessConfig: InferenceHubAccessConfig?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var manifestS3Uri: String?
    public var eTag: String?
    public var manifestETag: String?

    public init(
        s3Uri: String? = nil,
        s3DataType: String? = nil,
        compressionType: CompressionType? = nil,
        modelAccessConfig: ModelAccessConfig? = nil,
        hubAccessConfig: InferenceHubAccessConfig? = nil,
        manifestS3Uri: String? = nil,
        eTag: String? = nil,
        manifestETag: String? = nil
    ) {
        self.s3Uri = s3Uri
        self.s3DataType = s3DataType
        self.compressionType = compressionType
        self.modelAccessConfig = modelAccessConfig
        self.hubAccessConfig = hubAccessConfig
        self.manifestS3Uri = manifestS3Uri
        self.eTag = eTag
        self.manifestETag = manifestETag
    }

    private enum CodingKeys: String, CodingKey {
        case s3Uri = "S3Uri"
        case s3DataType = "S3DataType"
        case compressionType = "CompressionType"
        case modelAccessConfig = "ModelAccessConfig"
        case hubAccessConfig = "HubAccessConfig"
        case manifestS3Uri = "ManifestS3Uri"
        case eTag = "ETag"
        case manifestETag = "ManifestEtag"
    }
}

/// Whether a model's license is accepted.
///
/// Every member may be missing in an answer.
public struct ModelAccessConfig: Codable, Hashable, Sendable {
    public var acceptEula: Bool?

    public init(acceptEula: Bool? = nil) {
        self.acceptEula = acceptEula
    }

    private enum CodingKeys: String, CodingKey {
        case acceptEula = "AcceptEula"
    }
}

/// The hub content that artifacts belong to.
///
/// Every member may be missing in an answer.
public struct InferenceHubAccessConfig: Codable, Hashable, Sendable {
    /// 0 to 255 characters.
    public var hubContentArn: String?

    public init(hubContentArn: String? = nil) {
        self.hubContentArn = hubContentArn
    }

    private enum CodingKeys: String, CodingKey {
        case hubContentArn = "HubContentArn"
    }
}

/// More artifacts of a container, under a name of their own.
///
/// Every member may be missing in an answer.
public struct AdditionalModelDataSource: Codable, Hashable, Sendable {
    /// 1 to 64 characters, matching `[A-Za-z0-9\.\-_]+`.
    public var channelName: String?
    public var s3DataSource: S3ModelDataSource?

    public init(channelName: String? = nil, s3DataSource: S3ModelDataSource? = nil) {
        self.channelName = channelName
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case channelName = "ChannelName"
        case s3DataSource = "S3DataSource"
    }
}

/// Whether a container of several models keeps them in memory.
///
/// Every member may be missing in an answer.
public struct MultiModelConfig: Codable, Hashable, Sendable {
    /// `Enabled` or `Disabled`.
    public var modelCacheSetting: String?

    public init(modelCacheSetting: String? = nil) {
        self.modelCacheSetting = modelCacheSetting
    }

    private enum CodingKeys: String, CodingKey {
        case modelCacheSetting = "ModelCacheSetting"
    }
}

/// How the containers of a model are called.
///
/// Every member may be missing in an answer.
public struct InferenceExecutionConfig: Codable, Hashable, Sendable {
    /// `Serial`, one after the other, or `Direct`, each by its host name.
    public var mode: String?

    public init(mode: String? = nil) {
        self.mode = mode
    }

    private enum CodingKeys: String, CodingKey {
        case mode = "Mode"
    }
}

/// Where a container offers metrics of its own.
///
/// Every member may be missing in an answer.
public struct ContainerMetricsConfig: Codable, Hashable, Sendable {
    /// 0 or 1 entries.
    public var metricsEndpoints: [MetricsEndpoint]?

    public init(metricsEndpoints: [MetricsEndpoint]? = nil) {
        self.metricsEndpoints = metricsEndpoints
    }

    private enum CodingKeys: String, CodingKey {
        case metricsEndpoints = "MetricsEndpoints"
    }
}

/// A path that answers with metrics.
///
/// Every member may be missing in an answer.
public struct MetricsEndpoint: Codable, Hashable, Sendable {
    /// 0 to 256 characters.
    public var metricsEndpointPath: String?
    public var metricPublishFrequencyInSeconds: Int?

    public init(metricsEndpointPath: String? = nil, metricPublishFrequencyInSeconds: Int? = nil) {
        self.metricsEndpointPath = metricsEndpointPath
        self.metricPublishFrequencyInSeconds = metricPublishFrequencyInSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case metricsEndpointPath = "MetricsEndpointPath"
        case metricPublishFrequencyInSeconds = "MetricPublishFrequencyInSeconds"
    }
}

/// A value of the API's `SortBy`; one that this list does not know is kept as its text.
public struct ModelSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let name = ModelSortBy(rawValue: "Name")
    public static let creationTime = ModelSortBy(rawValue: "CreationTime")
    public static let status = ModelSortBy(rawValue: "Status")

    /// The values that the service model names, in its order.
    public static let known: [ModelSortBy] = [
        .name, .creationTime, .status,
    ]
}
