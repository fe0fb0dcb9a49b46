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
