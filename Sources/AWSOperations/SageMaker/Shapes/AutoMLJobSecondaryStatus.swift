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
