/// Describes a job made by CreateAutoMLJob or CreateAutoMLJobV2.
public struct DescribeAutoMLJobV2Request: JSONRequest {
    public typealias Response = DescribeAutoMLJobV2Response
    public static let operation = OperationDescriptor(service: .sageMaker, name: "DescribeAutoMLJobV2", effect: .read)

    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var autoMLJobName: String

    public init(autoMLJobName: String) {
        self.autoMLJobName = autoMLJobName
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobName = "AutoMLJobName"
    }
}

/// What DescribeAutoMLJobV2 answers.
public struct DescribeAutoMLJobV2Response: Codable, Hashable, Sendable, PartlyReadResponse {
    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var sentName: String?
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:automl-job/.*`.
    @Promised public var autoMLJobArn: String
    /// 1 to 2 entries.
    @Promised public var autoMLJobInputDataConfig: [AutoMLJobChannel]
    @Promised public var outputDataConfig: AutoMLOutputDataConfig
    /// 20 to 2048 characters, matching `arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`.
    @Promised public var roleArn: String
    public var autoMLJobObjective: AutoMLJobObjective?
    public var autoMLProblemTypeConfig: AutoMLProblemTypeConfig?
    public var autoMLProblemTypeConfigName: AutoMLProblemTypeConfigName?
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
    public var autoMLJobArtifacts: AutoMLJobArtifacts?
    public var resolvedAttributes: AutoMLResolvedAttributes?
    public var dataSplitConfig: AutoMLDataSplitConfig?
    public var securityConfig: AutoMLSecurityConfig?
    public var modelDeployConfig: ModelDeployConfig?
    public var modelDeployResult: ModelDeployResult?
    public var unread = UnreadParts()

    public init(
        autoMLJobName: String,
        autoMLJobArn: String,
        autoMLJobInputDataConfig: [AutoMLJobChannel],
        outputDataConfig: AutoMLOutputDataConfig,
        roleArn: String,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        autoMLJobStatus: AutoMLJobStatus,
        autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus,
        autoMLJobObjective: AutoMLJobObjective? = nil,
        autoMLProblemTypeConfig: AutoMLProblemTypeConfig? = nil,
        autoMLProblemTypeConfigName: AutoMLProblemTypeConfigName? = nil,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        partialFailureReasons: [AutoMLPartialFailureReason]? = nil,
        bestCandidate: AutoMLCandidate? = nil,
        autoMLJobArtifacts: AutoMLJobArtifacts? = nil,
        resolvedAttributes: AutoMLResolvedAttributes? = nil,
        dataSplitConfig: AutoMLDataSplitConfig? = nil,
        securityConfig: AutoMLSecurityConfig? = nil
    ) {
        sentName = autoMLJobName
        self.autoMLJobArn = autoMLJobArn
        self.autoMLJobInputDataConfig = autoMLJobInputDataConfig
        self.outputDataConfig = outputDataConfig
        self.roleArn = roleArn
        self.autoMLJobObjective = autoMLJobObjective
        self.autoMLProblemTypeConfig = autoMLProblemTypeConfig
        self.autoMLProblemTypeConfigName = autoMLProblemTypeConfigName
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.partialFailureReasons = partialFailureReasons
        self.bestCandidate = bestCandidate
        self.autoMLJobStatus = autoMLJobStatus
        self.autoMLJobSecondaryStatus = autoMLJobSecondaryStatus
        self.autoMLJobArtifacts = autoMLJobArtifacts
        self.resolvedAttributes = resolvedAttributes
        self.dataSplitConfig = dataSplitConfig
        self.securityConfig = securityConfig
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "AutoMLJobName"
        case autoMLJobArn = "AutoMLJobArn"
        case autoMLJobInputDataConfig = "AutoMLJobInputDataConfig"
        case outputDataConfig = "OutputDataConfig"
        case roleArn = "RoleArn"
        case autoMLJobObjective = "AutoMLJobObjective"
        case autoMLProblemTypeConfig = "AutoMLProblemTypeConfig"
        case autoMLProblemTypeConfigName = "AutoMLProblemTypeConfigName"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case partialFailureReasons = "PartialFailureReasons"
        case bestCandidate = "BestCandidate"
        case autoMLJobStatus = "AutoMLJobStatus"
        case autoMLJobSecondaryStatus = "AutoMLJobSecondaryStatus"
        case autoMLJobArtifacts = "AutoMLJobArtifacts"
        case resolvedAttributes = "ResolvedAttributes"
        case dataSplitConfig = "DataSplitConfig"
        case securityConfig = "SecurityConfig"
        case modelDeployConfig = "ModelDeployConfig"
        case modelDeployResult = "ModelDeployResult"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var autoMLJobName: String {
        get { ResourceName.of(sent: sentName, arn: $autoMLJobArn) }
        set { sentName = newValue }
    }
}
