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
        func add(_ table: FigureTable, _ title: String) {
            page.heading(title)
            page.table(table)
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

    func markdown(transform: String) -> String {
        func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
        func table(_ table: FigureTable) -> String {
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
