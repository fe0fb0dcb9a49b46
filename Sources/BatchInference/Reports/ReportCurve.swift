import JSONCoding

/// A curve over all thresholds, as a report has it.
public struct ReportCurve: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case receiverOperatingCharacteristic = "ROC"
        case precisionRecall = "PrecisionRecall"
    }

    public struct Point: Hashable, Sendable {
        public var x: Double
        public var y: Double
    }

    public let kind: Kind
    /// The class that it is of; nil where the report names none.
    public let label: String?
    /// In the report's order.
    public let points: [Point]
    /// Values of the report that make no point: not numbers, outside 0 to 1, or without a counterpart.
    public let leftOut: Int
    private let valueCount: Int
    /// The area as the report has it.
    public var reportedArea: Double?

    /// Names of the two lists, as reports and programs have them.
    private static let members: [(kind: Kind, x: [String], y: [String])] = [
        (
            .receiverOperatingCharacteristic, ["false_positive_rates", "fpr", "false_positive_rate"],
            ["true_positive_rates", "tpr", "true_positive_rate"]
        ),
        (.precisionRecall, ["recalls", "recall"], ["precisions", "precision"]),
    ]

    /// - Parameter value: An object with two lists of equal length, or as long as the shorter one goes.
    init?(_ value: JSONValue, label: String? = nil) {
        func list(_ names: [String]) -> [JSONValue]? { names.lazy.compactMap { value[$0]?.array }.first }
        let found = Self.members.lazy.compactMap { kind, x, y in
            list(x).flatMap { x in list(y).map { (kind: kind, x: x, y: $0) } }
        }.first
        guard let found else { return nil }
        kind = found.kind
        let (across, up) = (found.x, found.y)
        self.label = label
        var points: [Point] = []
        var leftOut = max(across.count, up.count) - min(across.count, up.count)
        for (x, y) in zip(across, up) {
            guard let x = x.reported, let y = y.reported, (0...1).contains(x), (0...1).contains(y) else {
                leftOut += 1
                continue
            }
            points.append(Point(x: x, y: y))
        }
        (self.points, self.leftOut) = (points, leftOut)
        valueCount = max(across.count, up.count)
    }

    /// Why a value is no curve: `without true_positive_rates`; nil where it doesn't look like one.
    static func lack(of value: JSONValue) -> String? {
        for (_, x, y) in members {
            let present = [x, y].map { names in names.first { value[$0] != nil } }
            guard present.contains(where: { $0 != nil }) else { continue }
            let missing = zip([x, y], present).compactMap { $1 == nil ? $0[0] : nil }
            if let missing = missing.first { return "without \(missing)" }
            let odd = present.compactMap { $0 }.first { value[$0]?.array == nil } ?? ""
            return "whose \(odd) isn't a list"
        }
        return nil
    }

    /// Members beside the two lists.
    static func others(in value: JSONValue) -> [JSONValue.Member] {
        let known = Set(members.flatMap { $0.x + $0.y })
        return value.uniqueMembers.filter { !known.contains($0.key) }
    }

    /// How many of the report's values make no point, in a sentence; nil where all do.
    var flaw: String? {
        guard leftOut > 0 else { return nil }
        return
            "\(DisplayText.count(leftOut)) of \(DisplayText.count(valueCount)) values make no point: not numbers from 0 to 1, "
            + "or without a counterpart"
    }

    public var title: String {
        let name = kind == .precisionRecall ? "Precision-recall curve" : "ROC curve"
        return label.map { "\(name) of \($0)" } ?? name
    }

    public var axes: (x: String, y: String) {
        kind == .precisionRecall ? ("recall", "precision") : ("false positive rate", "true positive rate")
    }

    /// The area under the points: by trapezoids for ROC, precision by step of recall otherwise; nil where they don't reach
    /// from 0 to 1.
    public var areaOfPoints: Double? {
        let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard let first = sorted.first, let last = sorted.last, sorted.count > 1, first.x <= 0.05, last.x >= 0.999
        else {
            return nil
        }
        var area = kind == .precisionRecall ? first.x * first.y : 0
        for (before, after) in zip(sorted, sorted.dropFirst()) {
            let height = kind == .precisionRecall ? after.y : (before.y + after.y) / 2
            area += (after.x - before.x) * height
        }
        return area
    }

    /// `AUC 0.9312`, or what the points come to; empty where neither is known.
    public var areaText: String {
        let name = kind == .precisionRecall ? "area" : "AUC"
        if let reportedArea, reportedArea.isFinite { return "\(name) \(FigureTable.text(reportedArea))" }
        return areaOfPoints.map { "\(name) \(FigureTable.text($0)) by these points" } ?? ""
    }

    /// The highest value that can be had at a bound: of the true positives at so many false ones at most, of precision at
    /// so much recall at least; nil where no point is within it.
    public func best(at bound: Double) -> Double? {
        let within = points.filter { kind == .precisionRecall ? $0.x >= bound : $0.x <= bound }
        return within.map(\.y).max()
    }

    /// What the curve offers at a few bounds, for reading without the picture.
    public var table: FigureTable {
        let isROC = kind == .receiverOperatingCharacteristic
        let bounds = isROC ? [0.01, 0.05, 0.1, 0.2, 0.5] : [0.5, 0.7, 0.8, 0.9, 0.95]
        var table = FigureTable(titles: [isROC ? "false positives at most" : "recall at least"])
        table.titles += bounds.map { DisplayText.percent($0) }
        table.rows = [[axes.y] + bounds.map { FigureTable.text(best(at: $0)) }]
        if leftOut > 0 {
            table.note =
                "\(DisplayText.counted(leftOut, "value")) of the report can't be plotted"
        }
        return table
    }
}
