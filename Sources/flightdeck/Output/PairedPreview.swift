import BatchInference

/// The first rows of an output beside those of its input.
struct PairedPreview: Hashable, Sendable {
    var input: CSVPreview?
    var output: CSVPreview?
    /// What columns without a header are called.
    var names = ColumnNames()
    /// Which side could not be read, and why.
    var shortfalls: [Shortfall] = []

    /// Predictions on the left, the input's fields beside them.
    var table: TextTable {
        // Joining repeats the input, which stands beside it.
        let output = input == nil ? output : output.map(names.responses)
        let predicted = output?.columnCount ?? 0
        let given = input?.columnCount ?? 0
        let titles = outputTitles(predicted) + inputTitles(given)
        var table = TextTable(titles.map { .left(TextTable.Cell($0).text) })
        for (index, row) in (output?.rows ?? []).enumerated() {
            let source = input.flatMap { index < $0.rows.count ? $0.rows[index] : nil } ?? []
            table.add(
                (0..<predicted).map { .init($0 < row.count ? row[$0] : "") }
                    + (0..<given).map { .init($0 < source.count ? source[$0] : "") })
        }
        return table
    }

    private func outputTitles(_ count: Int) -> [String] {
        names.output(columns: count) ?? (0..<count).map { count == 1 ? "OUTPUT" : "OUTPUT \($0 + 1)" }
    }

    private func inputTitles(_ count: Int) -> [String] {
        let known = input?.header ?? names.input(columns: count) ?? []
        return (0..<count).map { $0 < known.count ? known[$0] : "INPUT \($0 + 1)" }
    }
}
