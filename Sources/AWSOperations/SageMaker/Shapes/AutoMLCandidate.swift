/// One model that a job trained, with what it takes to deploy it.
public struct AutoMLCandidate: Codable, Hashable, Sendable {
    /// 1 to 64 characters.
    @Promised public var candidateName: String
    public var finalAutoMLJobObjectiveMetric: FinalAutoMLJobObjectiveMetric?
    @Promised public var objectiveStatus: ObjectiveStatus
    @Promised public var candidateSteps: [AutoMLCandidateStep]
    @Promised public var candidateStatus: CandidateStatus
    /// 0 to 5 entries.
    public var inferenceContainers: [AutoMLContainerDefinition]?
    @Promised public var creationTime: Timestamp
    public var endTime: Timestamp?
    @Promised public var lastModifiedTime: Timestamp
    /// 0 to 1024 characters.
    public var failureReason: String?
    public var candidateProperties: CandidateProperties?
    /// 0 to 2 entries.
    public var inferenceContainerDefinitions: [String: [AutoMLContainerDefinition]]?

    public init(
        candidateName: String,
        objectiveStatus: ObjectiveStatus,
        candidateSteps: [AutoMLCandidateStep],
        candidateStatus: CandidateStatus,
        creationTime: Timestamp,
        lastModifiedTime: Timestamp,
        finalAutoMLJobObjectiveMetric: FinalAutoMLJobObjectiveMetric? = nil,
        inferenceContainers: [AutoMLContainerDefinition]? = nil,
        endTime: Timestamp? = nil,
        failureReason: String? = nil,
        candidateProperties: CandidateProperties? = nil,
        inferenceContainerDefinitions: [String: [AutoMLContainerDefinition]]? = nil
    ) {
        self.candidateName = candidateName
        self.finalAutoMLJobObjectiveMetric = finalAutoMLJobObjectiveMetric
        self.objectiveStatus = objectiveStatus
        self.candidateSteps = candidateSteps
        self.candidateStatus = candidateStatus
        self.inferenceContainers = inferenceContainers
        self.creationTime = creationTime
        self.endTime = endTime
        self.lastModifiedTime = lastModifiedTime
        self.failureReason = failureReason
        self.candidateProperties = candidateProperties
        self.inferenceContainerDefinitions = inferenceContainerDefinitions
    }

    private enum CodingKeys: String, CodingKey {
        case candidateName = "CandidateName"
        case finalAutoMLJobObjectiveMetric = "FinalAutoMLJobObjectiveMetric"
        case objectiveStatus = "ObjectiveStatus"
        case candidateSteps = "CandidateSteps"
        case candidateStatus = "CandidateStatus"
        case inferenceContainers = "InferenceContainers"
        case creationTime = "CreationTime"
        case endTime = "EndTime"
        case lastModifiedTime = "LastModifiedTime"
        case failureReason = "FailureReason"
        case candidateProperties = "CandidateProperties"
        case inferenceContainerDefinitions = "InferenceContainerDefinitions"
    }
}

/// A value of the API's `CandidateStatus`; one that this list does not know is kept as its text.
public struct CandidateStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let completed = CandidateStatus(rawValue: "Completed")
    public static let inProgress = CandidateStatus(rawValue: "InProgress")
    public static let failed = CandidateStatus(rawValue: "Failed")
    public static let stopped = CandidateStatus(rawValue: "Stopped")
    public static let stopping = CandidateStatus(rawValue: "Stopping")

    /// The values that the service model names, in its order.
    public static let known: [CandidateStatus] = [
        .completed, .inProgress, .failed, .stopped, .stopping,
    ]
}

/// A value of the API's `ObjectiveStatus`; one that this list does not know is kept as its text.
public struct ObjectiveStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let succeeded = ObjectiveStatus(rawValue: "Succeeded")
    public static let pending = ObjectiveStatus(rawValue: "Pending")
    public static let failed = ObjectiveStatus(rawValue: "Failed")

    /// The values that the service model names, in its order.
    public static let known: [ObjectiveStatus] = [
        .succeeded, .pending, .failed,
    ]
}

/// One processing, training or transform job behind a candidate.
public struct AutoMLCandidateStep: Codable, Hashable, Sendable {
    @Promised public var candidateStepType: CandidateStepType
    /// 1 to 256 characters, matching `arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:.*/.*`.
    @Promised public var candidateStepArn: String
    /// 1 to 64 characters.
    @Promised public var candidateStepName: String

    public init(candidateStepType: CandidateStepType, candidateStepArn: String, candidateStepName: String) {
        self.candidateStepType = candidateStepType
        self.candidateStepArn = candidateStepArn
        self.candidateStepName = candidateStepName
    }

    /// The name as sent, else as the ARN tells it; empty where neither does.
    public var name: String { ResourceName.of(sent: $candidateStepName, arn: $candidateStepArn) }

    private enum CodingKeys: String, CodingKey {
        case candidateStepType = "CandidateStepType"
        case candidateStepArn = "CandidateStepArn"
        case candidateStepName = "CandidateStepName"
    }
}

/// A value of the API's `CandidateStepType`; one that this list does not know is kept as its text.
public struct CandidateStepType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let trainingJob = CandidateStepType(rawValue: "AWS::SageMaker::TrainingJob")
    public static let transformJob = CandidateStepType(rawValue: "AWS::SageMaker::TransformJob")
    public static let processingJob = CandidateStepType(rawValue: "AWS::SageMaker::ProcessingJob")

    /// The values that the service model names, in its order.
    public static let known: [CandidateStepType] = [
        .trainingJob, .transformJob, .processingJob,
    ]
}

/// Artifacts and metrics of a candidate.
public struct CandidateProperties: Codable, Hashable, Sendable {
    public var candidateArtifactLocations: CandidateArtifactLocations?
    /// 0 to 40 entries.
    public var candidateMetrics: [MetricDatum]?

    public init(
        candidateArtifactLocations: CandidateArtifactLocations? = nil,
        candidateMetrics: [MetricDatum]? = nil
    ) {
        self.candidateArtifactLocations = candidateArtifactLocations
        self.candidateMetrics = candidateMetrics
    }

    private enum CodingKeys: String, CodingKey {
        case candidateArtifactLocations = "CandidateArtifactLocations"
        case candidateMetrics = "CandidateMetrics"
    }
}

/// Where the reports on a candidate are.
public struct CandidateArtifactLocations: Codable, Hashable, Sendable {
    /// At least 1 characters.
    @Promised public var explainability: String
    /// At least 1 characters.
    public var modelInsights: String?
    /// At least 1 characters.
    public var backtestResults: String?

    public init(explainability: String, modelInsights: String? = nil, backtestResults: String? = nil) {
        self.explainability = explainability
        self.modelInsights = modelInsights
        self.backtestResults = backtestResults
    }

    private enum CodingKeys: String, CodingKey {
        case explainability = "Explainability"
        case modelInsights = "ModelInsights"
        case backtestResults = "BacktestResults"
    }
}

/// An inference container that a candidate brings.
public struct AutoMLContainerDefinition: Codable, Hashable, Sendable {
    /// 0 to 255 characters, matching `[\S]+`.
    @Promised public var image: String
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    @Promised @ByteText public var modelDataUrl: String
    /// 0 to 100 entries.
    public var environment: [String: String]?
    /// Whether all that was sent of its candidate's containers could be read; a model made of the rest would be another.
    public var isWhole = true
    /// What a container of a model that was made before has beside these; candidates have none of it, and it is not part
    /// of their shape.
    public var settings: ContainerDefinition?

    public init(
        image: String, modelDataUrl: String, environment: [String: String]? = nil, settings: ContainerDefinition? = nil
    ) {
        self.image = image
        self.modelDataUrl = modelDataUrl
        self.environment = environment
        self.settings = settings
    }

    private enum CodingKeys: String, CodingKey {
        case image = "Image"
        case modelDataUrl = "ModelDataUrl"
        case environment = "Environment"
    }
}

/// A value of the API's `CandidateSortBy`; one that this list does not know is kept as its text.
public struct CandidateSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let creationTime = CandidateSortBy(rawValue: "CreationTime")
    public static let status = CandidateSortBy(rawValue: "Status")
    public static let finalObjectiveMetricValue = CandidateSortBy(rawValue: "FinalObjectiveMetricValue")

    /// The values that the service model names, in its order.
    public static let known: [CandidateSortBy] = [
        .creationTime, .status, .finalObjectiveMetricValue,
    ]
}
