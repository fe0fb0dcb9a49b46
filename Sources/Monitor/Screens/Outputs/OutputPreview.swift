import BatchInference

/// The first rows of an input and of its output.
struct OutputPreview: Hashable, Sendable {
    var input: CSVPreview?
    var output: CSVPreview?

    /// The summary of the output's first column, of the rows read.
    var summary: ColumnSummary {
        ColumnSummary(of: output?.rows ?? [], column: 0, labelLimit: 8)
    }

    var rowCount: Int { max(input?.rows.count ?? 0, output?.rows.count ?? 0) }

    /// Whether more follows than was read.
    var isTruncated: Bool { input?.isTruncated == true || output?.isTruncated == true }
}
