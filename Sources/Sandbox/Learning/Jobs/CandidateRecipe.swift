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
