import AWSOperations

/// An Autopilot job whose candidates were really trained on the penguins.
struct TrainedJob: Sendable {
    var name: String
    var problemType: ProblemType
    var objective: AutoMLMetricEnum
    var mode: AutoMLMode
    /// The column that the job predicts.
    var target: String
    /// The columns of an input row, in order: all but the target.
    var inputColumns: [String]
    /// The rows that the job learnt from, target and all.
    var data: DataTable
    /// Those of `data` that the candidates were measured on and not trained with.
    var validation: DataTable
    /// In the order of training, best and failed ones among them.
    var candidates: [TrainedCandidate]

    /// Whether a smaller objective is better.
    var minimises: Bool { [.mse, .rmse, .mae].contains(objective) }

    /// The completed candidate with the best objective; the first of equal ones.
    var best: TrainedCandidate? { best(of: candidates) }

    /// The best of some of the candidates, as of those that a running job has finished.
    func best(of some: [TrainedCandidate]) -> TrainedCandidate? {
        some.filter { $0.objectiveValue != nil }.reduce(nil as TrainedCandidate?) { best, next in
            guard let best, let value = best.objectiveValue, let other = next.objectiveValue else { return next }
            return (minimises ? other < value : other > value) ? next : best
        }
    }

    /// The job's input: a header, then every row, the target among the columns.
    var trainingCSV: [UInt8] {
        let lines = [data.columns] + data.rows
        return Array(lines.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
    }
}

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
    /// The validation rows and their targets, for the reports.
    var unseen: (inputs: DataTable, targets: [String])
    /// Whether there is a report of the model's quality; AWS often writes that of the best candidate alone.
    var hasInsights = true
    /// Seconds that a row takes, as measured on the validation rows; of ensembles alone, as at AWS.
    var latency: Double?
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
                explainability: "s3://\(bucket)/\(explainabilityPrefix)",
                modelInsights: hasInsights ? "s3://\(bucket)/\(insightsPrefix)" : nil),
            candidateMetrics: metrics.map { metric in
                MetricDatum(
                    metricName: AutoMLMetricEnum(rawValue: metric.name.rawValue),
                    standardMetricName: metric.name, value: metric.value, set: metric.set)
            }
                + (latency.map { [MetricDatum(standardMetricName: .inferenceLatency, value: $0, set: .validation)] }
                    ?? []))
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

/// What one candidate tries: a learner on the features of one data processor.
struct CandidateRecipe: Hashable, Sendable {
    var learner: Learner
    /// The data processor's number, which names it in artifacts: `dpp0`, `dpp1`, …
    var processor: Int
    var features: FeatureRecipe
    /// How Autopilot's name for the algorithm is written in paths and images.
    var family: AlgorithmFamily
    /// An ensembling candidate's own name; HPO candidates are numbered.
    var ensembleName: String?

    init(_ learner: Learner, on processor: DataProcessor, as family: AlgorithmFamily, named ensembleName: String? = nil)
    {
        self.learner = learner
        self.processor = processor.rawValue
        features = processor.recipe
        self.family = family
        self.ensembleName = ensembleName
    }
}

/// The feature pipelines that the candidates try.
enum DataProcessor: Int, Sendable {
    case standardised
    case numbersOnly
    case billsOnly
    case squared
    case unscaled

    var recipe: FeatureRecipe {
        switch self {
        case .standardised: FeatureRecipe()
        case .numbersOnly: FeatureRecipe(usesCategories: false)
        case .billsOnly: FeatureRecipe(usesCategories: false, numericColumns: ["bill_length_mm", "bill_depth_mm"])
        case .squared: FeatureRecipe(degree: 2)
        case .unscaled: FeatureRecipe(scaling: .none)
        }
    }
}

/// Which image serves a candidate's algorithm, and how that algorithm spells its metrics.
enum AlgorithmFamily: Sendable, CaseIterable {
    case xgboost
    case linearLearner
    case scikitLearn
    case autoGluon

    /// Repository and tag in the registry.
    var image: String {
        switch self {
        case .xgboost: "sagemaker-xgboost:1.3-1-cpu-py3"
        case .linearLearner: "linear-learner:inference-cpu-1"
        case .scikitLearn: "sagemaker-sklearn-automl:2.5-1-cpu-py3"
        case .autoGluon: "autogluon-inference:0.8-1-cpu-py39"
        }
    }

    var pathName: String {
        switch self {
        case .xgboost: "xgb"
        case .linearLearner: "ll"
        case .scikitLearn: "skl"
        case .autoGluon: "ag"
        }
    }
}
