import AWSOperations
import BatchInference
import Predictions

/// An evaluation as lines of text.
struct EvaluationText {
    let evaluation: OutputEvaluation
    let request: OutputEvaluator.Request
    let kind: PredictionEvaluation.Kind?
    let threshold: Double?
    /// Whether the list of objects ended early.
    let isListIncomplete: Bool

    /// Classes that a matrix of text shows.
    static let classLimit = 15

    func print(to output: CommandOutput) {
        guard let rows = evaluation.evaluation else { return }
        let figures = EvaluationFigures(rows, as: kind, scoreNote: evaluation.scoreNote)
        output.print(
            "\(SummaryText.counted(rows.rows, "row")) of \(SummaryText.counted(evaluation.objectsRead, "object")): "
                + "\(TextTable.Cell(evaluation.predicted).text) beside \(TextTable.Cell(evaluation.target).text)")
        if evaluation.objectsRead < evaluation.objects {
            output.print(
                "incomplete: \(SummaryText.counted(evaluation.objects - evaluation.objectsRead, "object")) can't be read"
            )
        }
        if isListIncomplete { output.print("incomplete: the list of objects ended early") }
        if evaluation.blankLines > 0 {
            output.print("\(SummaryText.counted(evaluation.blankLines, "blank line")) not counted")
        }
        if evaluation.cutRows > 0 {
            output.print("\(SummaryText.counted(evaluation.cutRows, "row")) too long to be read whole")
        }
        for line in figures.notes + evaluation.flaws.lines { output.print(TextTable.Cell(line).text) }
        output.print("")
        var table = TextTable([.left("METRIC"), .right("VALUE"), .left("95 OF 100 SAMPLES")])
        for figure in figures.figures {
            table.add([
                TextTable.Cell(figure.name), TextTable.Cell(Self.text(figure.value)),
                TextTable.Cell(figure.interval.map { "\(Self.text($0.low)) to \(Self.text($0.high))" } ?? ""),
            ])
        }
        for line in table.lines(color: output.usesColor) { output.print(line) }
        if let classes = figures.classes { print(classes, to: output) }
        if let ranked = figures.ranked, let positive = figures.positiveClass {
            print(ranked.threshold(threshold ?? 0.5), of: positive, to: output)
        }
        printSlices(figures.kind, to: output)
    }

    private func print(_ classes: ClassCounts, to output: CommandOutput) {
        // The classes with the most rows, in their own order.
        let shown = classes.names.indices
            .sorted { (classes.support[$1], $0) < (classes.support[$0], $1) }
            .prefix(Self.classLimit).sorted()
        output.print("")
        output.print("labels down, predictions across")
        var table = TextTable(
            [.left("CLASS")] + shown.map { .right(TextTable.Cell(classes.names[$0]).cut(to: 16).text) }
                + [.right("ROWS"), .right("PRECISION"), .right("RECALL"), .right("F1")])
        for row in shown {
            table.add(
                [TextTable.Cell(classes.names[row]).cut(to: 24)]
                    + shown.map { TextTable.Cell(DisplayText.count(classes.count(truth: row, predicted: $0))) }
                    + [
                        TextTable.Cell(DisplayText.count(classes.support[row])),
                        TextTable.Cell(Self.text(classes.precision(row))),
                        TextTable.Cell(Self.text(classes.recall(row))),
                        TextTable.Cell(Self.text(classes.f1(row))),
                    ])
        }
        for line in table.lines(color: output.usesColor) { output.print(line) }
        let rest = classes.names.count - shown.count
        if rest > 0 {
            output.print("\(SummaryText.counted(rest, "more class", "more classes")) with fewer rows; --json has them")
        }
    }

    private func print(_ point: RankedScores.Threshold, of positive: String, to output: CommandOutput) {
        output.print("")
        output.print(
            "at a threshold of \(DisplayText.metric(point.value)) for \(TextTable.Cell(positive).text): "
                + "precision \(Self.text(point.precision)), recall \(Self.text(point.recall)), "
                + "\(SummaryText.counted(point.falsePositives, "false positive")), "
                + "\(SummaryText.counted(point.falseNegatives, "false negative"))")
    }

    private func printSlices(_ kind: PredictionEvaluation.Kind, to output: CommandOutput) {
        guard let column = evaluation.slicing else { return }
        output.print("")
        let figures = evaluation.slices.first.map {
            EvaluationFigures($0.evaluation, as: kind, withIntervals: false).figures
        }
        var table = TextTable(
            [.left(TextTable.Cell(column).text.uppercased()), .right("ROWS")]
                + (figures ?? []).map { .right($0.name.untilByte(of: ",").uppercased()) })
        for slice in evaluation.slices {
            let figures = EvaluationFigures(slice.evaluation, as: kind, withIntervals: false)
            table.add(
                [
                    TextTable.Cell(slice.value.isEmpty ? "(empty)" : slice.value).cut(to: 24),
                    TextTable.Cell(DisplayText.count(slice.evaluation.rows)),
                ] + figures.figures.map { TextTable.Cell(Self.text($0.value)) })
        }
        for line in table.lines(color: output.usesColor) { output.print(line) }
        if evaluation.rowsBeyondSlices > 0 {
            output.print(
                "\(SummaryText.counted(evaluation.rowsBeyondSlices, "row")) with further values of \(TextTable.Cell(column).text) not shown"
            )
        }
    }

    private static func text(_ value: Double?) -> String { value.map(DisplayText.metric) ?? DisplayText.unknown }
}
