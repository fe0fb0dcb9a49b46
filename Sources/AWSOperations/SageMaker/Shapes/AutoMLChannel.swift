/// A training or validation channel of a V1 job.
public struct AutoMLChannel: Codable, Hashable, Sendable {
    public var dataSource: AutoMLDataSource?
    public var compressionType: CompressionType?
    /// At least 1 characters.
    @Promised public var targetAttributeName: String
    /// 0 to 256 characters.
    public var contentType: String?
    public var channelType: AutoMLChannelType?
    /// 1 to 256 characters, matching `[a-zA-Z0-9_-]+`.
    public var sampleWeightAttributeName: String?

    public init(
        targetAttributeName: String,
        dataSource: AutoMLDataSource? = nil,
        compressionType: CompressionType? = nil,
        contentType: String? = nil,
        channelType: AutoMLChannelType? = nil,
        sampleWeightAttributeName: String? = nil
    ) {
        self.dataSource = dataSource
        self.compressionType = compressionType
        self.targetAttributeName = targetAttributeName
        self.contentType = contentType
        self.channelType = channelType
        self.sampleWeightAttributeName = sampleWeightAttributeName
    }

    private enum CodingKeys: String, CodingKey {
        case dataSource = "DataSource"
        case compressionType = "CompressionType"
        case targetAttributeName = "TargetAttributeName"
        case contentType = "ContentType"
        case channelType = "ChannelType"
        case sampleWeightAttributeName = "SampleWeightAttributeName"
    }
}

/// A value of the API's `AutoMLChannelType`; one that this list does not know is kept as its text.
public struct AutoMLChannelType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let training = AutoMLChannelType(rawValue: "training")
    public static let validation = AutoMLChannelType(rawValue: "validation")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLChannelType] = [
        .training, .validation,
    ]
}

/// A training or validation channel of a V2 job.
public struct AutoMLJobChannel: Codable, Hashable, Sendable {
    public var channelType: AutoMLChannelType?
    /// 0 to 256 characters.
    public var contentType: String?
    public var compressionType: CompressionType?
    public var dataSource: AutoMLDataSource?

    public init(
        channelType: AutoMLChannelType? = nil,
        contentType: String? = nil,
        compressionType: CompressionType? = nil,
        dataSource: AutoMLDataSource? = nil
    ) {
        self.channelType = channelType
        self.contentType = contentType
        self.compressionType = compressionType
        self.dataSource = dataSource
    }

    private enum CodingKeys: String, CodingKey {
        case channelType = "ChannelType"
        case contentType = "ContentType"
        case compressionType = "CompressionType"
        case dataSource = "DataSource"
    }
}

/// Where a channel reads.
public struct AutoMLDataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataSource: AutoMLS3DataSource

    public init(s3DataSource: AutoMLS3DataSource) {
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataSource = "S3DataSource"
    }
}

/// An S3 location of training data.
public struct AutoMLS3DataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataType: AutoMLS3DataType
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3Uri: String

    public init(s3DataType: AutoMLS3DataType, s3Uri: String) {
        self.s3DataType = s3DataType
        self.s3Uri = s3Uri
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataType = "S3DataType"
        case s3Uri = "S3Uri"
    }
}

/// A value of the API's `AutoMLS3DataType`; one that this list does not know is kept as its text.
public struct AutoMLS3DataType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let manifestFile = AutoMLS3DataType(rawValue: "ManifestFile")
    public static let s3Prefix = AutoMLS3DataType(rawValue: "S3Prefix")
    public static let augmentedManifestFile = AutoMLS3DataType(rawValue: "AugmentedManifestFile")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLS3DataType] = [
        .manifestFile, .s3Prefix, .augmentedManifestFile,
    ]
}

/// A value of the API's `CompressionType`; one that this list does not know is kept as its text.
public struct CompressionType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = CompressionType(rawValue: "None")
    public static let gzip = CompressionType(rawValue: "Gzip")

    /// The values that the service model names, in its order.
    public static let known: [CompressionType] = [
        .none, .gzip,
    ]
}
