import BatchInference
import Console

/// A candidate's report as lines of text.
struct ModelReportText {
    let report: ModelReport

    private static let barColumns = 24

    func print(to output: CommandOutput) {
        func line(_ text: String) {
            let clean = TextTable.Cell(text).text
            output.print(output.isASCII ? CommandOutput.withoutSymbols(clean) : clean)
        }
        line("\(report.candidate)\(report.isBest ? ", best" : "") of \(report.job)")
        for section in report.sections() {
            line("")
            if !section.title.isEmpty { line(section.title) }
            for block in section.blocks { print(block, line, to: output) }
        }
    }

    private func print(_ block: ReportSection.Block, _ line: (String) -> Void, to output: CommandOutput) {
        switch block {
        case .text(let text), .note(let text): line(text)
        case .warning(let text): line("! \(text)")
        case .table(let table): output.print(table, widestName: 40, afterBlank: false)
        case .matrix(let matrix):
            output.print(matrix.table(matrix.predicted.count <= 8 ? .both : .counts), afterBlank: false)
            if matrix.predicted.count > 8 {
                line("")
                output.print(matrix.table(.percent), afterBlank: false)
            }
        // The table beside it tells the same.
        case .curve: break
        case .bars(let features, let note):
            let most = features.map(\.value.magnitude).max() ?? 0
            var table = TextTable([.left("column"), .right("value"), .left("")])
            for feature in features {
                let share = most > 0 ? feature.value.magnitude / most : 0
                let bar = ProgressBar.text(fraction: share, columns: Self.barColumns)
                table.add([
                    TextTable.Cell(feature.name).cut(to: 40), TextTable.Cell(FigureTable.text(feature.value)),
                    TextTable.Cell(output.isASCII ? CommandOutput.withoutSymbols(bar) : bar),
                ])
            }
            for row in table.lines(color: output.usesColor) { output.print(row) }
            if let note { line(note) }
        case .place(let title, let uri): line("\(title)  \(uri)")
        }
    }
}
