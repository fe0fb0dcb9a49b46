/// Starts a batch transform with a model.
public struct CreateTransformJobRequest: JSONRequest {
    public typealias Response = CreateTransformJobResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "CreateTransformJob", effect: .create)

    /// 1 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var transformJobName: String
    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    public var modelName: String
    /// At least 0.
    public var maxConcurrentTransforms: Int?
    public var modelClientConfig: ModelClientConfig?
    /// At least 0.
    public var maxPayloadInMB: Int?
    public var batchStrategy: BatchStrategy?
    /// 0 to 16 entries.
    public var environment: [String: String]?
    public var transformInput: TransformInput
    public var transformOutput: TransformOutput
    public var dataCaptureConfig: BatchDataCaptureConfig?
    public var transformResources: TransformResources
    public var dataProcessing: DataProcessing?
    /// 0 to 50 entries.
    public var tags: [ResourceTag]?
    public var experimentConfig: ExperimentConfig?

    public init(
        transformJobName: String,
        modelName: String,
        transformInput: TransformInput,
        transformOutput: TransformOutput,
        transformResources: TransformResources,
        maxConcurrentTransforms: Int? = nil,
        modelClientConfig: ModelClientConfig? = nil,
        maxPayloadInMB: Int? = nil,
        batchStrategy: BatchStrategy? = nil,
        environment: [String: String]? = nil,
        dataCaptureConfig: BatchDataCaptureConfig? = nil,
        dataProcessing: DataProcessing? = nil,
        tags: [ResourceTag]? = nil,
        experimentConfig: ExperimentConfig? = nil
    ) {
        self.transformJobName = transformJobName
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
        self.dataProcessing = dataProcessing
        self.tags = tags
        self.experimentConfig = experimentConfig
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobName = "TransformJobName"
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
        case dataProcessing = "DataProcessing"
        case tags = "Tags"
        case experimentConfig = "ExperimentConfig"
    }
}

/// What CreateTransformJob answers.
public struct CreateTransformJobResponse: Codable, Hashable, Sendable {
    /// 0 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:transform-job/.*`.
    public var transformJobArn: String

    public init(transformJobArn: String) {
        self.transformJobArn = transformJobArn
    }

    private enum CodingKeys: String, CodingKey {
        case transformJobArn = "TransformJobArn"
    }
}
