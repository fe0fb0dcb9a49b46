import AWSOperations

/// A metric under its one name, whatever the algorithm that measured it calls it.
///
/// Algorithms of one job name the same metric `validation:f1`, `validation:binary_f_beta` or `validation:f1_binary`.
public struct MetricName: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The API's name where there is one (`F1`, `LogLoss`); otherwise the reported name without its data set.
    public let name: String
    /// Whether the name is one that Autopilot documents.
    public let isKnown: Bool

    public init(_ reported: String) {
        let bare = Self.withoutDataSet(reported)
        let folded = String(bare.lowercased().filter { $0.isLetter || $0.isNumber })
        if let known = Self.names[folded] {
            name = known
            isKnown = true
        } else {
            name = bare
            isKnown = false
        }
    }

    public var description: String { name }

    /// Minimise errors and losses, maximise the rest.
    public var direction: ObjectiveDirection {
        let folded = name.lowercased()
        return Self.minimised.contains(name) || folded.hasSuffix("loss") || folded.hasSuffix("error")
            ? .minimize : .maximize
    }

    /// The data set in front of the name, as in `validation:f1`; nil where none is.
    static func dataSet(of reported: String) -> MetricSetSource? {
        switch reported.split(separator: ":").first?.lowercased() {
        case "validation": reported.contains(":") ? .validation : nil
        case "train": reported.contains(":") ? .train : nil
        case "test": reported.contains(":") ? .test : nil
        default: nil
        }
    }

    private static func withoutDataSet(_ reported: String) -> String {
        guard dataSet(of: reported) != nil, let colon = reported.firstIndex(of: ":") else { return reported }
        return String(reported[reported.index(after: colon)...])
    }

    private static let minimised: Set<String> = [
        "MSE", "RMSE", "MAE", "MAPE", "MASE", "WAPE", "AverageWeightedQuantileLoss", "LogLoss", "InferenceLatency",
        "Perplexity",
    ]

    /// Reported names, in lower case without signs, and the API's names for them.
    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for known in AutoMLMetricEnum.known { names[known.rawValue.lowercased()] = known.rawValue }
        for known in AutoMLMetricExtendedEnum.known { names[known.rawValue.lowercased()] = known.rawValue }
        let others: [String: [String]] = [
            "F1": ["binaryfbeta", "f1binary", "binaryf1", "fbeta", "f1score"],
            "F1macro": ["macrofbeta", "macrof1", "multiclassf1", "f1macroavg"],
            "Accuracy": ["binaryclassificationaccuracy", "multiclassaccuracy", "acc"],
            "BalancedAccuracy": ["balancedmulticlassaccuracy"],
            "AUC": ["rocauc", "rocaucscore", "binaryauc"],
            "Precision": ["binaryprecision"],
            "PrecisionMacro": ["macroprecision"],
            "Recall": ["binaryrecall"],
            "RecallMacro": ["macrorecall", "multiclassrecall"],
            "MAE": ["absoluteloss", "meanabsoluteerror"],
            "MSE": ["meansquarederror", "squaredloss"],
            "RMSE": ["rootmeansquarederror"],
            "R2": ["r2score"],
            "LogLoss": ["mlogloss", "binarylogloss", "multilogloss", "crossentropyloss", "binarycrossentropyloss"],
            "AverageWeightedQuantileLoss": ["meanwquantileloss", "wql"],
        ]
        for (known, reported) in others {
            for name in reported { names[name] = known }
        }
        return names
    }()
}
