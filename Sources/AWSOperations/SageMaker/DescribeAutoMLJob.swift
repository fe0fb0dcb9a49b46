/// Describes a job made by CreateAutoMLJob; jobs of CreateAutoMLJobV2 need `DescribeAutoMLJobV2Request`.
public struct DescribeAutoMLJobRequest: JSONRequest {
    public typealias Response = DescribeAutoMLJobResponse
    public static let operation = OperationDescriptor(service: .sageMaker, name: "DescribeAutoMLJob", effect: .read)

    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var autoMLJobName: String

    public init(autoMLJobName: String) {
        self.autoMLJobName = autoMLJobName
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobName = "AutoMLJobName"
    }
}

/// What DescribeAutoMLJob answers.
public struct DescribeAutoMLJobResponse: Codable, Hashable, Sendable, PartlyReadResponse {
    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var sentName: String?
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:automl-job/.*`.
    @Promised public var autoMLJobArn: String
    /// 1 to 2 entries.
    @Promised public var inputDataConfig: [AutoMLChannel]
    @Promised public var outputDataConfig: AutoMLOutputDataConfig
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`.
    @Promised public var roleArn: String
    public var autoMLJobObjective: AutoMLJobObjective?
    public var problemType: ProblemType?
    public var autoMLJobConfig: AutoMLJobConfig?
    @Promised public var creationTime: Timestamp
    public var endTime: Timestamp?
    @Promised public var lastModifiedTime: Timestamp
    /// 0 to 1024 characters.
    public var failureReason: String?
    /// 1 to 5 entries.
    public var partialFailureReasons: [AutoMLPartialFailureReason]?
    public var bestCandidate: AutoMLCandidate?
    @Promised public var autoMLJobStatus: AutoMLJobStatus
    @Promised public var autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus
    public var generateCandidateDefinitionsOnly: Bool?
    public var autoMLJobArtifacts: AutoMLJobArtifacts?
    public var resolvedAttributes: ResolvedAttributes?
    public var modelDeployConfig: ModelDeployConfig?
    public var modelDeployResult: ModelDeployResult?
    public var unread = UnreadParts()

    public init(
        autoMLJobName: String,
        autoMLJobArn: String,
        inputDataConfig: [AutoMLChannel],
        outputDataConfig: AutoMLOutputDataConfig,
        roleArn: String,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        autoMLJobStatus: AutoMLJobStatus,
        autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus,
        autoMLJobObjective: AutoMLJobObjective? = nil,
        problemType: ProblemType? = nil,
        autoMLJobConfig: AutoMLJobConfig? = nil,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        partialFailureReasons: [AutoMLPartialFailureReason]? = nil,
        bestCandidate: AutoMLCandidate? = nil,
        generateCandidateDefinitionsOnly: Bool? = nil,
        autoMLJobArtifacts: AutoMLJobArtifacts? = nil,
        resolvedAttributes: ResolvedAttributes? = nil
    ) {
        sentName = autoMLJobName
        self.autoMLJobArn = autoMLJobArn
        self.inputDataConfig = inputDataConfig
        self.outputDataConfig = outputDataConfig
        self.roleArn = roleArn
        self.autoMLJobObjective = autoMLJobObjective
        self.problemType = problemType
        self.autoMLJobConfig = autoMLJobConfig
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.partialFailureReasons = partialFailureReasons
        self.bestCandidate = bestCandidate
        self.autoMLJobStatus = autoMLJobStatus
        self.autoMLJobSecondaryStatus = autoMLJobSecondaryStatus
        self.generateCandidateDefinitionsOnly = generateCandidateDefinitionsOnly
        self.autoMLJobArtifacts = autoMLJobArtifacts
        self.resolvedAttributes = resolvedAttributes
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "AutoMLJobName"
        case autoMLJobArn = "AutoMLJobArn"
        case inputDataConfig = "InputDataConfig"
        case outputDataConfig = "OutputDataConfig"
        case roleArn = "RoleArn"
        case autoMLJobObjective = "AutoMLJobObjective"
        case problemType = "ProblemType"
        case autoMLJobConfig = "AutoMLJobConfig"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case partialFailureReasons = "PartialFailureReasons"
        case bestCandidate = "BestCandidate"
        case autoMLJobStatus = "AutoMLJobStatus"
        case autoMLJobSecondaryStatus = "AutoMLJobSecondaryStatus"
        case generateCandidateDefinitionsOnly = "GenerateCandidateDefinitionsOnly"
        case autoMLJobArtifacts = "AutoMLJobArtifacts"
        case resolvedAttributes = "ResolvedAttributes"
        case modelDeployConfig = "ModelDeployConfig"
        case modelDeployResult = "ModelDeployResult"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var autoMLJobName: String {
        get { ResourceName.of(sent: sentName, arn: $autoMLJobArn) }
        set { sentName = newValue }
    }
}
