import BatchInference

extension PredictionPreview {
    /// A title for each input column.
    var inputTitles: [String] {
        given.titles.enumerated().map { $0.element ?? "column \($0.offset + 1)" }
    }

    /// A title for each column of the predictions; the first one is the prediction, where nothing is known of it.
    var outputTitles: [String] {
        predicted.titles.enumerated().map { $0.element ?? ($0.offset == 0 ? "prediction" : "column \($0.offset + 1)") }
    }

    /// The summary of the predictions that are shown.
    var summary: ColumnSummary {
        ColumnSummary(of: predicted.rows.map(\.cells), column: summaryColumn, labelLimit: 8)
    }
}
