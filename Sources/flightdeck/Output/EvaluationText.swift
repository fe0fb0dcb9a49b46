import BatchInference

/// An evaluation as lines of text.
struct EvaluationText {
    let summary: EvaluationSummary
    let threshold: Double
    /// Whether the list of objects ended early.
    let isListIncomplete: Bool

    func print(to output: CommandOutput) {
        guard let figures = summary.figures else { return }
        output.print(
            "\(DisplayText.counted(figures.rows, "row")) of \(DisplayText.counted(summary.objectsRead, "object")): "
                + "\(TextTable.Cell(summary.predicted).text) beside \(TextTable.Cell(summary.target).text)")
        if isListIncomplete { output.print("incomplete: the list of objects ended early") }
        for note in summary.notes { output.print(TextTable.Cell(note).text) }
        output.print(summary.metrics)
        if let matrix = summary.matrix { output.print(matrix) }
        if let line = summary.thresholdLine(at: threshold) {
            output.print("")
            output.print(TextTable.Cell(line).text)
        }
        if let slices = summary.bySlice { output.print(slices) }
    }
}
