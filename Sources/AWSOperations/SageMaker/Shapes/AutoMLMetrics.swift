/// A value of the API's `AutoMLMetricEnum`; one that this list does not know is kept as its text.
public struct AutoMLMetricEnum: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let accuracy = AutoMLMetricEnum(rawValue: "Accuracy")
    public static let mse = AutoMLMetricEnum(rawValue: "MSE")
    public static let f1 = AutoMLMetricEnum(rawValue: "F1")
    public static let f1macro = AutoMLMetricEnum(rawValue: "F1macro")
    public static let auc = AutoMLMetricEnum(rawValue: "AUC")
    public static let rmse = AutoMLMetricEnum(rawValue: "RMSE")
    public static let balancedAccuracy = AutoMLMetricEnum(rawValue: "BalancedAccuracy")
    public static let r2 = AutoMLMetricEnum(rawValue: "R2")
    public static let recall = AutoMLMetricEnum(rawValue: "Recall")
    public static let recallMacro = AutoMLMetricEnum(rawValue: "RecallMacro")
    public static let precision = AutoMLMetricEnum(rawValue: "Precision")
    public static let precisionMacro = AutoMLMetricEnum(rawValue: "PrecisionMacro")
    public static let mae = AutoMLMetricEnum(rawValue: "MAE")
    public static let mape = AutoMLMetricEnum(rawValue: "MAPE")
    public static let mase = AutoMLMetricEnum(rawValue: "MASE")
    public static let wape = AutoMLMetricEnum(rawValue: "WAPE")
    public static let averageWeightedQuantileLoss = AutoMLMetricEnum(rawValue: "AverageWeightedQuantileLoss")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLMetricEnum] = [
        .accuracy, .mse, .f1, .f1macro, .auc, .rmse, .balancedAccuracy, .r2, .recall, .recallMacro, .precision,
        .precisionMacro, .mae, .mape, .mase, .wape, .averageWeightedQuantileLoss,
    ]
}

/// A value of the API's `AutoMLMetricExtendedEnum`; one that this list does not know is kept as its text.
public struct AutoMLMetricExtendedEnum: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let accuracy = AutoMLMetricExtendedEnum(rawValue: "Accuracy")
    public static let mse = AutoMLMetricExtendedEnum(rawValue: "MSE")
    public static let f1 = AutoMLMetricExtendedEnum(rawValue: "F1")
    public static let f1macro = AutoMLMetricExtendedEnum(rawValue: "F1macro")
    public static let auc = AutoMLMetricExtendedEnum(rawValue: "AUC")
    public static let rmse = AutoMLMetricExtendedEnum(rawValue: "RMSE")
    public static let mae = AutoMLMetricExtendedEnum(rawValue: "MAE")
    public static let r2 = AutoMLMetricExtendedEnum(rawValue: "R2")
    public static let balancedAccuracy = AutoMLMetricExtendedEnum(rawValue: "BalancedAccuracy")
    public static let precision = AutoMLMetricExtendedEnum(rawValue: "Precision")
    public static let precisionMacro = AutoMLMetricExtendedEnum(rawValue: "PrecisionMacro")
    public static let recall = AutoMLMetricExtendedEnum(rawValue: "Recall")
    public static let recallMacro = AutoMLMetricExtendedEnum(rawValue: "RecallMacro")
    public static let logLoss = AutoMLMetricExtendedEnum(rawValue: "LogLoss")
    public static let inferenceLatency = AutoMLMetricExtendedEnum(rawValue: "InferenceLatency")
    public static let mape = AutoMLMetricExtendedEnum(rawValue: "MAPE")
    public static let mase = AutoMLMetricExtendedEnum(rawValue: "MASE")
    public static let wape = AutoMLMetricExtendedEnum(rawValue: "WAPE")
    public static let averageWeightedQuantileLoss = AutoMLMetricExtendedEnum(rawValue: "AverageWeightedQuantileLoss")
    public static let rouge1 = AutoMLMetricExtendedEnum(rawValue: "Rouge1")
    public static let rouge2 = AutoMLMetricExtendedEnum(rawValue: "Rouge2")
    public static let rougeL = AutoMLMetricExtendedEnum(rawValue: "RougeL")
    public static let rougeLSum = AutoMLMetricExtendedEnum(rawValue: "RougeLSum")
    public static let perplexity = AutoMLMetricExtendedEnum(rawValue: "Perplexity")
    public static let validationLoss = AutoMLMetricExtendedEnum(rawValue: "ValidationLoss")
    public static let trainingLoss = AutoMLMetricExtendedEnum(rawValue: "TrainingLoss")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLMetricExtendedEnum] = [
        .accuracy, .mse, .f1, .f1macro, .auc, .rmse, .mae, .r2, .balancedAccuracy, .precision, .precisionMacro,
        .recall, .recallMacro, .logLoss, .inferenceLatency, .mape, .mase, .wape, .averageWeightedQuantileLoss,
        .rouge1, .rouge2, .rougeL, .rougeLSum, .perplexity, .validationLoss, .trainingLoss,
    ]
}

/// The value that a candidate reached on the objective.
public struct FinalAutoMLJobObjectiveMetric: Codable, Hashable, Sendable {
    public var type: AutoMLJobObjectiveType?
    @Promised public var metricName: AutoMLMetricEnum
    @Promised public var value: Double
    public var standardMetricName: AutoMLMetricEnum?

    public init(
        metricName: AutoMLMetricEnum,
        value: Double,
        type: AutoMLJobObjectiveType? = nil,
        standardMetricName: AutoMLMetricEnum? = nil
    ) {
        self.type = type
        self.metricName = metricName
        self.value = value
        self.standardMetricName = standardMetricName
    }

    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case metricName = "MetricName"
        case value = "Value"
        case standardMetricName = "StandardMetricName"
    }
}

/// One metric of a candidate on one data set.
public struct MetricDatum: Codable, Hashable, Sendable {
    public var metricName: AutoMLMetricEnum?
    public var standardMetricName: AutoMLMetricExtendedEnum?
    public var value: Double?
    public var set: MetricSetSource?

    public init(
        metricName: AutoMLMetricEnum? = nil,
        standardMetricName: AutoMLMetricExtendedEnum? = nil,
        value: Double? = nil,
        set: MetricSetSource? = nil
    ) {
        self.metricName = metricName
        self.standardMetricName = standardMetricName
        self.value = value
        self.set = set
    }

    private enum CodingKeys: String, CodingKey {
        case metricName = "MetricName"
        case standardMetricName = "StandardMetricName"
        case value = "Value"
        case set = "Set"
    }
}

/// A value of the API's `MetricSetSource`; one that this list does not know is kept as its text.
public struct MetricSetSource: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let train = MetricSetSource(rawValue: "Train")
    public static let validation = MetricSetSource(rawValue: "Validation")
    public static let test = MetricSetSource(rawValue: "Test")

    /// The values that the service model names, in its order.
    public static let known: [MetricSetSource] = [
        .train, .validation, .test,
    ]
}
