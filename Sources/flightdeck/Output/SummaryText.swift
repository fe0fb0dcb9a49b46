import AWSOperations
import BatchInference
import Console
import Predictions

/// A summary as lines of text.
struct SummaryText {
    let summary: OutputSummary
    let showsColumns: Bool
    let isFiltered: Bool
    /// Whether the list of objects ended early, so that some aren't even counted.
    let isListIncomplete: Bool
    /// What the URIs of all outputs begin with.
    let outputPrefix: String

    /// Values of a column that are listed.
    static let labelLimit = 20
    private static let barWidth = 30
    private static let shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]

    func print(to output: CommandOutput) {
        let objects =
            summary.objectsRead < summary.objects
            ? "\(DisplayText.count(summary.objectsRead)) of \(DisplayText.counted(summary.objects, "object"))"
            : DisplayText.counted(summary.objectsRead, "object")
        let read = DisplayText.counted(summary.rowsRead, "row")
        output.print(
            isFiltered
                ? "\(DisplayText.count(summary.rows)) of \(read) in \(objects) match"
                : "\(read) in \(objects)")
        for note in notes { output.print(note) }
        if showsColumns {
            for column in summary.columns {
                output.print("")
                print(column, to: output)
            }
            if summary.furtherColumns > 0 {
                output.print("")
                output.print("\(DisplayText.counted(summary.furtherColumns, "more column")); name one with --column")
            }
        }
        if summary.groupingColumn != nil { printGroups(to: output) }
        if let against = summary.scatterColumn {
            let pairs = summary.scatter
            let what = pairs.isComplete ? "their numbers" : "a sample of \(DisplayText.count(pairs.pairs.count))"
            output.print("")
            output.print(
                "\(DisplayText.counted(pairs.seen, "row")) with numbers in it and in \(TextTable.Cell(against).text): --json has \(what)"
            )
        }
        if summary.confidenceRule != nil { printUncertain(to: output) }
    }

    private var notes: [String] {
        var notes: [String] = []
        let unread = summary.objects - summary.objectsRead
        if unread > 0 { notes.append("incomplete: \(DisplayText.counted(unread, "object")) can't be read to the end") }
        if isListIncomplete { notes.append("incomplete: the list of objects ended early") }
        if summary.blankLines > 0 {
            notes.append("\(DisplayText.counted(summary.blankLines, "blank line")) not counted")
        }
        if summary.cutRows > 0 {
            notes.append("\(DisplayText.counted(summary.cutRows, "row")) too long to be read whole")
        }
        if summary.unfitRows > 0 {
            notes.append(
                "\(DisplayText.counted(summary.unfitRows, "row")) with other lists than the first rows: their classes are missing"
            )
        }
        return notes + summary.flaws.lines.map { TextTable.Cell($0).text }
    }

    private func print(_ column: OutputSummary.Column, to output: CommandOutput) {
        let statistics = column.statistics
        var facts: [String] = []
        if statistics.missing > 0 { facts.append("\(DisplayText.count(statistics.missing)) missing") }
        if statistics.cut > 0 { facts.append("\(DisplayText.count(statistics.cut)) cut") }
        let distinct = statistics.distinct
        facts.append("\(distinct.isExact ? "" : "at least ")\(DisplayText.count(distinct.count)) distinct")
        output.print("\(TextTable.Cell(column.title ?? column.place.text).text)  \(facts.joined(separator: ", "))")
        guard statistics.known > 0 else { return }
        if statistics.isLabels() { return printLabels(of: statistics, to: output) }
        if let numbers = statistics.numbers { print(numbers, notNumbers: statistics.notNumbers, to: output) }
    }

    private func printLabels(of statistics: ColumnStatistics, to output: CommandOutput) {
        let labels = statistics.labels(limit: Self.labelLimit)
        var table = TextTable([.left("  VALUE"), .right("ROWS"), .right("SHARE"), .left("")])
        let most = labels.first?.count ?? 1
        for label in labels {
            table.add([
                TextTable.Cell("  \(LongText.cut(label.label, to: 200))" + size(of: label)),
                TextTable.Cell(DisplayText.count(label.count)),
                TextTable.Cell(Self.share(label.count, of: statistics.rows)),
                TextTable.Cell(bar(label.count, of: most, isASCII: output.isASCII)),
            ])
        }
        output.print(table, orWhenEmpty: "")
        let more = statistics.distinct.count - labels.count
        if more > 0 {
            output.print(
                "  and \(statistics.distinct.isExact ? "" : "at least ")\(DisplayText.count(more)) more values")
        }
        if statistics.countError > 0 {
            output.print("  counts may be up to \(DisplayText.count(statistics.countError)) too low")
        }
    }

    /// Of a value that is only begun, how long it is.
    private func size(of label: ColumnStatistics.LabelCount) -> String {
        label.length.map { " (\(DisplayText.byteCount($0)))" } ?? ""
    }

    private func print(_ numbers: NumberSummary, notNumbers: Int, to output: CommandOutput) {
        var table = TextTable([.left("  "), .right("VALUE"), .left("")])
        func add(_ name: String, _ value: Double, _ note: String = "") {
            table.add([TextTable.Cell("  \(name)"), TextTable.Cell(Self.number(value)), TextTable.Cell(note)])
        }
        add("minimum", numbers.minimum)
        for share in Self.shares {
            let quantile = numbers.quantile(share)
            add(
                share == 0.5 ? "median" : "\(DisplayText.decimal(share * 100, places: 0)) %", quantile.value,
                quantile.isExact ? "" : "between \(Self.number(quantile.lower)) and \(Self.number(quantile.upper))")
        }
        add("maximum", numbers.maximum)
        add("mean", numbers.mean)
        if let deviation = numbers.standardDeviation { add("std dev", deviation) }
        output.print(table, orWhenEmpty: "")
        if notNumbers > 0 {
            output.print("  \(DisplayText.count(notNumbers)) not a number or infinite, not counted here")
        }
        let bars = numbers.histogram(bars: 10)
        guard bars.count > 1 else { return }
        let most = bars.map(\.count).max() ?? 1
        var histogram = TextTable([.right("  FROM"), .right("TO"), .right("ROWS"), .left("")])
        for item in bars {
            histogram.add([
                TextTable.Cell("  \(Self.number(item.lower))"), TextTable.Cell(Self.number(item.upper)),
                TextTable.Cell(DisplayText.count(item.count)),
                TextTable.Cell(bar(item.count, of: most, isASCII: output.isASCII)),
            ])
        }
        output.print(histogram, orWhenEmpty: "")
        if !numbers.isExact { output.print("  too many distinct numbers to keep: bars count narrow ranges") }
    }

    private func printGroups(to output: CommandOutput) {
        let (column, by) = (summary.groupedColumn ?? "", summary.groupingColumn ?? "")
        output.print("")
        output.print(TextTable.Cell("\(column) by \(by)").text)
        let areLabels = summary.groups.allSatisfy { $0.statistics.isLabels() || $0.statistics.known == 0 }
        var table = TextTable([.left(TextTable.Cell("  \(by)").text), .right("ROWS")])
        if areLabels {
            var totals: [ByteTextCount] = []
            for group in summary.groups {
                for label in group.statistics.labels(limit: Self.labelLimit) { ByteTextCount.add(label, to: &totals) }
            }
            totals.sort { $0.count > $1.count }
            let labels = totals.prefix(Self.labelLimit).map(\.label)
            table = TextTable(
                [.left(TextTable.Cell("  \(by)").text), .right("ROWS")] + labels.map { .right(TextTable.Cell($0).text) }
            )
            for group in summary.groups {
                let counts = group.statistics.labels()
                table.add(
                    [
                        TextTable.Cell("  \(Self.value(group.value))"),
                        TextTable.Cell(DisplayText.count(group.statistics.rows)),
                    ]
                        + labels.map { label in
                            let count = counts.first { $0.label.utf8.elementsEqual(label.utf8) }?.count ?? 0
                            return TextTable.Cell(
                                "\(DisplayText.count(count)) (\(Self.share(count, of: group.statistics.rows)))")
                        })
            }
            if totals.count > labels.count {
                output.print("  the \(labels.count) most frequent of \(DisplayText.count(totals.count)) values")
            }
        } else {
            table = TextTable([
                .left(TextTable.Cell("  \(by)").text), .right("ROWS"), .right("MINIMUM"), .right("MEAN"),
                .right("MEDIAN"),
                .right("MAXIMUM"),
            ])
            for group in summary.groups {
                let numbers = group.statistics.numbers
                func cell(_ value: Double?) -> TextTable.Cell { TextTable.Cell(value.map(Self.number) ?? "—") }
                let median = numbers?.quantile(0.5)
                table.add([
                    TextTable.Cell("  \(Self.value(group.value))"),
                    TextTable.Cell(DisplayText.count(group.statistics.rows)),
                    cell(numbers?.minimum), cell(numbers?.mean),
                    TextTable.Cell(
                        (median?.isExact ?? true ? "" : "~") + (median.map { Self.number($0.value) } ?? "—")),
                    cell(numbers?.maximum),
                ])
            }
        }
        output.print(table, orWhenEmpty: "  (no rows)")
        if summary.rowsBeyondGroups > 0 {
            output.print(
                "  \(DisplayText.counted(summary.rowsBeyondGroups, "row")) have further values of \(TextTable.Cell(by).text), beyond the first \(DisplayText.count(OutputSummary.groupLimit))"
            )
        }
    }

    private func printUncertain(to output: CommandOutput) {
        output.print("")
        output.print("least confident rows, by \(summary.confidenceRule ?? "")")
        let titles = summary.uncertainRows.first?.titles ?? []
        var table = TextTable(
            [.right("  CONFIDENCE"), .left("OBJECT"), .right("ROW")]
                + titles.enumerated().map { .left(TextTable.Cell(Self.name($0.element, $0.offset)).text) })
        for row in summary.uncertainRows {
            // Objects of several folders may have one name.
            let name = row.uri.droppingBytePrefix(outputPrefix).map { String($0) } ?? row.uri
            table.add(
                [
                    TextTable.Cell("  \(Self.number(row.confidence))"), TextTable.Cell(name),
                    TextTable.Cell(DisplayText.count(row.number + 1)),
                ] + row.cells.prefix(titles.count).map { TextTable.Cell(LongText.cut($0, to: 160)) })
        }
        output.print(table, orWhenEmpty: "  (no rows)")
        if summary.rowsWithoutConfidence > 0 {
            output.print("  \(DisplayText.counted(summary.rowsWithoutConfidence, "row")) without a probability")
        }
    }

    private func bar(_ count: Int, of most: Int, isASCII: Bool) -> String {
        let length = most == 0 ? 0 : Int((Double(count) / Double(most) * Double(Self.barWidth)).rounded(.up))
        return String(repeating: isASCII ? "#" : "█", count: length)
    }

    private static func name(_ title: String?, _ place: Int) -> String { title ?? "OUTPUT \(place + 1)" }

    private static func value(_ text: String) -> String { text.isEmpty ? "(missing)" : LongText.cut(text, to: 160) }

    private static func share(_ count: Int, of rows: Int) -> String {
        rows == 0 ? "—" : DisplayText.percent(Double(count) / Double(rows), places: 1)
    }

    /// Enough digits to tell probabilities apart; whole numbers as they are.
    private static func number(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e15 { return DisplayText.decimal(value, places: 0) }
        return DisplayText.metric(value)
    }
}

/// A label with its count over several groups.
private struct ByteTextCount {
    var label: String
    var count: Int

    static func add(_ label: ColumnStatistics.LabelCount, to totals: inout [ByteTextCount]) {
        if let place = totals.firstIndex(where: { $0.label.utf8.elementsEqual(label.label.utf8) }) {
            totals[place].count += label.count
        } else {
            totals.append(ByteTextCount(label: label.label, count: label.count))
        }
    }
}
