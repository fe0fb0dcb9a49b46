/// One row of ListTransformJobs.
public struct TransformJobSummary: Codable, Hashable, Sendable {
    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var sentName: String?
    /// 0 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:transform-job/.*`.
    @Promised public var transformJobArn: String
    @Promised public var creationTime: Timestamp
    public var transformEndTime: Timestamp?
    public var lastModifiedTime: Timestamp?
    @Promised public var transformJobStatus: TransformJobStatus
    /// 0 to 1024 characters.
    public var failureReason: String?

    public init(
        transformJobName: String,
        transformJobArn: String,
        creationTime: Timestamp,
        transformJobStatus: TransformJobStatus,
        transformEndTime: Timestamp? = nil,
        lastModifiedTime: Timestamp? = nil,
        failureReason: String? = nil
    ) {
        sentName = transformJobName
        self.transformJobArn = transformJobArn
        self.creationTime = creationTime
        self.transformEndTime = transformEndTime
        self.lastModifiedTime = lastModifiedTime
        self.transformJobStatus = transformJobStatus
        self.failureReason = failureReason
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "TransformJobName"
        case transformJobArn = "TransformJobArn"
        case creationTime = "CreationTime"
        case transformEndTime = "TransformEndTime"
        case lastModifiedTime = "LastModifiedTime"
        case transformJobStatus = "TransformJobStatus"
        case failureReason = "FailureReason"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var transformJobName: String {
        get { ResourceName.of(sent: sentName, arn: $transformJobArn) }
        set { sentName = newValue }
    }
}

/// A value of the API's `TransformJobStatus`; one that this list does not know is kept as its text.
public struct TransformJobStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let inProgress = TransformJobStatus(rawValue: "InProgress")
    public static let completed = TransformJobStatus(rawValue: "Completed")
    public static let failed = TransformJobStatus(rawValue: "Failed")
    public static let stopping = TransformJobStatus(rawValue: "Stopping")
    public static let stopped = TransformJobStatus(rawValue: "Stopped")

    /// The values that the service model names, in its order.
    public static let known: [TransformJobStatus] = [
        .inProgress, .completed, .failed, .stopping, .stopped,
    ]
}

/// What a transform reads and how it is split.
public struct TransformInput: Codable, Hashable, Sendable {
    @Promised public var dataSource: TransformDataSource
    /// 0 to 256 characters.
    public var contentType: String?
    public var compressionType: CompressionType?
    public var splitType: SplitType?

    public init(
        dataSource: TransformDataSource,
        contentType: String? = nil,
        compressionType: CompressionType? = nil,
        splitType: SplitType? = nil
    ) {
        self.dataSource = dataSource
        self.contentType = contentType
        self.compressionType = compressionType
        self.splitType = splitType
    }

    private enum CodingKeys: String, CodingKey {
        case dataSource = "DataSource"
        case contentType = "ContentType"
        case compressionType = "CompressionType"
        case splitType = "SplitType"
    }
}

/// Where a transform reads.
public struct TransformDataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataSource: TransformS3DataSource

    public init(s3DataSource: TransformS3DataSource) {
        self.s3DataSource = s3DataSource
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataSource = "S3DataSource"
    }
}

/// The S3 prefix or manifest that a transform reads.
public struct TransformS3DataSource: Codable, Hashable, Sendable {
    @Promised public var s3DataType: S3DataType
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3Uri: String

    public init(s3DataType: S3DataType, s3Uri: String) {
        self.s3DataType = s3DataType
        self.s3Uri = s3Uri
    }

    private enum CodingKeys: String, CodingKey {
        case s3DataType = "S3DataType"
        case s3Uri = "S3Uri"
    }
}

/// A value of the API's `S3DataType`; one that this list does not know is kept as its text.
public struct S3DataType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let manifestFile = S3DataType(rawValue: "ManifestFile")
    public static let s3Prefix = S3DataType(rawValue: "S3Prefix")
    public static let augmentedManifestFile = S3DataType(rawValue: "AugmentedManifestFile")
    public static let converse = S3DataType(rawValue: "Converse")

    /// The values that the service model names, in its order.
    public static let known: [S3DataType] = [
        .manifestFile, .s3Prefix, .augmentedManifestFile, .converse,
    ]
}

/// A value of the API's `SplitType`; one that this list does not know is kept as its text.
public struct SplitType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = SplitType(rawValue: "None")
    public static let line = SplitType(rawValue: "Line")
    public static let recordIO = SplitType(rawValue: "RecordIO")
    public static let tfRecord = SplitType(rawValue: "TFRecord")

    /// The values that the service model names, in its order.
    public static let known: [SplitType] = [
        .none, .line, .recordIO, .tfRecord,
    ]
}

/// Where a transform writes and how records are put together.
public struct TransformOutput: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3OutputPath: String
    /// 0 to 256 characters.
    public var accept: String?
    public var assembleWith: AssemblyType?
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?

    public init(
        s3OutputPath: String,
        accept: String? = nil,
        assembleWith: AssemblyType? = nil,
        kmsKeyId: String? = nil
    ) {
        self.s3OutputPath = s3OutputPath
        self.accept = accept
        self.assembleWith = assembleWith
        self.kmsKeyId = kmsKeyId
    }

    private enum CodingKeys: String, CodingKey {
        case s3OutputPath = "S3OutputPath"
        case accept = "Accept"
        case assembleWith = "AssembleWith"
        case kmsKeyId = "KmsKeyId"
    }
}

/// A value of the API's `AssemblyType`; one that this list does not know is kept as its text.
public struct AssemblyType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = AssemblyType(rawValue: "None")
    public static let line = AssemblyType(rawValue: "Line")

    /// The values that the service model names, in its order.
    public static let known: [AssemblyType] = [
        .none, .line,
    ]
}

/// The instances that a transform runs on.
public struct TransformResources: Codable, Hashable, Sendable {
    @Promised public var instanceType: TransformInstanceType
    /// At least 1.
    @Promised public var instanceCount: Int
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var volumeKmsKeyId: String?
    /// 1 to 63 characters, matching `[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*`.
    public var transformAmiVersion: String?

    public init(
        instanceType: TransformInstanceType,
        instanceCount: Int,
        volumeKmsKeyId: String? = nil,
        transformAmiVersion: String? = nil
    ) {
        self.instanceType = instanceType
        self.instanceCount = instanceCount
        self.volumeKmsKeyId = volumeKmsKeyId
        self.transformAmiVersion = transformAmiVersion
    }

    private enum CodingKeys: String, CodingKey {
        case instanceType = "InstanceType"
        case instanceCount = "InstanceCount"
        case volumeKmsKeyId = "VolumeKmsKeyId"
        case transformAmiVersion = "TransformAmiVersion"
    }
}

/// A value of the API's `BatchStrategy`; one that this list does not know is kept as its text.
public struct BatchStrategy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let multiRecord = BatchStrategy(rawValue: "MultiRecord")
    public static let singleRecord = BatchStrategy(rawValue: "SingleRecord")

    /// The values that the service model names, in its order.
    public static let known: [BatchStrategy] = [
        .multiRecord, .singleRecord,
    ]
}

/// Time-out and retries of each invocation in a transform.
public struct ModelClientConfig: Codable, Hashable, Sendable {
    /// 1 to 3600.
    public var invocationsTimeoutInSeconds: Int?
    /// 0 to 3.
    public var invocationsMaxRetries: Int?

    public init(invocationsTimeoutInSeconds: Int? = nil, invocationsMaxRetries: Int? = nil) {
        self.invocationsTimeoutInSeconds = invocationsTimeoutInSeconds
        self.invocationsMaxRetries = invocationsMaxRetries
    }

    private enum CodingKeys: String, CodingKey {
        case invocationsTimeoutInSeconds = "InvocationsTimeoutInSeconds"
        case invocationsMaxRetries = "InvocationsMaxRetries"
    }
}

/// Filters and join around a prediction.
public struct DataProcessing: Codable, Hashable, Sendable {
    /// 0 to 63 characters.
    public var inputFilter: String?
    /// 0 to 63 characters.
    public var outputFilter: String?
    public var joinSource: JoinSource?

    public init(inputFilter: String? = nil, outputFilter: String? = nil, joinSource: JoinSource? = nil) {
        self.inputFilter = inputFilter
        self.outputFilter = outputFilter
        self.joinSource = joinSource
    }

    private enum CodingKeys: String, CodingKey {
        case inputFilter = "InputFilter"
        case outputFilter = "OutputFilter"
        case joinSource = "JoinSource"
    }
}

/// A value of the API's `JoinSource`; one that this list does not know is kept as its text.
public struct JoinSource: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let input = JoinSource(rawValue: "Input")
    public static let none = JoinSource(rawValue: "None")

    /// The values that the service model names, in its order.
    public static let known: [JoinSource] = [
        .input, .none,
    ]
}

/// Where a transform captures its requests.
public struct BatchDataCaptureConfig: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var destinationS3Uri: String
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?
    public var generateInferenceId: Bool?

    public init(destinationS3Uri: String, kmsKeyId: String? = nil, generateInferenceId: Bool? = nil) {
        self.destinationS3Uri = destinationS3Uri
        self.kmsKeyId = kmsKeyId
        self.generateInferenceId = generateInferenceId
    }

    private enum CodingKeys: String, CodingKey {
        case destinationS3Uri = "DestinationS3Uri"
        case kmsKeyId = "KmsKeyId"
        case generateInferenceId = "GenerateInferenceId"
    }
}

/// The experiment that a transform belongs to.
public struct ExperimentConfig: Codable, Hashable, Sendable {
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var experimentName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var trialName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var trialComponentDisplayName: String?
    /// 1 to 120 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,119}`.
    public var runName: String?

    public init(
        experimentName: String? = nil,
        trialName: String? = nil,
        trialComponentDisplayName: String? = nil,
        runName: String? = nil
    ) {
        self.experimentName = experimentName
        self.trialName = trialName
        self.trialComponentDisplayName = trialComponentDisplayName
        self.runName = runName
    }

    private enum CodingKeys: String, CodingKey {
        case experimentName = "ExperimentName"
        case trialName = "TrialName"
        case trialComponentDisplayName = "TrialComponentDisplayName"
        case runName = "RunName"
    }
}

/// A key and a value attached to a resource.
public struct ResourceTag: Codable, Hashable, Sendable {
    /// 1 to 128 characters, matching `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`.
    @Promised public var key: String
    /// 0 to 256 characters, matching `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`.
    @Promised public var value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case value = "Value"
    }
}

/// A value of the API's `SortOrder`; one that this list does not know is kept as its text.
public struct SortOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ascending = SortOrder(rawValue: "Ascending")
    public static let descending = SortOrder(rawValue: "Descending")

    /// The values that the service model names, in its order.
    public static let known: [SortOrder] = [
        .ascending, .descending,
    ]
}
