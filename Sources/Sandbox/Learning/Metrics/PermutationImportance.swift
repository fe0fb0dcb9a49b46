/// How much worse a model gets on unseen rows when one column's cells are shuffled (Breiman, "Random Forests", 2001).
struct PermutationImportance: Sendable {
    var pipeline: FeaturePipeline
    var model: any TrainedModel
    var inputs: DataTable
    /// The target's cells, row by row.
    var targets: [String]

    /// By column, in the table's order: the fall in accuracy, or the rise in root mean squared error.
    func values(seed: UInt64) throws(InvocationFailure) -> [(column: String, value: Double)] {
        let untouched = try loss(on: inputs.rows)
        var generator = SplitMix(seed: seed)
        var values: [(column: String, value: Double)] = []
        for (place, column) in inputs.columns.enumerated() {
            var rows = inputs.rows
            for (row, cell) in rows.map({ $0[place] }).shuffled(using: &generator).enumerated() {
                rows[row][place] = cell
            }
            values.append((column, try loss(on: rows) - untouched))
        }
        return values
    }

    private func loss(on rows: [[String]]) throws(InvocationFailure) -> Double {
        let scores = model.scores(for: try pipeline.features(of: rows))
        guard !pipeline.labels.isEmpty else {
            return RegressionMetrics(actual: targets.map { Double($0) ?? 0 }, predicted: scores.column(0))
                .rootMeanSquaredError
        }
        let actual = targets.map { pipeline.labels.firstIndex(of: $0) ?? 0 }
        return 1 - ClassificationMetrics(actual: actual, probabilities: scores).accuracy
    }
}
