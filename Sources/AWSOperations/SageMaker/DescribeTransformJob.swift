/// Describes a transform job.
public struct DescribeTransformJobRequest: JSONRequest {
    public typealias Response = DescribeTransformJobResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "DescribeTransformJob", effect: .read)

    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var transformJobName: String

    public init(transformJobName: String) {
        self.transformJobName = transformJobName
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobName = "TransformJobName"
    }
}

/// What DescribeTransformJob answers.
public struct DescribeTransformJobResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var sentName: String?
    /// 0 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:transform-job/.*`.
    @Promised public var transformJobArn: String
    @Promised public var transformJobStatus: TransformJobStatus
    /// 0 to 1024 characters.
    public var failureReason: String?
    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    @Promised public var modelName: String
    /// At least 0.
    public var maxConcurrentTransforms: Int?
    public var modelClientConfig: ModelClientConfig?
    /// At least 0.
    public var maxPayloadInMB: Int?
    public var batchStrategy: BatchStrategy?
    /// 0 to 16 entries.
    public var environment: [String: String]?
    @Promised public var transformInput: TransformInput
    public var transformOutput: TransformOutput?
    public var dataCaptureConfig: BatchDataCaptureConfig?
    @Promised public var transformResources: TransformResources
    @Promised public var creationTime: Timestamp
    public var transformStartTime: Timestamp?
    public var transformEndTime: Timestamp?
    /// 0 to 2048 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:labeling-job/.*`.
    public var labelingJobArn: String?
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:automl-job/.*`.
    public var autoMLJobArn: String?
    public var dataProcessing: DataProcessing?
    public var experimentConfig: ExperimentConfig?
    public var unread = UnreadParts()
    public static let namesUnknownMembers = true

    public init(
        transformJobName: String,
        transformJobArn: String,
        transformJobStatus: TransformJobStatus,
        modelName: String,
        transformInput: TransformInput,
        transformResources: TransformResources,
        creationTime: Timestamp,
        failureReason: String? = nil,
        maxConcurrentTransforms: Int? = nil,
        modelClientConfig: ModelClientConfig? = nil,
        maxPayloadInMB: Int? = nil,
        batchStrategy: BatchStrategy? = nil,
        environment: [String: String]? = nil,
        transformOutput: TransformOutput? = nil,
        dataCaptureConfig: BatchDataCaptureConfig? = nil,
        transformStartTime: Timestamp? = nil,
        transformEndTime: Timestamp? = nil,
        labelingJobArn: String? = nil,
        autoMLJobArn: String? = nil,
        dataProcessing: DataProcessing? = nil,
        experimentConfig: ExperimentConfig? = nil
    ) {
        sentName = transformJobName
        self.transformJobArn = transformJobArn
        self.transformJobStatus = transformJobStatus
        self.failureReason = failureReason
        self.modelName = modelName
        self.maxConcurrentTransforms = maxConcurrentTransforms
        self.modelClientConfig = modelClientConfig
        self.maxPayloadInMB = maxPayloadInMB
        self.batchStrategy = batchStrategy
        self.environment = environment
        self.transformInput = transformInput
        self.transformOutput = transformOutput
        self.dataCaptureConfig = dataCaptureConfig
        self.transformResources = transformResources
        self.creationTime = creationTime
        self.transformStartTime = transformStartTime
        self.transformEndTime = transformEndTime
        self.labelingJobArn = labelingJobArn
        self.autoMLJobArn = autoMLJobArn
        self.dataProcessing = dataProcessing
        self.experimentConfig = experimentConfig
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "TransformJobName"
        case transformJobArn = "TransformJobArn"
        case transformJobStatus = "TransformJobStatus"
        case failureReason = "FailureReason"
        case modelName = "ModelName"
        case maxConcurrentTransforms = "MaxConcurrentTransforms"
        case modelClientConfig = "ModelClientConfig"
        case maxPayloadInMB = "MaxPayloadInMB"
        case batchStrategy = "BatchStrategy"
        case environment = "Environment"
        case transformInput = "TransformInput"
        case transformOutput = "TransformOutput"
        case dataCaptureConfig = "DataCaptureConfig"
        case transformResources = "TransformResources"
        case creationTime = "CreationTime"
        case transformStartTime = "TransformStartTime"
        case transformEndTime = "TransformEndTime"
        case labelingJobArn = "LabelingJobArn"
        case autoMLJobArn = "AutoMLJobArn"
        case dataProcessing = "DataProcessing"
        case experimentConfig = "ExperimentConfig"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var transformJobName: String {
        get { ResourceName.of(sent: sentName, arn: $transformJobArn) }
        set { sentName = newValue }
    }
}
