import BatchInference

/// The first rows of an output beside those of its input.
struct PairedPreview: Hashable, Sendable {
    var input: CSVPreview?
    var output: CSVPreview?

    /// Predictions on the left, the input's fields beside them.
    var table: TextTable {
        let predicted = output?.columnCount ?? 0
        let given = input?.columnCount ?? 0
        let titles =
            (0..<predicted).map { predicted == 1 ? "OUTPUT" : "OUTPUT \($0 + 1)" }
            + (0..<given).map { column in
                input?.header.flatMap { column < $0.count ? $0[column] : nil } ?? "INPUT \(column + 1)"
            }
        var table = TextTable(titles.map { .left(TextTable.Cell($0).text) })
        for (index, row) in (output?.rows ?? []).enumerated() {
            let source = input.flatMap { index < $0.rows.count ? $0.rows[index] : nil } ?? []
            table.add(
                (0..<predicted).map { .init($0 < row.count ? row[$0] : "") }
                    + (0..<given).map { .init($0 < source.count ? source[$0] : "") })
        }
        return table
    }
}
