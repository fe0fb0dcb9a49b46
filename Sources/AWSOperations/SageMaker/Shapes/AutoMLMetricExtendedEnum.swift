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
