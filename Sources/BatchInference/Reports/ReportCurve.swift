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
    /// Enough of them for a picture that looks the same.
    public let drawnPoints: [Point]
    /// The area under the points: by trapezoids for ROC, precision by step of recall otherwise; nil where they don't reach
    /// from 0 to 1. Once, since screens ask again and again.
    public let areaOfPoints: Double?
    /// The highest value at each of the bounds that tables name.
    private let bests: [Double?]
    /// Values of the report that make no point: not numbers, outside 0 to 1, or without a counterpart.
    public let leftOut: Int
    private let valueCount: Int
    /// What was taken for granted of points whose values have no names, in a phrase; nil where they have.
    let assumption: String?
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

    /// Two lists, or a list of points: objects whose members have such names; of points without names, the first value goes
    /// across, as programs that draw such curves write it.
    ///
    /// - Parameter name: What the report calls the curve, which tells of which kind lists without names are.
    init?(_ value: JSONValue, label: String? = nil, named name: String = "") {
        guard let found = Self.lists(in: value, named: name) else { return nil }
        kind = found.kind
        assumption = found.assumption
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
        drawnPoints = Self.thinned(points)
        areaOfPoints = Self.area(of: points, found.kind)
        bests = Self.bounds(of: found.kind).map { Self.best(of: points, at: $0, found.kind) }
        valueCount = max(across.count, up.count)
    }

    private struct Lists {
        var kind: Kind
        var x: [JSONValue]
        var y: [JSONValue]
        var assumption: String?
    }

    private static func lists(in value: JSONValue, named name: String) -> Lists? {
        func list(_ names: [String]) -> [JSONValue]? { names.lazy.compactMap { value[$0]?.array }.first }
        for (kind, x, y) in members {
            if let x = list(x), let y = list(y) { return Lists(kind: kind, x: x, y: y) }
        }
        if let items = value.array { return points(items, named: name) }
        if let items = value["points"]?.array { return points(items, named: name) }
        guard let kind = kind(named: name), let x = value["x"]?.array, let y = value["y"]?.array else { return nil }
        let axes = axes(of: kind)
        return Lists(kind: kind, x: x, y: y, assumption: "x is read as the \(axes.x), y as the \(axes.y)")
    }

    /// A point an item.
    private static func points(_ items: [JSONValue], named name: String) -> Lists? {
        guard items.count > 1 else { return nil }
        // Objects with such members may be something else: the figures of a class each.
        for (kind, x, y) in members where kind == Self.kind(named: name) {
            func values(_ names: [String]) -> [JSONValue] {
                items.map { item in names.lazy.compactMap { item[$0] }.first ?? .null }
            }
            let (across, up) = (values(x), values(y))
            // One point may lack a value; where most do, it is something else.
            if zip(across, up).count(where: { $0.reported != nil && $1.reported != nil }) * 2 > items.count {
                return Lists(kind: kind, x: across, y: up)
            }
        }
        // Of precision and recall, programs write either first.
        guard kind(named: name) == .receiverOperatingCharacteristic, let width = items[0].array?.count,
            items.allSatisfy({ $0.items.count == width })
        else { return nil }
        // Rates in a list each, with a third one of thresholds or without.
        if (2...3).contains(items.count), width > 3 {
            return Lists(
                kind: .receiverOperatingCharacteristic, x: items[0].items, y: items[1].items,
                assumption: "the first list is read as false positive rates, the second as true positive rates")
        }
        // Of as many lists as they have values, nobody knows which way round they are.
        guard (2...3).contains(width), items.count > width,
            items.allSatisfy({ $0.items.allSatisfy { $0.reported != nil } })
        else { return nil }
        return Lists(
            kind: .receiverOperatingCharacteristic, x: items.map { $0.items[0] }, y: items.map { $0.items[1] },
            assumption:
                "the first value of a point is read as the false positive rate, the second as the true positive rate")
    }

    private static func kind(named name: String) -> Kind? {
        let name = name.lowercased()
        if name.hasPrefix("roc") || name.hasPrefix("receiver_operating") || name.hasSuffix("_roc")
            || name.hasSuffix("_roc_curve")
        {
            return .receiverOperatingCharacteristic
        }
        return name.hasPrefix("precision_recall") || name.hasPrefix("pr_curve") ? .precisionRecall : nil
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
        let known = Set(members.flatMap { $0.x + $0.y } + ["points", "x", "y"])
        return value.uniqueMembers.filter { !known.contains($0.key) }
    }

    /// How many of the report's values make no point, and what others were taken for; nil where neither is so.
    var flaw: String? {
        guard leftOut > 0 else { return assumption }
        let first = assumption.map { "\($0); " } ?? ""
        return first
            + "\(DisplayText.count(leftOut)) of \(DisplayText.count(valueCount)) values make no point: not numbers from 0 to 1, "
            + "or without a counterpart"
    }

    public var title: String {
        let name = kind == .precisionRecall ? "Precision-recall curve" : "ROC curve"
        return label.map { "\(name) of \($0)" } ?? name
    }

    public var axes: (x: String, y: String) { Self.axes(of: kind) }

    private static func axes(of kind: Kind) -> (x: String, y: String) {
        kind == .precisionRecall ? ("recall", "precision") : ("false positive rate", "true positive rate")
    }

    private static func area(of points: [Point], _ kind: Kind) -> Double? {
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

    /// Of many neighbours the first, the lowest, the highest and the last.
    private static func thinned(_ points: [Point]) -> [Point] {
        let pieces = 1000
        guard points.count > 4 * pieces else { return points }
        return (0..<pieces).flatMap { piece -> [Point] in
            let range = points.count * piece / pieces..<points.count * (piece + 1) / pieces
            let low = range.min { points[$0].y < points[$1].y }
            let high = range.max { points[$0].y < points[$1].y }
            return Set([range.first, range.last, low, high].compactMap(\.self)).sorted().map { points[$0] }
        }
    }

    /// `AUC 0.9312`, beside what the points come to where that is another, or that alone; empty where neither is known.
    public var areaText: String {
        let name = kind == .precisionRecall ? "area" : "AUC"
        let ofPoints = areaOfPoints.map { "\(FigureTable.text($0)) by these points" }
        guard let reportedArea, reportedArea.isFinite else { return ofPoints.map { "\(name) \($0)" } ?? "" }
        let reported = "\(name) \(FigureTable.text(reportedArea))"
        // A few points of a curve come to a little less than all of it.
        guard let ofPoints, let areaOfPoints, abs(areaOfPoints - reportedArea) > 0.01 else { return reported }
        return "\(reported) as reported, \(ofPoints)"
    }

    /// The highest value that can be had at a bound: of the true positives at so many false ones at most, of precision at
    /// so much recall at least; nil where no point is within it.
    public func best(at bound: Double) -> Double? { Self.best(of: points, at: bound, kind) }

    private static func best(of points: [Point], at bound: Double, _ kind: Kind) -> Double? {
        points.lazy.filter { kind == .precisionRecall ? $0.x >= bound : $0.x <= bound }.map(\.y).max()
    }

    private static func bounds(of kind: Kind) -> [Double] {
        kind == .receiverOperatingCharacteristic ? [0.01, 0.05, 0.1, 0.2, 0.5] : [0.5, 0.7, 0.8, 0.9, 0.95]
    }

    private static func boundTitle(of kind: Kind) -> String {
        kind == .receiverOperatingCharacteristic ? "false positives at most" : "recall at least"
    }

    /// What the curve offers at a few bounds, for reading without the picture.
    public var table: FigureTable {
        let bounds = Self.bounds(of: kind)
        var table = FigureTable(titles: [Self.boundTitle(of: kind)])
        table.titles += bounds.map { DisplayText.percent($0) }
        table.rows = [[axes.y] + bests.map { FigureTable.text($0) }]
        if leftOut > 0 {
            table.note =
                "\(DisplayText.counted(leftOut, "value")) of the report can't be plotted"
        }
        return table
    }

    /// The area by which classes are compared; nil where it isn't known.
    var area: Double? { reportedArea.flatMap { $0.isFinite ? $0 : nil } ?? areaOfPoints }

    /// Curves of one kind, a class a row: its area, and what it offers at a few bounds.
    static func table(of curves: [ReportCurve]) -> FigureTable {
        guard let kind = curves.first?.kind else { return FigureTable(titles: []) }
        let bounds = bounds(of: kind)
        var table = FigureTable(
            titles: ["class", kind == .precisionRecall ? "area" : "AUC"] + bounds.map { DisplayText.percent($0) })
        table.rows = curves.map { curve in
            [curve.label ?? DisplayText.unknown, FigureTable.text(curve.area)]
                + curve.bests.map { FigureTable.text($0) }
        }
        return table
    }

    /// What the columns of that table are: `precision with recall of at least so much`.
    static func meaning(of curves: [ReportCurve]) -> String {
        guard let first = curves.first else { return "" }
        return "\(first.axes.y) with \(boundTitle(of: first.kind)) so much; "
            + "area by the points where the report has none"
    }
}
