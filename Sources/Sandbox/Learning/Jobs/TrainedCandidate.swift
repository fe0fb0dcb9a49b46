import AWSOperations

/// One trained candidate: its names, its measured metrics and its artifacts.
struct TrainedCandidate: Sendable {
    var jobName: String
    var name: String
    /// From 1, in the order of training.
    var number: Int
    var recipe: CandidateRecipe
    var problemType: ProblemType
    var objective: AutoMLMetricEnum
    var pipeline: FeaturePipeline
    /// Absent where the training failed.
    var model: (any TrainedModel)?
    var metrics: [MeasuredMetric] = []
    /// Counts on the validation set by actual and predicted class; absent for a regression.
    var confusion: [[Int]]?
    /// The validation rows and their targets, for the explainability report.
    var unseen: (inputs: DataTable, targets: [String])
    var failureReason: String?

    var status: CandidateStatus { failureReason == nil ? .completed : .failed }

    /// The objective's value on the validation set; absent for a failed candidate.
    var objectiveValue: Double? { value(of: AutoMLMetricExtendedEnum(rawValue: objective.rawValue), in: .validation) }

    func value(of metric: AutoMLMetricExtendedEnum, in set: MetricSetSource) -> Double? {
        metrics.first { $0.name == metric && $0.set == set }?.value
    }

    /// Seconds from CreationTime to EndTime: of the order of real ones, where the training itself takes milliseconds.
    var duration: Double { Double(41 + number * 37 % 83) + 0.417 }

    /// The candidate as the API answers it, trained from `createdAt` on.
    ///
    /// With `isFinished` false it is still in training: no metric, no containers. As with the real service, the
    /// spelling of the objective depends on the algorithm, and `Type` and `StandardMetricName` are not always there.
    func candidate(
        account: String, region: String, bucket: String, createdAt: Timestamp, isFinished: Bool = true
    ) -> AutoMLCandidate {
        let end = createdAt.adding(seconds: duration)
        let succeeded = isFinished && failureReason == nil
        var candidate = AutoMLCandidate(
            candidateName: name,
            objectiveStatus: !isFinished ? .pending : succeeded ? .succeeded : .failed,
            candidateSteps: steps(account: account, region: region),
            candidateStatus: isFinished ? status : .inProgress,
            creationTime: createdAt,
            lastModifiedTime: isFinished ? end.adding(seconds: 62.311) : createdAt,
            endTime: isFinished ? end : nil,
            failureReason: isFinished ? failureReason : nil)
        guard succeeded else { return candidate }
        candidate.finalAutoMLJobObjectiveMetric = finalMetric
        let containers = containers(region: region, bucket: bucket)
        candidate.inferenceContainers = recipe.ensembleName != nil && number == 2 ? nil : containers
        if recipe.ensembleName != nil || number % 3 == 0 {
            candidate.inferenceContainerDefinitions = ["CPU": containers]
        }
        // Of an ensemble, the first candidate is served on a GPU alone, and the third on either.
        if recipe.ensembleName != nil, number != 2 {
            candidate.inferenceContainerDefinitions?["GPU"] = gpuContainers(region: region, bucket: bucket)
        }
        if recipe.ensembleName != nil, number == 1 {
            candidate.inferenceContainers = nil
            candidate.inferenceContainerDefinitions?["CPU"] = nil
        }
        candidate.candidateProperties = CandidateProperties(
            candidateArtifactLocations: CandidateArtifactLocations(
                explainability: "s3://\(bucket)/\(reportsPrefix)/explainability/output",
                modelInsights: "s3://\(bucket)/\(reportsPrefix)/model_insights/output"),
            candidateMetrics: metrics.map { metric in
                MetricDatum(
                    metricName: AutoMLMetricEnum(rawValue: metric.name.rawValue),
                    standardMetricName: metric.name, value: metric.value, set: metric.set)
            })
        return candidate
    }

    private var finalMetric: FinalAutoMLJobObjectiveMetric? {
        guard let value = objectiveValue else { return nil }
        let minimises: Set<AutoMLMetricEnum> = [.mse, .rmse, .mae]
        return FinalAutoMLJobObjectiveMetric(
            metricName: AutoMLMetricEnum(rawValue: reportedName), value: value,
            type: recipe.family == .scikitLearn ? nil : minimises.contains(objective) ? .minimize : .maximize,
            // The plain spelling says enough; the others come with the standard name.
            standardMetricName: recipe.family == .xgboost ? nil : objective)
    }

    /// How the algorithm spells the objective.
    private var reportedName: String {
        switch (recipe.family, objective) {
        case (.autoGluon, _): objective.rawValue
        case (.linearLearner, .accuracy): "validation:multiclass_accuracy"
        case (.linearLearner, .f1): "validation:binary_f_beta"
        case (.scikitLearn, .f1): "validation:f1_binary"
        default: "validation:\(objective.rawValue.lowercased())"
        }
    }
}
