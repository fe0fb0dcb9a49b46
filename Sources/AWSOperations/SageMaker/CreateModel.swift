/// Creates a model from containers; the caller needs `iam:PassRole` on the role.
public struct CreateModelRequest: JSONRequest {
    public typealias Response = CreateModelResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "CreateModel", effect: .create)

    /// 0 to 63 characters, matching `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
    public var modelName: String
    public var primaryContainer: ContainerDefinition?
    /// 0 to 15 entries.
    public var containers: [ContainerDefinition]?
    public var inferenceExecutionConfig: InferenceExecutionConfig?
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`.
    public var executionRoleArn: String?
    /// 0 to 50 entries.
    public var tags: [ResourceTag]?
    public var vpcConfig: VpcConfig?
    public var enableNetworkIsolation: Bool?

    public init(
        modelName: String,
        primaryContainer: ContainerDefinition? = nil,
        containers: [ContainerDefinition]? = nil,
        inferenceExecutionConfig: InferenceExecutionConfig? = nil,
        executionRoleArn: String? = nil,
        tags: [ResourceTag]? = nil,
        vpcConfig: VpcConfig? = nil,
        enableNetworkIsolation: Bool? = nil
    ) {
        self.modelName = modelName
        self.primaryContainer = primaryContainer
        self.containers = containers
        self.inferenceExecutionConfig = inferenceExecutionConfig
        self.executionRoleArn = executionRoleArn
        self.tags = tags
        self.vpcConfig = vpcConfig
        self.enableNetworkIsolation = enableNetworkIsolation
    }

    private enum CodingKeys: String, CodingKey {
        case modelName = "ModelName"
        case primaryContainer = "PrimaryContainer"
        case containers = "Containers"
        case inferenceExecutionConfig = "InferenceExecutionConfig"
        case executionRoleArn = "ExecutionRoleArn"
        case tags = "Tags"
        case vpcConfig = "VpcConfig"
        case enableNetworkIsolation = "EnableNetworkIsolation"
    }
}

/// What CreateModel answers.
public struct CreateModelResponse: Codable, Hashable, Sendable {
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:model/.*`.
    public var modelArn: String

    public init(modelArn: String) {
        self.modelArn = modelArn
    }

    private enum CodingKeys: String, CodingKey {
        case modelArn = "ModelArn"
    }
}
