import AWSOperations
import Glibc

/// How well class probabilities meet the true classes; undefined ratios count as nought, as scikit-learn's do.
struct ClassificationMetrics: Hashable, Sendable {
    let actual: [Int]
    let predicted: [Int]
    let probabilities: Matrix
    /// `confusion[actual][predicted]`.
    let confusion: [[Int]]

    /// `probabilities` has a row for every element of `actual` and a column for every class.
    init(actual: [Int], probabilities: Matrix) {
        self.actual = actual
        self.probabilities = probabilities
        predicted = probabilities.mostProbableColumns
        var confusion = Array(
            repeating: Array(repeating: 0, count: probabilities.columns), count: probabilities.columns)
        for (truth, guess) in zip(actual, predicted) { confusion[truth][guess] += 1 }
        self.confusion = confusion
    }

    private var classes: Range<Int> { 0..<probabilities.columns }
    private func share(_ part: Int, of whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
    private func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    func recall(ofClass label: Int) -> Double { share(confusion[label][label], of: confusion[label].reduce(0, +)) }

    func precision(ofClass label: Int) -> Double {
        share(confusion[label][label], of: classes.reduce(0) { $0 + confusion[$1][label] })
    }

    func f1(ofClass label: Int) -> Double {
        let (precision, recall) = (precision(ofClass: label), recall(ofClass: label))
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    var accuracy: Double { share(classes.reduce(0) { $0 + confusion[$1][$1] }, of: actual.count) }

    /// The mean recall of the classes that occur.
    var balancedAccuracy: Double {
        mean(classes.filter { confusion[$0].reduce(0, +) > 0 }.map(recall(ofClass:)))
    }

    var f1Macro: Double { mean(classes.map(f1(ofClass:))) }
    var precisionMacro: Double { mean(classes.map(precision(ofClass:))) }
    var recallMacro: Double { mean(classes.map(recall(ofClass:))) }

    var logLoss: Double {
        mean(actual.enumerated().map { row, label in -log(min(max(probabilities[row, label], 1e-15), 1 - 1e-15)) })
    }

    /// The area under the curve of the second class: the share of pairs in the right order, ties counting half.
    var areaUnderCurve: Double {
        let positive = actual.indices.filter { actual[$0] == 1 }.map { probabilities[$0, 1] }
        let negative = actual.indices.filter { actual[$0] != 1 }.map { probabilities[$0, 1] }
        guard !positive.isEmpty, !negative.isEmpty else { return 0 }
        var ordered = 0.0
        for high in positive {
            for low in negative { ordered += high > low ? 1 : high == low ? 0.5 : 0 }
        }
        return ordered / Double(positive.count * negative.count)
    }

    /// Every metric that Autopilot names for the problem, under its standard name.
    var standard: [(name: AutoMLMetricExtendedEnum, value: Double)] {
        if classes.count == 2 {
            return [
                (.f1, f1(ofClass: 1)), (.accuracy, accuracy), (.balancedAccuracy, balancedAccuracy),
                (.auc, areaUnderCurve), (.precision, precision(ofClass: 1)), (.recall, recall(ofClass: 1)),
                (.logLoss, logLoss),
            ]
        }
        return [
            (.accuracy, accuracy), (.balancedAccuracy, balancedAccuracy), (.f1macro, f1Macro),
            (.precisionMacro, precisionMacro), (.recallMacro, recallMacro), (.logLoss, logLoss),
        ]
    }
}

extension Matrix {
    /// For every row the column with the largest value; the first of equal ones.
    var mostProbableColumns: [Int] {
        (0..<rows).map { row in
            var best = 0
            for column in 1..<max(1, columns) where self[row, column] > self[row, best] { best = column }
            return best
        }
    }
}

/// How far predicted values are from the true ones.
struct RegressionMetrics: Hashable, Sendable {
    let actual: [Double]
    let predicted: [Double]

    private var errors: [Double] { zip(actual, predicted).map { $0 - $1 } }
    private func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }

    var meanSquaredError: Double { mean(errors.map { $0 * $0 }) }
    var rootMeanSquaredError: Double { meanSquaredError.squareRoot() }
    var meanAbsoluteError: Double { mean(errors.map(abs)) }

    /// The share of the variance that is explained; below nought where the mean would have done better.
    var determination: Double {
        let centre = mean(actual)
        let variance = mean(actual.map { ($0 - centre) * ($0 - centre) })
        return variance == 0 ? 0 : 1 - meanSquaredError / variance
    }

    /// Every metric that Autopilot names for the problem, under its standard name.
    var standard: [(name: AutoMLMetricExtendedEnum, value: Double)] {
        [
            (.mse, meanSquaredError), (.rmse, rootMeanSquaredError), (.mae, meanAbsoluteError), (.r2, determination),
        ]
    }
}

/// How much a model's answers hang on each column: a plain stand-in for Clarify's mean of absolute SHAP values.
///
/// Every validation row is asked twice, as it is and with one column's cell taken from another row, and the absolute
/// differences of the scores are averaged over the rows (after Breiman's permutation of a column, "Random Forests", 2001).
/// Unlike Shapley values they do not add up to the score.
struct ColumnImportance: Sendable {
    var pipeline: FeaturePipeline
    var model: any TrainedModel
    var inputs: DataTable

    /// Of one column of scores: its mean over the rows, and the mean absolute change by input column.
    struct Output: Sendable {
        var expected: Double
        var values: [(column: String, value: Double)]
    }

    /// In the order of the model's scores.
    func outputs(seed: UInt64) throws(InvocationFailure) -> [Output] {
        let untouched = model.scores(for: try pipeline.features(of: inputs.rows))
        var outputs = untouched.columnMeans.map { Output(expected: $0, values: []) }
        var generator = SplitMix(seed: seed)
        for (place, column) in inputs.columns.enumerated() {
            var rows = inputs.rows
            for (row, cell) in rows.map({ $0[place] }).shuffled(using: &generator).enumerated() {
                rows[row][place] = cell
            }
            var changes = model.scores(for: try pipeline.features(of: rows))
            for index in changes.values.indices {
                changes.values[index] = abs(changes.values[index] - untouched.values[index])
            }
            for (output, change) in changes.columnMeans.enumerated() {
                outputs[output].values.append((column, change))
            }
        }
        return outputs
    }
}
