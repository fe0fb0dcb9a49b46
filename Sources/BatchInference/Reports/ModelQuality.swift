import AWSOperations
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
        @ByteText public var key: String
        /// As people call it: `weighted F1`.
        @ByteText public var name: String
        /// Nil where the report has none, or it is no number.
        public var value: Double?
        /// What stands in its place where it isn't a number.
        public var text: String?
        /// Nil where the report has none; NaN where it says so.
        public var deviation: Double?
        /// What always predicting one class would reach; nil where the report has none.
        public var constant: Double?
        /// The standard deviation of that; nil where the report has none.
        public var constantDeviation: Double?

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
    /// What of it can't be read or can't be, a sentence each.
    public var flaws: [String] = []

    private static let constantSuffix = "_best_constant_classifier"
    /// Metrics of which more is better than what always predicting one class reaches; recall alone says nothing.
    private static let comparable: Set<String> = [
        "accuracy", "balancedaccuracy", "f05", "f1", "f2", "weightedf05", "weightedf1", "weightedf2", "macrof1",
        "f1macro",
    ]

    private static func plain(_ key: String) -> String { MetricTitle.folded(key) }

    /// - Parameter isCut: Whether the text ended within the value, so that its last member may go on.
    init(key: String, _ value: JSONValue, isCut: Bool = false) {
        kind = Self.kind(of: key)
        if let repetition = value.repetition(in: key) { flaws.append(repetition) }
        var places: [ByteText: Int] = [:]
        let members = value.uniqueMembers
        for (place, member) in members.enumerated() {
            if Self.plain(member.key) == "confusionmatrix" {
                takeMatrix(member, isCut: isCut && place == members.count - 1)
            } else if !takeCurves(member) {
                takeMetric(member, &places)
            }
        }
        let ranks = metrics.map { MetricTitle.ranks[Self.plain($0.key)] ?? .max }
        metrics = metrics.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { metrics[$0] }
        tellNamesApart()
        if case .other = kind { kind = likelyKind ?? kind }
        giveAreas()
    }

    /// Two metrics that people call the same are told apart by the report's own keys.
    private mutating func tellNamesApart() {
        let counts = Dictionary(grouping: metrics) { ByteText($0.name) }.mapValues(\.count)
        for place in metrics.indices where counts[ByteText(metrics[place].name)]! > 1 {
            metrics[place].name += " (\(metrics[place].key))"
        }
        if let alike = DisplayText.lookalikes(metrics.map(\.key), "metrics") { flaws.append(alike) }
    }

    private mutating func takeMatrix(_ member: JSONValue.Member, isCut: Bool) {
        guard let read = LabelMatrix(member.value, isCut: isCut), matrix == nil else {
            unknown.append(
                matrix == nil
                    ? .unreadable(member.key, member.value, not: "counts by label")
                    : UnknownPart(member.key, member.value))
            return
        }
        matrix = read
        guard !read.flaws.isEmpty else { return }
        flaws += read.flaws.map { "\(member.key): \($0)" }
        unknown.append(UnknownPart(member.key, member.value, .aside))
    }

    /// One curve, or one a class; whether the member is one, readable or not.
    private mutating func takeCurves(_ member: JSONValue.Member) -> Bool {
        if let curve = ReportCurve(member.value, named: member.key) {
            take(curve, member)
            return true
        }
        if let curves = listedCurves(member) {
            for (curve, member) in curves { take(curve, member) }
            return true
        }
        let isNamed = Self.plain(member.key).hasByteSuffix("curve")
        var (found, rest): ([(ReportCurve, JSONValue.Member)], [UnknownPart]) = ([], [])
        for inner in member.value.uniqueMembers {
            let name = "\(member.key).\(inner.key)"
            if let curve = ReportCurve(inner.value, label: inner.key, named: member.key) {
                found.append((curve, JSONValue.Member(key: name, value: inner.value)))
            } else {
                rest.append(
                    .unreadable(
                        name, inner.value, not: "a curve" + (ReportCurve.lack(of: inner.value).map { ": \($0)" } ?? ""))
                )
            }
        }
        if !found.isEmpty {
            for (curve, member) in found { take(curve, member) }
            unknown += rest
            return true
        }
        guard isNamed else { return false }
        let lack = ReportCurve.lack(of: member.value).map { "a curve: \($0)" } ?? "two lists of numbers"
        unknown.append(.unreadable(member.key, member.value, not: lack))
        return true
    }

    /// One curve an item, each with the name of its class.
    private func listedCurves(_ member: JSONValue.Member) -> [(ReportCurve, JSONValue.Member)]? {
        let items = member.value.items
        let curves = items.compactMap { item -> (ReportCurve, JSONValue.Member)? in
            let label = ["label", "class", "class_label", "name"].lazy.compactMap { item[$0]?.string }.first
            guard item.isObject, let label, let curve = ReportCurve(item, label: label) else { return nil }
            return (curve, JSONValue.Member(key: "\(member.key).\(label)", value: item))
        }
        return curves.isEmpty || curves.count < items.count ? nil : curves
    }

    private mutating func take(_ curve: ReportCurve, _ member: JSONValue.Member) {
        curves.append(curve)
        if let flaw = curve.flaw {
            flaws.append("\(member.key): \(flaw)")
            unknown.append(UnknownPart(member.key, member.value, .aside))
        } else {
            for other in ReportCurve.others(in: member.value) where other.value.string != curve.label {
                unknown.append(UnknownPart("\(member.key).\(other.key)", other.value))
            }
        }
    }

    private mutating func takeMetric(_ member: JSONValue.Member, _ places: inout [ByteText: Int]) {
        let isConstant = member.key.hasByteSuffix(Self.constantSuffix)
        let key =
            isConstant
            ? String(decoding: member.key.utf8.dropLast(Self.constantSuffix.utf8.count), as: UTF8.self) : member.key
        guard let figure = Figure(member) else {
            // What holds nothing but numbers is several metrics: a report may say more of residuals.
            let inner = isConstant ? [] : member.value.uniqueMembers
            let figures = inner.compactMap { Figure(JSONValue.Member(key: "\(member.key).\($0.key)", value: $0.value)) }
            if !inner.isEmpty, inner.count <= 50, figures.count == inner.count, figures.allSatisfy({ $0.value != nil })
            {
                for figure in figures { add(figure, as: figure.name, isConstant: false, &places) }
            } else {
                unknown.append(.unreadable(member.key, member.value, found: member.value["value"], not: "a number"))
            }
            return
        }
        add(figure, as: key, isConstant: isConstant, &places)
    }

    private mutating func add(
        _ figure: Figure, as key: String, isConstant: Bool, _ places: inout [ByteText: Int]
    ) {
        unknown += figure.unknown
        let place = places[ByteText(key)] ?? metrics.count
        if place == metrics.count {
            places[ByteText(key)] = place
            metrics.append(Metric(key: key, name: MetricTitle.of(key)))
        }
        if isConstant {
            metrics[place].constant = figure.value
            metrics[place].constantDeviation = figure.deviation
        } else {
            metrics[place].value = figure.value
            metrics[place].text = figure.text
            metrics[place].deviation = figure.deviation
        }
        if let value = figure.value, let doubt = Self.doubt(of: value, Self.plain(key)) {
            flaws.append("\(figure.name) is \(FigureTable.text(value)), \(doubt)")
        }
        if let deviation = figure.deviation, deviation < 0 || deviation.isInfinite {
            flaws.append(
                "the standard deviation of \(figure.name) is \(FigureTable.text(deviation)), which none can be")
        }
    }

    /// Why a value can't be that of a metric; nil where it can be, or nobody knows.
    private static func doubt(of value: Double, _ plain: String) -> String? {
        if !value.isFinite { return "so it isn't known" }
        if shares.contains(plain), !(0...1).contains(value) { return "beyond 0 to 1" }
        if errors.contains(plain), value < 0 { return "below 0" }
        return nil
    }

    private static let shares: Set<String> = [
        "accuracy", "balancedaccuracy", "auc", "auprc", "precision", "recall", "f05", "f1", "f2", "weightedprecision",
        "weightedrecall", "weightedf05", "weightedf1", "weightedf2", "macrof1", "f1macro", "precisionmacro",
        "recallmacro", "truepositiverate", "truenegativerate", "falsepositiverate", "falsenegativerate",
    ]
    private static let errors: Set<String> = ["mae", "mse", "rmse", "logloss", "mape", "mase", "wape"]

    /// A metric's value with its standard deviation, in any of the forms that reports have.
    private struct Figure {
        var name: String
        var value: Double?
        var text: String?
        var deviation: Double?
        var unknown: [UnknownPart] = []

        init?(_ member: JSONValue.Member) {
            name = member.key
            let value = member.value
            switch value {
            case .object:
                guard let inner = value["value"] else {
                    // A deviation alone is of a metric without a value.
                    guard value.members.count == 1, value["standard_deviation"] != nil else { return nil }
                    unknown.append(.unreadable(name, value, not: "a metric with a value"))
                    takeOthers(of: value)
                    return
                }
                switch inner {
                case .number, .null: self.value = inner.reported
                case .string(let string):
                    self.value = inner.reported
                    if self.value == nil { text = string }
                default: return nil
                }
                if self.value == nil { unknown.append(.unreadable(name, value, found: inner, not: "a number")) }
                takeOthers(of: value)
            case .number, .null:
                self.value = value.reported
                if self.value == nil { unknown.append(.unreadable(name, value, not: "a number")) }
            case .string:
                guard let number = value.reported else { return nil }
                self.value = number
            default: return nil
            }
        }

        private mutating func takeOthers(of value: JSONValue) {
            for member in value.uniqueMembers where member.key != "value" {
                guard member.key == "standard_deviation" else {
                    unknown.append(UnknownPart("\(name).\(member.key)", member.value))
                    continue
                }
                deviation = member.value.reported
                guard deviation == nil, member.value != .null else { continue }
                unknown.append(.unreadable("\(name).standard_deviation", member.value, not: "a number"))
            }
        }
    }

    private mutating func giveAreas() {
        func area(_ keys: [String]) -> Double? {
            metrics.first { keys.contains(Self.plain($0.key)) }?.value.flatMap { $0.isFinite ? $0 : nil }
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
            plain(member.key) == "confusionmatrix" && member.value.isObject || member.value["value"]?.reported != nil
                || MetricTitle.isKnown(member.key) && member.value.reported != nil
        }
    }

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
