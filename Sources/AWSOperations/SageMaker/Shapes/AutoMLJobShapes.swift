/// One row of ListAutoMLJobs.
public struct AutoMLJobSummary: Codable, Hashable, Sendable {
    /// 1 to 32 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}`.
    public var sentName: String?
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:automl-job/.*`.
    @Promised public var autoMLJobArn: String
    @Promised public var autoMLJobStatus: AutoMLJobStatus
    @Promised public var autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus
    @Promised public var creationTime: Timestamp
    public var endTime: Timestamp?
    @Promised public var lastModifiedTime: Timestamp
    /// 0 to 1024 characters.
    public var failureReason: String?
    /// 1 to 5 entries.
    public var partialFailureReasons: [AutoMLPartialFailureReason]?

    public init(
        autoMLJobName: String,
        autoMLJobArn: String,
        autoMLJobStatus: AutoMLJobStatus,
        autoMLJobSecondaryStatus: AutoMLJobSecondaryStatus,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        partialFailureReasons: [AutoMLPartialFailureReason]? = nil
    ) {
        sentName = autoMLJobName
        self.autoMLJobArn = autoMLJobArn
        self.autoMLJobStatus = autoMLJobStatus
        self.autoMLJobSecondaryStatus = autoMLJobSecondaryStatus
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.partialFailureReasons = partialFailureReasons
    }

    private enum CodingKeys: String, CodingKey {
        case sentName = "AutoMLJobName"
        case autoMLJobArn = "AutoMLJobArn"
        case autoMLJobStatus = "AutoMLJobStatus"
        case autoMLJobSecondaryStatus = "AutoMLJobSecondaryStatus"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case partialFailureReasons = "PartialFailureReasons"
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var autoMLJobName: String {
        get { ResourceName.of(sent: sentName, arn: $autoMLJobArn) }
        set { sentName = newValue }
    }
}

/// A value of the API's `AutoMLJobStatus`; one that this list does not know is kept as its text.
public struct AutoMLJobStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let completed = AutoMLJobStatus(rawValue: "Completed")
    public static let inProgress = AutoMLJobStatus(rawValue: "InProgress")
    public static let failed = AutoMLJobStatus(rawValue: "Failed")
    public static let stopped = AutoMLJobStatus(rawValue: "Stopped")
    public static let stopping = AutoMLJobStatus(rawValue: "Stopping")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLJobStatus] = [
        .completed, .inProgress, .failed, .stopped, .stopping,
    ]
}

/// A value of the API's `AutoMLJobSecondaryStatus`; one that this list does not know is kept as its text.
public struct AutoMLJobSecondaryStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let starting = AutoMLJobSecondaryStatus(rawValue: "Starting")
    public static let maxCandidatesReached = AutoMLJobSecondaryStatus(rawValue: "MaxCandidatesReached")
    public static let failed = AutoMLJobSecondaryStatus(rawValue: "Failed")
    public static let stopped = AutoMLJobSecondaryStatus(rawValue: "Stopped")
    public static let maxAutoMLJobRuntimeReached = AutoMLJobSecondaryStatus(rawValue: "MaxAutoMLJobRuntimeReached")
    public static let stopping = AutoMLJobSecondaryStatus(rawValue: "Stopping")
    public static let candidateDefinitionsGenerated = AutoMLJobSecondaryStatus(
        rawValue: "CandidateDefinitionsGenerated")
    public static let completed = AutoMLJobSecondaryStatus(rawValue: "Completed")
    public static let explainabilityError = AutoMLJobSecondaryStatus(rawValue: "ExplainabilityError")
    public static let deployingModel = AutoMLJobSecondaryStatus(rawValue: "DeployingModel")
    public static let modelDeploymentError = AutoMLJobSecondaryStatus(rawValue: "ModelDeploymentError")
    public static let generatingModelInsightsReport = AutoMLJobSecondaryStatus(
        rawValue: "GeneratingModelInsightsReport")
    public static let modelInsightsError = AutoMLJobSecondaryStatus(rawValue: "ModelInsightsError")
    public static let analyzingData = AutoMLJobSecondaryStatus(rawValue: "AnalyzingData")
    public static let featureEngineering = AutoMLJobSecondaryStatus(rawValue: "FeatureEngineering")
    public static let modelTuning = AutoMLJobSecondaryStatus(rawValue: "ModelTuning")
    public static let generatingExplainabilityReport = AutoMLJobSecondaryStatus(
        rawValue: "GeneratingExplainabilityReport")
    public static let trainingModels = AutoMLJobSecondaryStatus(rawValue: "TrainingModels")
    public static let preTraining = AutoMLJobSecondaryStatus(rawValue: "PreTraining")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLJobSecondaryStatus] = [
        .starting, .maxCandidatesReached, .failed, .stopped, .maxAutoMLJobRuntimeReached, .stopping,
        .candidateDefinitionsGenerated, .completed, .explainabilityError, .deployingModel, .modelDeploymentError,
        .generatingModelInsightsReport, .modelInsightsError, .analyzingData, .featureEngineering, .modelTuning,
        .generatingExplainabilityReport, .trainingModels, .preTraining,
    ]
}

/// Where a job left its notebooks.
public struct AutoMLJobArtifacts: Codable, Hashable, Sendable {
    /// At least 1 characters.
    public var candidateDefinitionNotebookLocation: String?
    /// At least 1 characters.
    public var dataExplorationNotebookLocation: String?

    public init(candidateDefinitionNotebookLocation: String? = nil, dataExplorationNotebookLocation: String? = nil) {
        self.candidateDefinitionNotebookLocation = candidateDefinitionNotebookLocation
        self.dataExplorationNotebookLocation = dataExplorationNotebookLocation
    }

    private enum CodingKeys: String, CodingKey {
        case candidateDefinitionNotebookLocation = "CandidateDefinitionNotebookLocation"
        case dataExplorationNotebookLocation = "DataExplorationNotebookLocation"
    }
}

/// How a job deploys its best candidate to an endpoint.
public struct ModelDeployConfig: Codable, Hashable, Sendable {
    public var autoGenerateEndpointName: Bool?
    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var endpointName: String?

    public init(autoGenerateEndpointName: Bool? = nil, endpointName: String? = nil) {
        self.autoGenerateEndpointName = autoGenerateEndpointName
        self.endpointName = endpointName
    }

    private enum CodingKeys: String, CodingKey {
        case autoGenerateEndpointName = "AutoGenerateEndpointName"
        case endpointName = "EndpointName"
    }
}

/// Where a job has deployed its best candidate.
public struct ModelDeployResult: Codable, Hashable, Sendable {
    /// 0 to 63 characters, matching `[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}`.
    public var endpointName: String?

    public init(endpointName: String? = nil) {
        self.endpointName = endpointName
    }

    private enum CodingKeys: String, CodingKey {
        case endpointName = "EndpointName"
    }
}

/// A failure that did not end the whole job.
public struct AutoMLPartialFailureReason: Codable, Hashable, Sendable {
    /// 0 to 1024 characters.
    public var partialFailureMessage: String?

    public init(partialFailureMessage: String? = nil) {
        self.partialFailureMessage = partialFailureMessage
    }

    private enum CodingKeys: String, CodingKey {
        case partialFailureMessage = "PartialFailureMessage"
    }
}

/// A value of the API's `AutoMLSortBy`; one that this list does not know is kept as its text.
public struct AutoMLSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let name = AutoMLSortBy(rawValue: "Name")
    public static let creationTime = AutoMLSortBy(rawValue: "CreationTime")
    public static let status = AutoMLSortBy(rawValue: "Status")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLSortBy] = [
        .name, .creationTime, .status,
    ]
}

/// A value of the API's `AutoMLSortOrder`; one that this list does not know is kept as its text.
public struct AutoMLSortOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ascending = AutoMLSortOrder(rawValue: "Ascending")
    public static let descending = AutoMLSortOrder(rawValue: "Descending")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLSortOrder] = [
        .ascending, .descending,
    ]
}

/// The metric that a job optimises.
public struct AutoMLJobObjective: Codable, Hashable, Sendable {
    @Promised public var metricName: AutoMLMetricEnum

    public init(metricName: AutoMLMetricEnum) {
        self.metricName = metricName
    }

    private enum CodingKeys: String, CodingKey {
        case metricName = "MetricName"
    }
}

/// A value of the API's `AutoMLJobObjectiveType`; one that this list does not know is kept as its text.
public struct AutoMLJobObjectiveType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let maximize = AutoMLJobObjectiveType(rawValue: "Maximize")
    public static let minimize = AutoMLJobObjectiveType(rawValue: "Minimize")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLJobObjectiveType] = [
        .maximize, .minimize,
    ]
}

/// Where a job writes its artifacts.
public struct AutoMLOutputDataConfig: Codable, Hashable, Sendable {
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var kmsKeyId: String?
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var s3OutputPath: String

    public init(s3OutputPath: String, kmsKeyId: String? = nil) {
        self.kmsKeyId = kmsKeyId
        self.s3OutputPath = s3OutputPath
    }

    private enum CodingKeys: String, CodingKey {
        case kmsKeyId = "KmsKeyId"
        case s3OutputPath = "S3OutputPath"
    }
}

/// What a V2 job settled on by itself.
public struct AutoMLResolvedAttributes: Codable, Hashable, Sendable {
    public var autoMLJobObjective: AutoMLJobObjective?
    public var completionCriteria: AutoMLJobCompletionCriteria?
    public var autoMLProblemTypeResolvedAttributes: AutoMLProblemTypeResolvedAttributes?

    public init(
        autoMLJobObjective: AutoMLJobObjective? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        autoMLProblemTypeResolvedAttributes: AutoMLProblemTypeResolvedAttributes? = nil
    ) {
        self.autoMLJobObjective = autoMLJobObjective
        self.completionCriteria = completionCriteria
        self.autoMLProblemTypeResolvedAttributes = autoMLProblemTypeResolvedAttributes
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobObjective = "AutoMLJobObjective"
        case completionCriteria = "CompletionCriteria"
        case autoMLProblemTypeResolvedAttributes = "AutoMLProblemTypeResolvedAttributes"
    }
}

/// Auto mlproblem type resolved attributes.
public struct AutoMLProblemTypeResolvedAttributes: Codable, Hashable, Sendable {
    public var tabularResolvedAttributes: TabularResolvedAttributes?

    public init(tabularResolvedAttributes: TabularResolvedAttributes? = nil) {
        self.tabularResolvedAttributes = tabularResolvedAttributes
    }

    private enum CodingKeys: String, CodingKey {
        case tabularResolvedAttributes = "TabularResolvedAttributes"
    }
}

/// What a V1 job settled on by itself.
public struct ResolvedAttributes: Codable, Hashable, Sendable {
    public var autoMLJobObjective: AutoMLJobObjective?
    public var problemType: ProblemType?
    public var completionCriteria: AutoMLJobCompletionCriteria?

    public init(
        autoMLJobObjective: AutoMLJobObjective? = nil,
        problemType: ProblemType? = nil,
        completionCriteria: AutoMLJobCompletionCriteria? = nil
    ) {
        self.autoMLJobObjective = autoMLJobObjective
        self.problemType = problemType
        self.completionCriteria = completionCriteria
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLJobObjective = "AutoMLJobObjective"
        case problemType = "ProblemType"
        case completionCriteria = "CompletionCriteria"
    }
}

/// Tabular resolved attributes.
public struct TabularResolvedAttributes: Codable, Hashable, Sendable {
    public var problemType: ProblemType?

    public init(problemType: ProblemType? = nil) {
        self.problemType = problemType
    }

    private enum CodingKeys: String, CodingKey {
        case problemType = "ProblemType"
    }
}
