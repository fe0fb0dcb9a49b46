import AWSOperations
import BatchInference
import Console
import Predictions

/// An evaluation as the lines of a page, and as Markdown.
struct EvaluationPage {
    private let result: EvaluationScreen.Result
    private let threshold: Double
    private let slicing: String?

    /// Classes that a matrix shows: those with the most rows.
    private static let classLimit = 15
    private static let widestName = 18

    init(_ result: EvaluationScreen.Result, threshold: Double, by slicing: String?) {
        (self.result, self.threshold, self.slicing) = (result, threshold, slicing)
    }

    /// Rows of cells under titles; the first column is text, the others are numbers.
    private struct Table {
        var titles: [String]
        var rows: [[String]] = []

        /// The lines, aligned; columns that don't fit are left out at the right, with how many.
        func lines(columns: Int) -> (title: String, rows: [String], leftOut: Int) {
            let all = [titles] + rows
            let widths = titles.indices.map { column in
                all.map { TextWidth.columns($0[column]) }.max() ?? 0
            }
            var (shown, used) = (0, 0)
            for width in widths {
                guard shown == 0 || used + 2 + width <= columns else { break }
                used += width + (shown == 0 ? 0 : 2)
                shown += 1
            }
            let lines = all.map { row in
                (0..<shown).map { column in
                    column == 0
                        ? TextWidth.padRight(row[column], columns: widths[column])
                        : String(repeating: " ", count: widths[column] - TextWidth.columns(row[column])) + row[column]
                }.joined(separator: "  ")
            }
            return (lines[0], Array(lines.dropFirst()), titles.count - shown)
        }

        func markdown() -> String {
            func line(_ cells: [String]) -> String { "| " + cells.map(Self.escaped).joined(separator: " | ") + " |" }
            let rule = "|---|" + String(repeating: "---:|", count: titles.count - 1)
            return ([line(titles), rule] + rows.map(line)).joined(separator: "\n")
        }

        /// Text of others stays text.
        static func escaped(_ text: String) -> String {
            text.unicodeScalars.reduce(into: "") { escaped, scalar in
                if "\\`*_{}[]<>#|!&".unicodeScalars.contains(scalar) { escaped += "\\" }
                escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private var metrics: Table {
        var table = Table(titles: ["metric", "value", "95 of 100 samples"])
        for figure in result.figures?.figures ?? [] {
            table.rows.append([
                figure.name, Self.text(figure.value),
                figure.interval.map { "\(Self.text($0.low)) to \(Self.text($0.high))" } ?? "",
            ])
        }
        return table
    }

    private static func name(_ text: String) -> String {
        TextWidth.truncate(CleanText.line(text.isEmpty ? "(empty)" : text), columns: widestName, at: .middle)
    }

    private func matrix(_ classes: ClassCounts) -> Table {
        let shown = classes.names.indices
            .sorted { (classes.support[$1], $0) < (classes.support[$0], $1) }
            .prefix(Self.classLimit).sorted()
        var table = Table(
            titles: ["labels \\ predicted"] + shown.map { Self.name(classes.names[$0]) }
                + ["rows", "precision", "recall", "F1"])
        for row in shown {
            table.rows.append(
                [Self.name(classes.names[row])]
                    + shown.map { DisplayText.count(classes.count(truth: row, predicted: $0)) }
                    + [
                        DisplayText.count(classes.support[row]), Self.text(classes.precision(row)),
                        Self.text(classes.recall(row)), Self.text(classes.f1(row)),
                    ])
        }
        return table
    }

    private var slices: Table? {
        guard let slicing, let first = result.slices.first else { return nil }
        var table = Table(
            titles: [Self.name(slicing), "rows"] + first.figures.map { String($0.name.untilByte(of: ",")) })
        for slice in result.slices {
            table.rows.append(
                [Self.name(slice.value), DisplayText.count(slice.rows)] + slice.figures.map { Self.text($0.value) })
        }
        return table
    }

    private var thresholdLine: String? {
        guard let figures = result.figures, let ranked = figures.ranked, let positive = figures.positiveClass else {
            return nil
        }
        let point = ranked.threshold(threshold)
        return "at \(DisplayText.decimal(threshold, places: 2)) for \(Self.name(positive)): precision "
            + "\(Self.text(point.precision)), recall \(Self.text(point.recall)), "
            + "\(DisplayText.count(point.falsePositives)) false positives, "
            + "\(DisplayText.count(point.falseNegatives)) false negatives"
    }

    private var notes: [String] {
        let evaluation = result.evaluation
        var notes: [String] = []
        if evaluation.objectsRead < evaluation.objects {
            let missing = evaluation.objects - evaluation.objectsRead
            notes.append(
                "incomplete: \(DisplayText.count(missing)) of \(DisplayText.count(evaluation.objects)) outputs can't be read"
            )
        }
        if evaluation.blankLines > 0 {
            notes.append("\(DisplayText.count(evaluation.blankLines)) blank lines not counted")
        }
        if evaluation.cutRows > 0 {
            notes.append("\(DisplayText.count(evaluation.cutRows)) rows too long to be read whole")
        }
        notes += result.figures?.notes ?? []
        if evaluation.rowsBeyondSlices > 0 {
            notes.append(
                "\(DisplayText.count(evaluation.rowsBeyondSlices)) rows with further values aren't in the last table")
        }
        return notes + evaluation.flaws.lines
    }

    func lines(_ theme: Theme?, columns: Int) -> [StyledText] {
        var page = TextPageBuilder(theme: theme, columns: columns)
        for shortfall in result.evaluation.shortfalls { page.text(CleanText.line(shortfall.line), .statusFailed) }
        for note in notes { page.text(CleanText.line(note), .textDim) }
        guard let figures = result.figures else { return page.lines }
        func add(_ table: Table, _ title: String) {
            page.heading(title)
            let lines = table.lines(columns: columns)
            page.line(StyledText(lines.title, theme?[.label] ?? .plain))
            for line in lines.rows { page.line(StyledText(line, theme?[.text] ?? .plain)) }
            if lines.leftOut > 0 {
                page.text("\(lines.leftOut) more column\(lines.leftOut == 1 ? "" : "s") on a wider screen", .textDim)
            }
        }
        add(metrics, figures.kind == .regression ? "Regression" : "Classification")
        if let line = thresholdLine {
            page.heading("Threshold")
            page.text(line)
        }
        if let slices { add(slices, "By \(Self.name(slicing ?? ""))") }
        if let classes = figures.classes {
            add(matrix(classes), "Confusion matrix")
            let rest = classes.names.count - min(classes.names.count, Self.classLimit)
            if rest > 0 { page.text("\(DisplayText.count(rest)) more classes with fewer rows", .textDim) }
        }
        return page.lines
    }

    func markdown(transform: String, target: String) -> String {
        let rows = result.evaluation.evaluation?.rows ?? 0
        var parts = [
            "# Evaluation of \(Table.escaped(transform))",
            "\(DisplayText.count(rows)) rows; true values in \(Table.escaped(CleanText.line(target))).",
        ]
        let said = result.evaluation.shortfalls.map(\.line) + notes
        if !said.isEmpty { parts.append(said.map { "- \(Table.escaped(CleanText.line($0)))" }.joined(separator: "\n")) }
        parts.append(metrics.markdown())
        if let thresholdLine { parts.append(Table.escaped(thresholdLine)) }
        if let slices { parts.append("## By \(Table.escaped(Self.name(slicing ?? "")))\n\n\(slices.markdown())") }
        if let classes = result.figures?.classes {
            parts.append("## Confusion matrix\n\n\(matrix(classes).markdown())")
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func text(_ value: Double?) -> String { value.map(DisplayText.metric) ?? DisplayText.unknown }
}
