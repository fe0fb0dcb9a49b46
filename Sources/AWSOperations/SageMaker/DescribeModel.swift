/// Describes a model.
public struct DescribeModelRequest: JSONRequest {
    public typealias Response = DescribeModelResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "DescribeModel", effect: .read)

    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    public var modelName: String

    public init(modelName: String) {
        self.modelName = modelName
    }

    private enum CodingKeys: String, CodingKey {
        case modelName = "ModelName"
    }
}

/// What DescribeModel answers.
public struct DescribeModelResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    public var sentName: String?
    public var primaryContainer: ContainerDefinition?
    /// 0 to 15 entries.
    public var containers: [ContainerDefinition]?
    public var inferenceExecutionConfig: InferenceExecutionConfig?
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`.
    public var executionRoleArn: String?
    public var vpcConfig: VpcConfig?
    @Promised public var creationTime: Timestamp
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:model/.*`.
    @Promised public var modelArn: String
    public var enableNetworkIsolation: Bool?
    public var unread = UnreadParts()
    public static let namesUnknownMembers = true

    public init(
        modelName: String,
        creationTime: Timestamp,
        modelArn: String,
        primaryContainer: ContainerDefinition? = nil,
        containers: [ContainerDefinition]? = nil,
        inferenceExecutionConfig: InferenceExecutionConfig? = nil,
        executionRoleArn: String? = nil,
        vpcConfig: VpcConfig? = nil,
        enableNetworkIsolation: Bool? = nil
    ) {
        sentName = modelName
        self.primaryContainer = primaryContainer
        self.containers = containers
        self.inferenceExecutionConfig = inferenceExecutionConfig
        self.executionRoleArn = executionRoleArn
        self.vpcConfig = vpcConfig
        self.creationTime = creationTime
        self.modelArn = modelArn
        self.enableNetworkIsolation = enableNetworkIsolation
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "ModelName"
        case primaryContainer = "PrimaryContainer"
        case containers = "Containers"
        case inferenceExecutionConfig = "InferenceExecutionConfig"
        case executionRoleArn = "ExecutionRoleArn"
        case vpcConfig = "VpcConfig"
        case creationTime = "CreationTime"
        case modelArn = "ModelArn"
        case enableNetworkIsolation = "EnableNetworkIsolation"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var modelName: String {
        get { ResourceName.of(sent: sentName, arn: $modelArn) }
        set { sentName = newValue }
    }
}
