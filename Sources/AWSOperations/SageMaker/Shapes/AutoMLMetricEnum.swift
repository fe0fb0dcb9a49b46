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
