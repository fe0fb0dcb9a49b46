import JSONCoding

/// How good a candidate is on its validation rows, as SageMaker's model quality report has it (`statistics.json`).
public struct ModelQuality: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case regression
        case binary
        case multiclass
        /// By the report's own key.
        case other(String)

        public var title: String {
            switch self {
            case .regression: "Regression"
            case .binary: "Binary classification"
            case .multiclass: "Multiclass classification"
            case .other(let key): key.isEmpty ? "Metrics" : key
            }
        }

        /// As documents call it.
        public var key: String {
            switch self {
            case .regression: "Regression"
            case .binary: "BinaryClassification"
            case .multiclass: "MulticlassClassification"
            case .other(let key): key
            }
        }
    }

    public struct Metric: Hashable, Sendable {
        /// As the report calls it: `weighted_f1`.
        public var key: String
        /// As people call it: `weighted F1`.
        public var name: String
        /// Nil where the report has none, or it is no number.
        public var value: Double?
        /// What stands in its place where it is no number.
        public var text: String?
        /// Nil where the report has none; NaN where it says so.
        public var deviation: Double?
        /// What always predicting one class would reach; nil where the report has none.
        public var constant: Double?

        /// Whether always predicting one class is as good; nil where that isn't told by comparing the two.
        public var isNoBetterThanConstant: Bool? {
            guard ModelQuality.comparable.contains(ModelQuality.plain(key)), let value, let constant, value.isFinite,
                constant.isFinite
            else {
                return nil
            }
            return value <= constant
        }
    }

    public var kind: Kind
    /// Those that decide first, then as in the report.
    public var metrics: [Metric] = []
    public var matrix: LabelMatrix?
    public var curves: [ReportCurve] = []
    public var unknown: [UnknownPart] = []

    private static let constantSuffix = "_best_constant_classifier"
    /// Metrics of which more is better than what always predicting one class reaches; recall alone says nothing.
    private static let comparable: Set<String> = [
        "accuracy", "balancedaccuracy", "f05", "f1", "f2", "weightedf05", "weightedf1", "weightedf2", "macrof1",
        "f1macro",
    ]

    /// A key as `names` has it: reports write `weighted_f1`, the API `F1macro`.
    private static func plain(_ key: String) -> String { key.lowercased().filter { $0 != "_" && $0 != "-" } }

    init(key: String, _ value: JSONValue) {
        kind = Self.kind(of: key)
        var places: [String: Int] = [:]
        for member in value.uniqueMembers {
            if member.key == "confusion_matrix" {
                matrix = LabelMatrix(member.value)
                if matrix == nil { unknown.append(UnknownPart(member.key, member.value)) }
                continue
            }
            let curves = Self.curves(in: member.value)
            if !curves.isEmpty {
                self.curves += curves
                continue
            }
            let isConstant = member.key.hasByteSuffix(Self.constantSuffix)
            let key = isConstant ? String(member.key.dropLast(Self.constantSuffix.count)) : member.key
            guard let figure = Figure(member.value) else {
                unknown.append(UnknownPart(member.key, member.value))
                continue
            }
            let place = places[key] ?? metrics.count
            if place == metrics.count {
                places[key] = place
                metrics.append(Metric(key: key, name: Self.name(of: key)))
            }
            if isConstant {
                metrics[place].constant = figure.value
            } else {
                metrics[place].value = figure.value
                metrics[place].text = figure.text
                metrics[place].deviation = figure.deviation
            }
        }
        let order = Dictionary(uniqueKeysWithValues: Self.names.enumerated().map { ($0.element.key, $0.offset) })
        let ranks = metrics.map { order[Self.plain($0.key)] ?? Self.names.count }
        metrics = metrics.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { metrics[$0] }
        if case .other = kind { kind = likelyKind ?? kind }
        giveAreas()
    }

    /// A metric's value with its standard deviation, in any of the forms that reports have.
    private struct Figure {
        var value: Double?
        var text: String?
        var deviation: Double?

        init?(_ value: JSONValue) {
            switch value {
            case .object:
                guard let inner = value["value"] else { return nil }
                if inner.isObject || inner.array != nil { return nil }
                self.value = inner.reported
                if self.value == nil, case .string(let string) = inner { text = string }
                deviation = value["standard_deviation"]?.reported
            case .number, .null: self.value = value.reported
            case .string:
                guard let number = value.reported else { return nil }
                self.value = number
            default: return nil
            }
        }
    }

    /// One curve, or one a class.
    private static func curves(in value: JSONValue) -> [ReportCurve] {
        if let curve = ReportCurve(value) { return [curve] }
        return value.uniqueMembers.compactMap { ReportCurve($0.value, label: $0.key) }
    }

    private mutating func giveAreas() {
        func area(_ keys: [String]) -> Double? {
            metrics.first { keys.contains(Self.plain($0.key)) }?.value
        }
        let counts = Dictionary(grouping: curves, by: \.kind).mapValues(\.count)
        // One figure isn't that of each class.
        for place in curves.indices where counts[curves[place].kind] == 1 {
            curves[place].reportedArea =
                curves[place].kind == .precisionRecall ? area(["auprc", "averageprecision"]) : area(["auc"])
        }
    }

    private static func kind(of key: String) -> Kind {
        let key = key.lowercased()
        if key.hasPrefix("regression") { return .regression }
        if key.hasPrefix("binary") { return .binary }
        if key.hasPrefix("multiclass") { return .multiclass }
        return .other(key)
    }

    private var likelyKind: Kind? {
        if let matrix { return matrix.rows.count == 2 && !curves.isEmpty ? .binary : .multiclass }
        if metrics.contains(where: { ["rmse", "mse", "mae", "r2"].contains(Self.plain($0.key)) }) {
            return .regression
        }
        return nil
    }

    /// Whether a value holds metrics, whatever it is called.
    static func isLikely(_ value: JSONValue) -> Bool {
        value.members.contains { member in
            member.key == "confusion_matrix" && member.value.isObject || member.value["value"]?.reported != nil
                || names.contains { $0.key == plain(member.key) } && member.value.reported != nil
        }
    }

    /// What people call the metrics, those that decide first.
    private static let names: KeyValuePairs<String, String> = [
        "accuracy": "accuracy", "balancedaccuracy": "balanced accuracy", "auc": "AUC", "f1": "F1",
        "weightedf1": "weighted F1", "macrof1": "macro F1", "f1macro": "macro F1", "precision": "precision",
        "recall": "recall", "weightedprecision": "weighted precision", "weightedrecall": "weighted recall",
        "precisionmacro": "macro precision", "recallmacro": "macro recall", "logloss": "log loss", "rmse": "RMSE",
        "mae": "MAE", "r2": "R²", "mse": "MSE", "mape": "MAPE", "mase": "MASE", "wape": "WAPE", "f05": "F0.5",
        "f2": "F2", "weightedf05": "weighted F0.5", "weightedf2": "weighted F2",
        "truepositiverate": "true positive rate", "truenegativerate": "true negative rate",
        "falsepositiverate": "false positive rate", "falsenegativerate": "false negative rate",
        "auprc": "area under precision-recall", "averageweightedquantileloss": "average weighted quantile loss",
    ]

    private static func name(of key: String) -> String { names.first { $0.key == plain(key) }?.value ?? key }

    // MARK: As text

    /// Metrics with their standard deviation and, where the report has it, what a constant prediction reaches.
    public var table: FigureTable {
        let hasDeviation = metrics.contains { $0.deviation.map(\.isFinite) ?? false }
        let hasConstant = metrics.contains { $0.constant != nil }
        var table = FigureTable(
            titles: ["metric", "value"] + (hasDeviation ? ["std. dev."] : []) + (hasConstant ? ["best constant"] : []))
        for metric in metrics {
            var row = [metric.name, metric.text ?? FigureTable.text(metric.value)]
            if hasDeviation {
                row.append(metric.deviation.map { ($0.isFinite ? "± " : "") + FigureTable.text($0) } ?? "")
            }
            if hasConstant { row.append(metric.constant.map(FigureTable.text) ?? "") }
            table.rows.append(row)
        }
        return table
    }

    /// What qualifies the metrics, a sentence each.
    public var notes: [String] {
        var notes: [String] = []
        let weak = metrics.filter { $0.isNoBetterThanConstant == true }.map(\.name)
        if !weak.isEmpty {
            notes.append(
                "\(weak.joined(separator: ", ")): no better than always predicting one class")
        }
        if !metrics.isEmpty, !metrics.contains(where: { $0.deviation.map(\.isFinite) ?? false }) {
            notes.append("no standard deviations: SageMaker may leave them out below 200 validation rows")
        }
        return notes
    }
}

/// All that a model quality report holds.
public struct ModelQualityReport: Hashable, Sendable {
    public var sections: [ModelQuality] = []
    /// The validation rows, where the report counts them.
    public var rows: Int?
    public var unknown: [UnknownPart] = []

    init(_ value: JSONValue) {
        guard value.isObject else {
            unknown = [UnknownPart("statistics", value)]
            return
        }
        for member in value.uniqueMembers {
            if Self.isSection(member) {
                sections.append(ModelQuality(key: member.key, member.value))
            } else if member.value.members.contains(where: Self.isSection) {
                for inner in member.value.uniqueMembers {
                    if Self.isSection(inner) {
                        sections.append(ModelQuality(key: inner.key, inner.value))
                    } else {
                        take(inner.key, inner.value, within: member.key)
                    }
                }
            } else if member.value.isObject, ModelQuality.isLikely(member.value) {
                sections.append(ModelQuality(key: member.key, member.value))
            } else {
                take(member.key, member.value, within: nil)
            }
        }
        if sections.isEmpty, ModelQuality.isLikely(value) {
            (sections, unknown) = ([ModelQuality(key: "", value)], [])
        }
    }

    private static func isSection(_ member: JSONValue.Member) -> Bool {
        let key = member.key.lowercased()
        return member.value.isObject && key.hasByteSuffix("_metrics") && !key.contains("bias")
    }

    private mutating func take(_ key: String, _ value: JSONValue, within outer: String?) {
        if key == "dataset" {
            if let count = value["item_count"]?.reported, count.isFinite, (0...9e15).contains(count) {
                rows = Int(count)
            }
            for member in value.uniqueMembers where member.key != "item_count" {
                unknown.append(UnknownPart("dataset.\(member.key)", member.value))
            }
            if !value.isObject { unknown.append(UnknownPart(key, value)) }
        } else if key != "version" {
            unknown.append(UnknownPart(outer.map { "\($0).\(key)" } ?? key, value))
        }
    }

    public var isEmpty: Bool { sections.allSatisfy { $0.metrics.isEmpty && $0.matrix == nil && $0.curves.isEmpty } }
}
