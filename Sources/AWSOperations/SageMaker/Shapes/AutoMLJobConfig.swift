/// The settings of a V1 job.
public struct AutoMLJobConfig: Codable, Hashable, Sendable {
    public var completionCriteria: AutoMLJobCompletionCriteria?
    public var securityConfig: AutoMLSecurityConfig?
    public var candidateGenerationConfig: AutoMLCandidateGenerationConfig?
    public var dataSplitConfig: AutoMLDataSplitConfig?
    public var mode: AutoMLMode?

    public init(
        completionCriteria: AutoMLJobCompletionCriteria? = nil,
        securityConfig: AutoMLSecurityConfig? = nil,
        candidateGenerationConfig: AutoMLCandidateGenerationConfig? = nil,
        dataSplitConfig: AutoMLDataSplitConfig? = nil,
        mode: AutoMLMode? = nil
    ) {
        self.completionCriteria = completionCriteria
        self.securityConfig = securityConfig
        self.candidateGenerationConfig = candidateGenerationConfig
        self.dataSplitConfig = dataSplitConfig
        self.mode = mode
    }

    private enum CodingKeys: String, CodingKey {
        case completionCriteria = "CompletionCriteria"
        case securityConfig = "SecurityConfig"
        case candidateGenerationConfig = "CandidateGenerationConfig"
        case dataSplitConfig = "DataSplitConfig"
        case mode = "Mode"
    }
}

/// When a job stops looking for candidates.
public struct AutoMLJobCompletionCriteria: Codable, Hashable, Sendable {
    /// 1 to 750.
    public var maxCandidates: Int?
    /// At least 1.
    public var maxRuntimePerTrainingJobInSeconds: Int?
    /// At least 1.
    public var maxAutoMLJobRuntimeInSeconds: Int?

    public init(
        maxCandidates: Int? = nil,
        maxRuntimePerTrainingJobInSeconds: Int? = nil,
        maxAutoMLJobRuntimeInSeconds: Int? = nil
    ) {
        self.maxCandidates = maxCandidates
        self.maxRuntimePerTrainingJobInSeconds = maxRuntimePerTrainingJobInSeconds
        self.maxAutoMLJobRuntimeInSeconds = maxAutoMLJobRuntimeInSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case maxCandidates = "MaxCandidates"
        case maxRuntimePerTrainingJobInSeconds = "MaxRuntimePerTrainingJobInSeconds"
        case maxAutoMLJobRuntimeInSeconds = "MaxAutoMLJobRuntimeInSeconds"
    }
}

/// A value of the API's `AutoMLAlgorithm`; one that this list does not know is kept as its text.
public struct AutoMLAlgorithm: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let xgboost = AutoMLAlgorithm(rawValue: "xgboost")
    public static let linearLearner = AutoMLAlgorithm(rawValue: "linear-learner")
    public static let mlp = AutoMLAlgorithm(rawValue: "mlp")
    public static let lightgbm = AutoMLAlgorithm(rawValue: "lightgbm")
    public static let catboost = AutoMLAlgorithm(rawValue: "catboost")
    public static let randomforest = AutoMLAlgorithm(rawValue: "randomforest")
    public static let extraTrees = AutoMLAlgorithm(rawValue: "extra-trees")
    public static let nnTorch = AutoMLAlgorithm(rawValue: "nn-torch")
    public static let fastai = AutoMLAlgorithm(rawValue: "fastai")
    public static let cnnQr = AutoMLAlgorithm(rawValue: "cnn-qr")
    public static let deepar = AutoMLAlgorithm(rawValue: "deepar")
    public static let prophet = AutoMLAlgorithm(rawValue: "prophet")
    public static let npts = AutoMLAlgorithm(rawValue: "npts")
    public static let arima = AutoMLAlgorithm(rawValue: "arima")
    public static let ets = AutoMLAlgorithm(rawValue: "ets")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLAlgorithm] = [
        .xgboost, .linearLearner, .mlp, .lightgbm, .catboost, .randomforest, .extraTrees, .nnTorch, .fastai,
        .cnnQr, .deepar, .prophet, .npts, .arima, .ets,
    ]
}

/// The algorithms that a job may try.
public struct AutoMLAlgorithmConfig: Codable, Hashable, Sendable {
    /// 0 to 11 entries.
    @Promised public var autoMLAlgorithms: [AutoMLAlgorithm]

    public init(autoMLAlgorithms: [AutoMLAlgorithm]) {
        self.autoMLAlgorithms = autoMLAlgorithms
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLAlgorithms = "AutoMLAlgorithms"
    }
}

/// Features and algorithms of a V1 job.
public struct AutoMLCandidateGenerationConfig: Codable, Hashable, Sendable {
    /// 0 to 1024 characters, matching `(https|s3)://([^/]+)/?(.*)`.
    public var featureSpecificationS3Uri: String?
    /// 0 to 1 entries.
    public var algorithmsConfig: [AutoMLAlgorithmConfig]?

    public init(featureSpecificationS3Uri: String? = nil, algorithmsConfig: [AutoMLAlgorithmConfig]? = nil) {
        self.featureSpecificationS3Uri = featureSpecificationS3Uri
        self.algorithmsConfig = algorithmsConfig
    }

    private enum CodingKeys: String, CodingKey {
        case featureSpecificationS3Uri = "FeatureSpecificationS3Uri"
        case algorithmsConfig = "AlgorithmsConfig"
    }
}

/// Candidate generation config.
public struct CandidateGenerationConfig: Codable, Hashable, Sendable {
    /// 0 to 1 entries.
    public var algorithmsConfig: [AutoMLAlgorithmConfig]?

    public init(algorithmsConfig: [AutoMLAlgorithmConfig]? = nil) {
        self.algorithmsConfig = algorithmsConfig
    }

    private enum CodingKeys: String, CodingKey {
        case algorithmsConfig = "AlgorithmsConfig"
    }
}

/// How training data is split.
public struct AutoMLDataSplitConfig: Codable, Hashable, Sendable {
    /// 0 to 1.
    public var validationFraction: Double?

    public init(validationFraction: Double? = nil) {
        self.validationFraction = validationFraction
    }

    private enum CodingKeys: String, CodingKey {
        case validationFraction = "ValidationFraction"
    }
}

/// A value of the API's `AutoMLMode`; one that this list does not know is kept as its text.
public struct AutoMLMode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let auto = AutoMLMode(rawValue: "AUTO")
    public static let ensembling = AutoMLMode(rawValue: "ENSEMBLING")
    public static let hyperparametertuning = AutoMLMode(rawValue: "HYPERPARAMETER_TUNING")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLMode] = [
        .auto, .ensembling, .hyperparametertuning,
    ]
}

/// Encryption and network of a job.
public struct AutoMLSecurityConfig: Codable, Hashable, Sendable {
    /// 0 to 2048 characters, matching `[a-zA-Z0-9:/_-]*`.
    public var volumeKmsKeyId: String?
    public var enableInterContainerTrafficEncryption: Bool?
    public var vpcConfig: VpcConfig?

    public init(
        volumeKmsKeyId: String? = nil,
        enableInterContainerTrafficEncryption: Bool? = nil,
        vpcConfig: VpcConfig? = nil
    ) {
        self.volumeKmsKeyId = volumeKmsKeyId
        self.enableInterContainerTrafficEncryption = enableInterContainerTrafficEncryption
        self.vpcConfig = vpcConfig
    }

    private enum CodingKeys: String, CodingKey {
        case volumeKmsKeyId = "VolumeKmsKeyId"
        case enableInterContainerTrafficEncryption = "EnableInterContainerTrafficEncryption"
        case vpcConfig = "VpcConfig"
    }
}

/// The subnets and security groups that a model runs in.
public struct VpcConfig: Codable, Hashable, Sendable {
    /// 1 to 5 entries.
    @Promised public var securityGroupIds: [String]
    /// 1 to 16 entries.
    @Promised public var subnets: [String]

    public init(securityGroupIds: [String], subnets: [String]) {
        self.securityGroupIds = securityGroupIds
        self.subnets = subnets
    }

    /// Reads leniently: an answer may leave out what a request must have.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        securityGroupIds = try container.decodeIfPresent([String].self, forKey: .securityGroupIds) ?? []
        subnets = try container.decodeIfPresent([String].self, forKey: .subnets) ?? []
    }

    private enum CodingKeys: String, CodingKey {
        case securityGroupIds = "SecurityGroupIds"
        case subnets = "Subnets"
    }
}
