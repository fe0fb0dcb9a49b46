import BatchInference

/// The first rows of an input and of its output.
struct OutputPreview: Hashable, Sendable {
    var input: CSVPreview?
    var output: CSVPreview?
    /// Why the other side is missing; empty where nothing failed.
    var problem = ""
    /// What columns without a header are called.
    var names = ColumnNames()

    init(input: CSVPreview? = nil, output: CSVPreview? = nil, problem: String = "", names: ColumnNames = ColumnNames())
    {
        self.input = input
        self.output = output
        self.problem = problem
        self.names = names
    }

    /// A title for each input column.
    var inputTitles: [String] {
        guard let input else { return [] }
        return input.header ?? names.input(columns: input.columnCount)
            ?? (0..<input.columnCount).map { "column \($0 + 1)" }
    }

    /// The output, without what joining repeats of the input that stands beside it.
    var predictions: CSVPreview? { input == nil ? output : output.map(names.responses) }

    /// A title for each column of the predictions; the first one is the prediction.
    var outputTitles: [String] {
        guard let predictions else { return [] }
        return names.output(columns: predictions.columnCount)
            ?? (0..<predictions.columnCount).map { $0 == 0 ? "prediction" : "column \($0 + 1)" }
    }

    /// The summary of the predictions' first column, of the rows read.
    var summary: ColumnSummary {
        ColumnSummary(of: predictions?.rows ?? [], column: 0, labelLimit: 8)
    }

    var rowCount: Int { max(input?.rows.count ?? 0, output?.rows.count ?? 0) }

    /// Whether more follows than was read.
    var isTruncated: Bool { input?.isTruncated == true || output?.isTruncated == true }
}
