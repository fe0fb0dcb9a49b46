import AWSOperations

/// One metric of a candidate and the data set it was measured on.
public struct MetricValue: Hashable, Sendable {
    public var value: Double
    public var set: MetricSetSource?

    public init(value: Double, set: MetricSetSource?) {
        self.value = value
        self.set = set
    }

    /// Validation first, then a set that is not named, then test, then train.
    fileprivate var preference: Int {
        switch set {
        case .some(.validation): 0
        case .none: 1
        case .some(.test): 2
        case .some(.train): 3
        case .some: 4
        }
    }
}

extension AutoMLCandidate {
    /// Every metric of the candidate under its one name, measured on the validation set where there is a choice.
    public var metricValues: [MetricName: MetricValue] {
        var values: [MetricName: MetricValue] = [:]
        func keep(_ value: MetricValue, for name: MetricName) {
            guard value.value.isFinite else { return }
            if let kept = values[name], kept.preference <= value.preference { return }
            values[name] = value
        }
        if let final = finalAutoMLJobObjectiveMetric {
            let set = MetricName.dataSet(of: final.metricName.rawValue) ?? .validation
            if let name = final.normalisedName { keep(MetricValue(value: final.value, set: set), for: name) }
        }
        for datum in candidateProperties?.candidateMetrics ?? [] {
            guard let value = datum.value,
                let reported = datum.standardMetricName?.rawValue ?? datum.metricName?.rawValue
            else { continue }
            keep(
                MetricValue(value: value, set: datum.set ?? MetricName.dataSet(of: reported)), for: MetricName(reported)
            )
        }
        return values
    }

    /// Every metric on the training rows under its one name.
    var trainValues: [MetricName: Double] {
        var values: [MetricName: Double] = [:]
        for datum in candidateProperties?.candidateMetrics ?? [] {
            guard let value = datum.value?.finite,
                let reported = datum.standardMetricName?.rawValue ?? datum.metricName?.rawValue,
                (datum.set ?? MetricName.dataSet(of: reported)) == .train
            else { continue }
            values[MetricName(reported)] = value
        }
        return values
    }

    /// The image that predicts, without what all of Autopilot's images are called.
    var algorithm: String? {
        let containers = ContainerSets(self).preferred.enumerated().map { InferenceContainer($1, position: $0) }
        guard let image = containers.first(where: { $0.role == .algorithm })?.shortImage else { return nil }
        var name = image.firstByteIndex(of: ":").map { String(image[..<$0]) } ?? image
        for suffix in ["-inference", "-automl"] where name.hasSuffix(suffix) {
            name = String(name.dropLast(suffix.count))
        }
        return name.isEmpty ? nil : name
    }

    /// The final metric's value where it is no number to rank by: not a number, or infinite.
    public var unrankedValue: Double? {
        finalAutoMLJobObjectiveMetric?.$value.flatMap { $0.isFinite ? nil : $0 }
    }

    /// The value to rank by: of the objective, or of the final metric where its own name is not a documented one.
    ///
    /// Nil where the candidate has none, or only one of another metric, which cannot be compared.
    func objectiveValue(_ objective: MetricName?) -> Double? {
        guard let objective else { return finalAutoMLJobObjectiveMetric?.value.finite }
        if let final = finalAutoMLJobObjectiveMetric, final.normalisedName == objective { return final.value.finite }
        if let value = metricValues[objective] { return value.value }
        if let final = finalAutoMLJobObjectiveMetric, final.normalisedName?.isKnown == false {
            return final.value.finite
        }
        return nil
    }
}

extension FinalAutoMLJobObjectiveMetric {
    /// The metric under its one name; the standard name, where given, decides. Nil where neither was sent.
    public var normalisedName: MetricName? {
        (standardMetricName ?? $metricName).map { MetricName($0.rawValue) }
    }
}

extension Double {
    fileprivate var finite: Double? { isFinite ? self : nil }
}

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

    /// By bytes: two names that look the same may be two metrics.
    public static func == (left: MetricName, right: MetricName) -> Bool { left.name.hasSameBytes(as: right.name) }

    public func hash(into hasher: inout Hasher) { ByteText(name).hash(into: &hasher) }

    /// Minimise errors and losses, maximise the rest.
    public var direction: ObjectiveDirection {
        let folded = name.lowercased()
        return Self.minimised.contains(name) || folded.hasSuffix("loss") || folded.hasSuffix("error")
            ? .minimize : .maximize
    }

    /// Whether `direction` is more than a guess.
    public var hasKnownDirection: Bool {
        let folded = name.lowercased()
        return isKnown || folded.hasSuffix("loss") || folded.hasSuffix("error")
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

/// Which way an objective gets better.
public enum ObjectiveDirection: Hashable, Sendable {
    case maximize
    case minimize

    /// An arrow that points where better is.
    public var arrow: String {
        switch self {
        case .maximize: "↑"
        case .minimize: "↓"
        }
    }

    /// The same as a word, where an arrow could be read as the order of a list.
    public var word: String {
        switch self {
        case .maximize: "max"
        case .minimize: "min"
        }
    }

    /// Whether the left value is better than the right one.
    public func prefers(_ left: Double, over right: Double) -> Bool {
        switch self {
        case .maximize: left > right
        case .minimize: left < right
        }
    }

    init?(_ type: AutoMLJobObjectiveType?) {
        switch type {
        case .some(.maximize): self = .maximize
        case .some(.minimize): self = .minimize
        default: return nil
        }
    }
}
