import BatchInference
import Console

/// An evaluation as the lines of a page, and as Markdown.
struct EvaluationPage {
    let summary: EvaluationSummary
    let threshold: Double

    private static let widestName = 18

    private static func cell(_ text: String) -> String {
        TextWidth.truncate(CleanText.line(text), columns: widestName, at: .middle)
    }

    func lines(_ theme: Theme?, columns: Int) -> [StyledText] {
        var page = TextPageBuilder(theme: theme, columns: columns)
        for shortfall in summary.shortfalls { page.text(CleanText.line(shortfall.line), .statusFailed) }
        for note in summary.notes { page.text(CleanText.line(note), .textDim) }
        guard let figures = summary.figures else { return page.lines }
        func add(_ table: EvaluationSummary.Table, _ title: String) {
            page.heading(title)
            let lines = Self.aligned(table, columns: columns)
            page.line(StyledText(lines.title, theme?[.label] ?? .plain))
            for line in lines.rows { page.line(StyledText(line, theme?[.text] ?? .plain)) }
            if lines.leftOut > 0 {
                page.text("\(lines.leftOut) more column\(lines.leftOut == 1 ? "" : "s") on a wider screen", .textDim)
            }
            if let note = table.note { page.text(note, .textDim) }
        }
        add(summary.metrics, figures.kind == .regression ? "Regression" : "Classification")
        if let line = summary.thresholdLine(at: threshold) {
            page.heading("Threshold")
            page.text(CleanText.line(line))
        }
        if let slices = summary.bySlice { add(slices, "By \(Self.cell(summary.slicing ?? ""))") }
        if let matrix = summary.matrix { add(matrix, "Confusion matrix") }
        return page.lines
    }

    /// The lines of a table; columns that don't fit are left out at the right, with how many.
    private static func aligned(
        _ table: EvaluationSummary.Table, columns: Int
    ) -> (title: String, rows: [String], leftOut: Int) {
        let all = ([table.titles] + table.rows).map { $0.map(cell) }
        let widths = table.titles.indices.map { column in all.map { TextWidth.columns($0[column]) }.max() ?? 0 }
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
        return (lines[0], Array(lines.dropFirst()), table.titles.count - shown)
    }

    func markdown(transform: String) -> String {
        func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
        func table(_ table: EvaluationSummary.Table) -> String {
            func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
            let rule = "|---|" + String(repeating: "---:|", count: table.titles.count - 1)
            // Numbers are ours; names of columns, classes and values are those of others.
            let rows = table.rows.map { line([escaped($0[0])] + $0.dropFirst()) }
            return ([line(table.titles.map(escaped)), rule] + rows + (table.note.map { ["", $0] } ?? []))
                .joined(separator: "\n")
        }
        var parts = [
            "# Evaluation of \(escaped(transform))",
            "\(DisplayText.count(summary.figures?.rows ?? 0)) rows; true values in \(escaped(summary.target)).",
        ]
        let said = summary.shortfalls.map(\.line) + summary.notes
        if !said.isEmpty { parts.append(said.map { "- \(escaped($0))" }.joined(separator: "\n")) }
        parts.append(table(summary.metrics))
        if let line = summary.thresholdLine(at: threshold) { parts.append(escaped(line)) }
        if let slices = summary.bySlice { parts.append("## By \(escaped(summary.slicing ?? ""))\n\n\(table(slices))") }
        if let matrix = summary.matrix { parts.append("## Confusion matrix\n\n\(table(matrix))") }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
