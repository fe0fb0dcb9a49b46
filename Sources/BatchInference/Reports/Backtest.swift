import AWSOperations
import JSONCoding
import Predictions

/// How forecasts of the past compare with actual values (`BacktestResults`): tables of forecasts by quantile beside the true
/// values, and of accuracy metrics by item.
public struct Backtest: Hashable, Sendable {
    /// A forecast quantile beside the true values.
    public struct Quantile: Hashable, Sendable {
        /// As the table calls it: `p10`.
        public var name: String
        /// From 0 to 1; nil for the mean.
        public var level: Double?
        /// Rows where both are numbers.
        public var rows: Int
        /// The share of true values at or below it; for a good forecast near its level.
        public var coverage: Double?
        /// Twice the pinball loss by the sum of the true values' absolute values.
        public var weightedLoss: Double?
        public var meanAbsoluteError: Double?
        public var rootMeanSquaredError: Double?
        /// The sum of absolute errors by that of the true values.
        public var weightedAbsolutePercentageError: Double?
    }

    /// An accuracy metric as a table has it.
    public struct Metric: Hashable, Sendable {
        public var name: String
        /// Of the row over all items where there is one, else the mean over the items.
        public var value: Double?
        /// The items that the mean is of; nil for a row over all.
        public var items: Int?
        public var best: Double?
        public var worst: Double?
    }

    public var quantiles: [Quantile] = []
    public var metrics: [Metric] = []
    /// Different items of the forecasts' rows that were read.
    public var items = 0
    /// Different backtest windows among them.
    public var windows = 0
    /// Rows of forecasts that were read.
    public var rows = 0
    public var unknown: [UnknownPart] = []
    /// What qualifies it, a sentence each.
    public var notes: [String] = []

    public var isEmpty: Bool { quantiles.isEmpty && metrics.isEmpty }

    /// One object below the prefix, or its beginning.
    struct Source {
        var name: String
        var bytes: [UInt8]
        var isWhole: Bool
    }

    /// - Parameter target: The column that is forecast, where it is known.
    init(_ sources: [Source], target: String? = nil) {
        var forecasts = ForecastTally()
        var accuracy = AccuracyTally()
        for source in sources {
            if ReportBytes.plainName(source.name).lowercased().hasSuffix(".json") {
                take(json: source, &accuracy)
                continue
            }
            var lines = Lines(source)
            guard let header = lines.next() else {
                notes.append("\(source.name) is empty")
                continue
            }
            var oddRows = 0
            // A row of another length has its values elsewhere.
            func next() -> [String]? {
                while let row = lines.next() {
                    if row.count == header.count { return row }
                    oddRows += 1
                }
                return nil
            }
            if let columns = ForecastColumns(header, target: target) {
                while let row = next() { forecasts.add(row, columns) }
            } else if let columns = AccuracyColumns(header) {
                while let row = next() { accuracy.add(row, columns) }
            } else {
                unknown.append(
                    UnknownPart(
                        source.name, .string(header.joined(separator: ", ")),
                        .unreadable(
                            "\(source.name) has neither forecasts beside true values nor metrics: its columns are "
                                + DisplayText.names(header, atMost: 8))))
                continue
            }
            if oddRows > 0 {
                notes.append(
                    "\(source.name): \(DisplayText.count(oddRows)) row\(oddRows == 1 ? " isn't" : "s aren't") counted, "
                        + "with more or fewer values than columns")
            }
            if !source.isWhole {
                notes.append("only the first \(DisplayText.byteCount(source.bytes.count)) of \(source.name) were read")
            }
        }
        quantiles = forecasts.quantiles
        (items, windows, rows) = (forecasts.items.count, forecasts.windows.count, forecasts.rows)
        if forecasts.areItemsCut { notes.append("more than \(DisplayText.count(ForecastTally.mostItems)) items") }
        if forecasts.rowsWithoutTruth > 0 {
            let count = forecasts.rowsWithoutTruth
            notes.append(
                DisplayText.counted(count, "row without a true value isn't", "rows without a true value aren't")
                    + " counted"
            )
        }
        for quantile in quantiles where quantile.rows < rows - forecasts.rowsWithoutTruth {
            let count = rows - forecasts.rowsWithoutTruth - quantile.rows
            notes.append("\(quantile.name) has no number in \(DisplayText.counted(count, "row"))")
        }
        metrics = accuracy.metrics
        for (name, count) in accuracy.unread {
            notes.append("\(name) has no number in \(DisplayText.counted(count, "row"))")
        }
        if let alike = DisplayText.lookalikes(metrics.map(\.name) + quantiles.map(\.name), "metrics") {
            notes.append(alike)
        }
    }

    private mutating func take(json source: Source, _ accuracy: inout AccuracyTally) {
        guard let text = ReportText(source.bytes) else {
            notes.append("\(source.name) isn't JSON that can be read")
            return
        }
        notes += text.sentences(of: source.name, isWhole: source.isWhole)
        if !source.isWhole {
            notes.append("only the first \(DisplayText.byteCount(source.bytes.count)) of \(source.name) were read")
        }
        take(text.value, source.name, &accuracy, depth: 3)
    }

    private mutating func take(
        _ value: JSONValue, _ path: String, _ accuracy: inout AccuracyTally, depth: Int, isTop: Bool = true
    ) {
        if let items = value.array, !items.isEmpty {
            // A metric an object: its name and its value.
            for (place, item) in items.enumerated() {
                let name = ["MetricName", "metric_name", "metric", "name", "Name"].lazy.compactMap { item[$0]?.string }
                    .first
                let number = ["Value", "value"].lazy.compactMap { item[$0] }.first
                if let name, let number {
                    take(name, number, &accuracy)
                } else if item.isObject, depth > 0 {
                    take(item, "\(path) \(place + 1)", &accuracy, depth: depth - 1, isTop: false)
                } else {
                    unknown.append(.unreadable("\(path) \(place + 1)", item, not: "metrics"))
                }
            }
            return
        }
        guard value.isObject else {
            unknown.append(.unreadable(path, value, not: "metrics"))
            return
        }
        if let repetition = value.repetition(in: path) { notes.append(repetition) }
        for member in value.uniqueMembers {
            let isGroup =
                member.value.isObject && member.value["value"] == nil || !(member.value.array?.isEmpty ?? true)
            if isGroup, depth > 0 {
                take(
                    member.value, isTop ? member.key : "\(path).\(member.key)", &accuracy, depth: depth - 1,
                    isTop: false)
            } else {
                take(member.key, member.value, &accuracy)
            }
        }
    }

    private mutating func take(_ name: String, _ value: JSONValue, _ accuracy: inout AccuracyTally) {
        guard let number = value.reported ?? value["value"]?.reported else {
            unknown.append(.unreadable(name, value, found: value["value"], not: "a number"))
            return
        }
        accuracy.overall.append((name, number))
        if !number.isFinite { notes.append("\(name) is \(FigureTable.text(number)), so it isn't known") }
        for member in value.uniqueMembers where member.key != "value" {
            unknown.append(UnknownPart("\(name).\(member.key)", member.value, .aside))
        }
    }

    /// What can't be read, and what nobody knows, a sentence each.
    public var sentences: [String] { unknown.sentences }

    // MARK: As text

    public var quantileTable: FigureTable? {
        guard !quantiles.isEmpty else { return nil }
        return FigureTable(
            titles: ["quantile", "true values below", "weighted loss", "MAE", "RMSE", "WAPE"],
            rows: quantiles.map { quantile in
                let level = quantile.level.map { " (\(DisplayText.percent($0)))" } ?? ""
                return [
                    quantile.name, (quantile.coverage.map(DisplayText.percent) ?? DisplayText.unknown) + level,
                    FigureTable.text(quantile.weightedLoss), FigureTable.text(quantile.meanAbsoluteError),
                    FigureTable.text(quantile.rootMeanSquaredError),
                    FigureTable.text(quantile.weightedAbsolutePercentageError),
                ]
            })
    }

    public var metricTable: FigureTable? {
        guard !metrics.isEmpty else { return nil }
        let hasItems = metrics.contains { $0.items != nil }
        return FigureTable(
            titles: ["metric", metrics.allSatisfy { $0.items != nil } ? "mean" : hasItems ? "value or mean" : "value"]
                + (hasItems ? ["least", "most", "items"] : []),
            rows: metrics.map { metric in
                [metric.name, FigureTable.text(metric.value)]
                    + (hasItems
                        ? [
                            metric.best.map(FigureTable.text) ?? "", metric.worst.map(FigureTable.text) ?? "",
                            metric.items.map(DisplayText.count) ?? "",
                        ] : [])
            })
    }

    /// `1 200 rows of 40 items in 3 windows`
    public var extent: String {
        let parts = [
            items > 0 ? "of \(DisplayText.counted(items, "item"))" : "",
            windows > 0 ? "in \(DisplayText.counted(windows, "window"))" : "",
        ]
        return ([DisplayText.counted(rows, "row")] + parts.filter { !$0.isEmpty }).joined(separator: " ")
    }
}

/// The rows of a table, field by field; the last line of a beginning is left out.
private struct Lines {
    private let bytes: [UInt8]
    private var start: Int
    private let isWhole: Bool

    init(_ source: Backtest.Source) {
        bytes = source.bytes
        start = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        isWhole = source.isWhole
    }

    mutating func next() -> [String]? {
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A)
            if end == nil, !isWhole { return nil }
            var line = bytes[start..<(end ?? bytes.count)]
            start = (end ?? bytes.count) + 1
            if line.last == 0x0D { line.removeLast() }
            if !line.isEmpty { return CSVFields.fields(of: Array(line)) }
        }
        return nil
    }
}

private func number(_ fields: [String], _ place: Int) -> Double? {
    guard place < fields.count, let number = JSONValue.string(fields[place]).reported, number.isFinite else {
        return nil
    }
    return number
}

/// Where a table has forecasts, and the values that came.
private struct ForecastColumns {
    var quantiles: [(place: Int, name: String, level: Double?)] = []
    var truth: Int
    var item: Int?
    var window: Int?

    init?(_ header: [String], target: String?) {
        let names = header.map { $0.lowercased() }
        let levels = Self.levels(names)
        for (place, name) in names.enumerated() {
            if let level = levels[place] {
                quantiles.append((place, header[place], level))
            } else if name == "mean" {
                quantiles.append((place, header[place], nil))
            }
        }
        func place(_ candidates: [String]) -> Int? {
            candidates.lazy.compactMap { names.firstIndex(of: $0) }.first
        }
        let known = [
            "target_value", "actual", "actual_value", "observed", "observed_value", "target", "y", "true_value",
        ]
        guard !quantiles.isEmpty, let truth = place((target.map { [$0.lowercased()] } ?? []) + known) else {
            return nil
        }
        self.truth = truth
        item = place(["item_id", "item", "series", "unique_id"])
        window = place(["backtest_window", "backtestwindow_start_time", "window"])
    }

    /// `p10`, `q0.1`, `0.1` and `quantile_0.1` are one tenth; beside `p97.5`, `p2.5` and `p0.1` are percent, too.
    private static func levels(_ names: [String]) -> [Double?] {
        let found = names.map(parts)
        // Names of one kind have one unit.
        let inPercent = Set(found.compactMap { $0.flatMap { $0.number >= 1 ? $0.prefix : nil } })
        return found.map { part in
            guard let part, part.number > 0 else { return nil }
            // A column called `10` or `1.5` alone isn't a quantile.
            if part.prefix.isEmpty { return part.number < 1 ? part.number : nil }
            guard inPercent.contains(part.prefix) else { return part.number }
            return part.number < 100 ? part.number / 100 : nil
        }
    }

    private static func parts(_ name: String) -> (prefix: String, number: Double)? {
        var digits = name[...]
        var prefix = ""
        for known in ["quantile_", "quantile", "p", "q"] where digits.hasPrefix(known) {
            digits = digits.dropFirst(known.count)
            prefix = known
            break
        }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }),
            let number = Double(digits)
        else { return nil }
        return prefix.isEmpty && !digits.contains(".") ? nil : (prefix, number)
    }
}

/// Sums over the rows of forecasts.
private struct ForecastTally {
    static let mostItems = 100_000

    private struct Sums {
        var rows = 0
        var below = 0
        var pinball = 0.0
        var absolute = 0.0
        var squares = 0.0
        var truth = 0.0
    }

    private var order: [(name: String, level: Double?)] = []
    private var sums: [ByteText: Sums] = [:]
    var items: Set<ByteText> = []
    var windows: Set<ByteText> = []
    var areItemsCut = false
    var rows = 0
    var rowsWithoutTruth = 0

    mutating func add(_ fields: [String], _ columns: ForecastColumns) {
        rows += 1
        if let item = columns.item, item < fields.count {
            if items.count < Self.mostItems { items.insert(ByteText(fields[item])) } else { areItemsCut = true }
        }
        if let window = columns.window, window < fields.count, windows.count < Self.mostItems {
            windows.insert(ByteText(fields[window]))
        }
        guard let truth = number(fields, columns.truth) else {
            rowsWithoutTruth += 1
            return
        }
        for column in columns.quantiles {
            let name = ByteText(column.name)
            if sums[name] == nil { order.append((column.name, column.level)) }
            guard let forecast = number(fields, column.place) else {
                sums[name, default: Sums()].rows += 0
                continue
            }
            let error = truth - forecast
            var sum = sums[name] ?? Sums()
            sum.rows += 1
            if truth <= forecast { sum.below += 1 }
            let level = column.level ?? 0.5
            sum.pinball += error >= 0 ? level * error : (level - 1) * error
            sum.absolute += error.magnitude
            sum.squares += error * error
            sum.truth += truth.magnitude
            sums[name] = sum
        }
    }

    var quantiles: [Backtest.Quantile] {
        order.map { column in
            let sum = sums[ByteText(column.name)] ?? Sums()
            let rows = Double(sum.rows)
            func share(_ value: Double, of whole: Double) -> Double? { whole > 0 ? value / whole : nil }
            return Backtest.Quantile(
                name: column.name, level: column.level, rows: sum.rows, coverage: share(Double(sum.below), of: rows),
                weightedLoss: column.level == nil ? nil : share(2 * sum.pinball, of: sum.truth),
                meanAbsoluteError: share(sum.absolute, of: rows),
                rootMeanSquaredError: share(sum.squares, of: rows).map { $0.squareRoot() },
                weightedAbsolutePercentageError: share(sum.absolute, of: sum.truth))
        }.sorted { ($0.level ?? 2) < ($1.level ?? 2) }
    }
}

/// Where a table has accuracy metrics.
private struct AccuracyColumns {
    var metrics: [(place: Int, name: String)] = []
    var item: Int?
    /// A table of two columns, name and value, has a metric a row.
    var isByRow = false

    private static let known = ["wape", "mape", "mase", "rmse", "mae", "mse", "wql", "quantileloss", "smape", "r2"]

    private static func isMetric(_ name: String) -> Bool {
        let name = name.lowercased()
        return known.contains { name == $0 || name.hasPrefix("wql") || name.hasSuffix("quantileloss") }
    }

    init?(_ header: [String]) {
        let names = header.map { $0.lowercased() }
        item = ["item_id", "item", "series", "unique_id"].lazy.compactMap { names.firstIndex(of: $0) }.first
        if let name = ["metric", "metric_name", "metrics"].lazy.compactMap({ names.firstIndex(of: $0) }).first,
            let value = names.firstIndex(of: "value")
        {
            (isByRow, metrics) = (true, [(name, ""), (value, "")])
            return
        }
        for (place, name) in header.enumerated() where Self.isMetric(name) { metrics.append((place, name)) }
        guard !metrics.isEmpty else { return nil }
    }
}

/// Sums over the rows of accuracy metrics.
private struct AccuracyTally {
    private struct Sums {
        var count = 0
        var sum = 0.0
        var least = Double.infinity
        var most = -Double.infinity
    }

    var overall: [(name: String, value: Double)] = []
    /// Metrics with rows in which they have no number, and how many.
    private(set) var unread: [(name: String, rows: Int)] = []
    private var order: [String] = []
    private var sums: [ByteText: Sums] = [:]

    private static let wholes: Set<String> = ["", "overall", "all", "summary", "total", "average"]

    mutating func add(_ fields: [String], _ columns: AccuracyColumns) {
        if columns.isByRow {
            guard columns.metrics[0].place < fields.count else { return }
            let name = fields[columns.metrics[0].place]
            guard let value = number(fields, columns.metrics[1].place) else { return leaveOut(name) }
            if let item = columns.item, item < fields.count, !Self.wholes.contains(fields[item].lowercased()) {
                add(name, value)
            } else {
                overall.append((name, value))
            }
            return
        }
        let isWhole = columns.item.map { $0 < fields.count && Self.wholes.contains(fields[$0].lowercased()) } ?? false
        for column in columns.metrics {
            guard let value = number(fields, column.place) else {
                leaveOut(column.name)
                continue
            }
            if isWhole { overall.append((column.name, value)) } else { add(column.name, value) }
        }
    }

    private mutating func leaveOut(_ name: String) {
        if let place = unread.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
            unread[place].rows += 1
        } else if unread.count < 100 {
            unread.append((name, 1))
        }
    }

    private mutating func add(_ name: String, _ value: Double) {
        let key = ByteText(name)
        if sums[key] == nil { order.append(name) }
        var sum = sums[key] ?? Sums()
        sum.count += 1
        sum.sum += value
        (sum.least, sum.most) = (min(sum.least, value), max(sum.most, value))
        sums[key] = sum
    }

    var metrics: [Backtest.Metric] {
        var metrics = overall.map { Backtest.Metric(name: $0.name, value: $0.value) }
        for name in order where !metrics.contains(where: { $0.name.hasSameBytes(as: name) && $0.items == nil }) {
            let sum = sums[ByteText(name)]!
            // A table with one row has the value itself.
            metrics.append(
                Backtest.Metric(
                    name: name, value: sum.sum / Double(sum.count), items: sum.count, best: sum.least, worst: sum.most))
        }
        return metrics
    }
}
