import BatchInference

/// An evaluation as lines of text.
struct EvaluationText {
    let summary: EvaluationSummary
    let threshold: Double
    /// Whether the list of objects ended early.
    let isListIncomplete: Bool

    private static let widestName = 24

    func print(to output: CommandOutput) {
        guard let figures = summary.figures else { return }
        output.print(
            "\(SummaryText.counted(figures.rows, "row")) of \(SummaryText.counted(summary.objectsRead, "object")): "
                + "\(TextTable.Cell(summary.predicted).text) beside \(TextTable.Cell(summary.target).text)")
        if isListIncomplete { output.print("incomplete: the list of objects ended early") }
        for note in summary.notes { output.print(TextTable.Cell(note).text) }
        print(summary.metrics, to: output)
        if let matrix = summary.matrix { print(matrix, to: output) }
        if let line = summary.thresholdLine(at: threshold) {
            output.print("")
            output.print(TextTable.Cell(line).text)
        }
        if let slices = summary.bySlice { print(slices, to: output) }
    }

    private func print(_ content: EvaluationSummary.Table, to output: CommandOutput) {
        func cell(_ text: String) -> TextTable.Cell { TextTable.Cell(text).cut(to: Self.widestName) }
        var table = TextTable(
            content.titles.enumerated().map { place, title in
                // Names of classes stay as they are written.
                place == 0 ? .left(cell(title).text) : .right(cell(title).text)
            })
        for row in content.rows { table.add(row.map(cell)) }
        output.print("")
        for line in table.lines(color: output.usesColor) { output.print(line) }
        if let note = content.note { output.print(note) }
    }
}
