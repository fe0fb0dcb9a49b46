import BatchInference

/// The first rows of an input and of its output.
struct OutputPreview: Hashable, Sendable {
    var input: CSVPreview?
    var output: CSVPreview?
    /// What columns without a header are called.
    var names = ColumnNames()

    /// A title for each input column.
    var inputTitles: [String] {
        guard let input else { return [] }
        return input.header ?? names.input(columns: input.columnCount)
            ?? (0..<input.columnCount).map { "column \($0 + 1)" }
    }

    /// A title for each output column; the first one is the prediction.
    var outputTitles: [String] {
        guard let output else { return [] }
        return names.output(columns: output.columnCount)
            ?? (0..<output.columnCount).map { $0 == 0 ? "prediction" : "column \($0 + 1)" }
    }

    /// The summary of the output's first column, of the rows read.
    var summary: ColumnSummary {
        ColumnSummary(of: output?.rows ?? [], column: 0, labelLimit: 8)
    }

    var rowCount: Int { max(input?.rows.count ?? 0, output?.rows.count ?? 0) }

    /// Whether more follows than was read.
    var isTruncated: Bool { input?.isTruncated == true || output?.isTruncated == true }
}
