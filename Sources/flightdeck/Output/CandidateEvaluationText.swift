import BatchInference

/// An evaluation of candidates as lines of text.
struct CandidateEvaluationText {
    let record: EvaluationRecord

    private static let widestName = 28
    /// Rows of disagreement that are printed; --json has all that are kept.
    private static let shownRows = 15

    func print(to output: CommandOutput) {
        func line(_ text: String) { output.print(TextTable.Cell(text).text) }
        line("\(record.title), \(record.input.uri)")
        for warning in record.input.warnings { line("warning: \(warning)") }
        for note in record.input.notes { line(note) }
        guard let result = record.result else { return }
        for problem in result.problems { line(problem) }
        for note in result.figureNotes { line(note) }
        print(result.overview, to: output)
        output.print("")
        for sentence in result.verdict { line(sentence) }
        print(result.pairTable, to: output)
        print(result.differenceTable, to: output)
        print(result.sliceTable, to: output)
        for place in result.order {
            guard let figures = result.candidates[place].figures, figures.matrix != nil else { continue }
            output.print("")
            line("\(EvaluationResult.letter(place)) \(result.candidates[place].name)")
            print(figures.matrix, to: output, apart: false)
            if let threshold = figures.thresholdLine(at: record.threshold) { line(threshold) }
        }
        if let told = result.disagreementLine {
            output.print("")
            line(told)
            print(result.disagreementTable(limit: Self.shownRows), to: output, apart: false)
        }
    }

    private func print(_ content: FigureTable?, to output: CommandOutput, apart: Bool = true) {
        guard let content else { return }
        func cell(_ text: String) -> TextTable.Cell { TextTable.Cell(text).cut(to: Self.widestName) }
        var table = TextTable(
            content.titles.enumerated().map { place, title in
                place == 0 ? .left(cell(title).text) : .right(cell(title).text)
            })
        for row in content.rows {
            // The first column names the row.
            table.add(row.enumerated().map { $0 == 0 ? TextTable.Cell($1).cut(to: 44) : cell($1) })
        }
        if apart { output.print("") }
        for line in table.lines(color: output.usesColor) { output.print(line) }
        if let note = content.note { output.print(note) }
    }
}
