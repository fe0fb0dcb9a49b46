import Glibc

/// A model's quality on rows that it has not seen, as Model Monitor writes it into `statistics.json`.
///
/// Beside each value is its standard deviation over five samples of four fifths of the rows, and for a classification
/// what a classifier would reach that always answers the most frequent class. AWS gives standard deviations from 200
/// rows on and the word "NaN" below; here they come as asked for, so that both can be seen.
struct ModelQuality: Sendable {
    enum Predictions: Sendable {
        /// Classes by their place among `labels`, with a column of probabilities for each.
        case classes(actual: [Int], probabilities: Matrix, labels: [String])
        case values(actual: [Double], predicted: [Double])
    }

    var predictions: Predictions
    var hasDeviations = true

    private typealias Members = [(key: String, value: JSONValue)]
    private typealias Measures = [(name: String, value: Double)]

    private var rowCount: Int {
        switch predictions {
        case .classes(let actual, _, _): actual.count
        case .values(let actual, _): actual.count
        }
    }

    /// The whole file.
    var document: JSONValue {
        .object([
            ("version", .literal("0.0")),
            ("dataset", .object([("item_count", .literal("\(rowCount)"))])),
            measures,
        ])
    }

    private var measures: (key: String, value: JSONValue) {
        switch predictions {
        case .values(let actual, let predicted):
            let whole = Self.measures(RegressionMetrics(actual: actual, predicted: predicted))
            let samples = samples { rows in
                Self.measures(
                    RegressionMetrics(actual: rows.map { actual[$0] }, predicted: rows.map { predicted[$0] }))
            }
            return ("regression_metrics", .object(members(whole, samples)))
        case .classes(let actual, let probabilities, let labels):
            let metrics = ClassificationMetrics(actual: actual, probabilities: probabilities)
            let isBinary = labels.count == 2
            func measure(_ metrics: ClassificationMetrics) -> Measures {
                isBinary ? Self.binary(metrics) : Self.multiclass(metrics)
            }
            let samples = samples { rows in
                measure(
                    ClassificationMetrics(
                        actual: rows.map { actual[$0] }, probabilities: probabilities.selecting(rows: rows)))
            }
            let constant = measure(Self.constant(actual, classes: labels.count))
                .map { (name: "\($0.name)_best_constant_classifier", value: $0.value) }
            var all: Members = [(key: "confusion_matrix", value: Self.matrix(metrics.confusion, labels))]
            all += members(measure(metrics), samples)
            for measured in constant { all.append((measured.name, Self.member(measured.value, deviation: nil))) }
            if isBinary { all += Self.curves(of: metrics) }
            return ("\(isBinary ? "binary" : "multiclass")_classification_metrics", .object(all))
        }
    }

    private static func measures(_ metrics: RegressionMetrics) -> Measures {
        [
            ("mae", metrics.meanAbsoluteError), ("mse", metrics.meanSquaredError),
            ("rmse", metrics.rootMeanSquaredError), ("r2", metrics.determination),
        ]
    }

    private static func binary(_ metrics: ClassificationMetrics) -> Measures {
        let (recall, specificity) = (metrics.recall(ofClass: 1), metrics.recall(ofClass: 0))
        let precision = metrics.precision(ofClass: 1)
        let hasNegatives = metrics.confusion[0].contains { $0 > 0 }
        let hasPositives = metrics.confusion[1].contains { $0 > 0 }
        return [
            ("recall", recall), ("precision", precision), ("accuracy", metrics.accuracy),
            ("true_positive_rate", recall), ("true_negative_rate", specificity),
            ("false_positive_rate", hasNegatives ? 1 - specificity : 0),
            ("false_negative_rate", hasPositives ? 1 - recall : 0), ("auc", metrics.areaUnderCurve),
            ("f0_5", fScore(0.5, precision, recall)), ("f1", fScore(1, precision, recall)),
            ("f2", fScore(2, precision, recall)),
        ]
    }

    /// Means over the classes, each weighted by how often it really occurs.
    private static func multiclass(_ metrics: ClassificationMetrics) -> Measures {
        func weighted(_ measure: (Int) -> Double) -> Double {
            let rows = max(metrics.actual.count, 1)
            return metrics.confusion.indices.reduce(0) { sum, label in
                sum + measure(label) * Double(metrics.confusion[label].reduce(0, +)) / Double(rows)
            }
        }
        func weightedF(_ beta: Double) -> Double {
            weighted { fScore(beta, metrics.precision(ofClass: $0), metrics.recall(ofClass: $0)) }
        }
        return [
            ("accuracy", metrics.accuracy), ("weighted_recall", weighted(metrics.recall(ofClass:))),
            ("weighted_precision", weighted(metrics.precision(ofClass:))), ("weighted_f0_5", weightedF(0.5)),
            ("weighted_f1", weightedF(1)), ("weighted_f2", weightedF(2)),
        ]
    }

    private static func fScore(_ beta: Double, _ precision: Double, _ recall: Double) -> Double {
        let denominator = beta * beta * precision + recall
        return denominator == 0 ? 0 : (1 + beta * beta) * precision * recall / denominator
    }

    /// The most frequent class for every row.
    private static func constant(_ actual: [Int], classes: Int) -> ClassificationMetrics {
        let counts = (0..<classes).map { label in actual.count { $0 == label } }
        let majority = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        return ClassificationMetrics(
            actual: actual,
            probabilities: Matrix(oneHot: Array(repeating: majority, count: actual.count), count: classes))
    }

    private static func matrix(_ confusion: [[Int]], _ labels: [String]) -> JSONValue {
        let rows = zip(labels, confusion).map { label, counts -> (key: String, value: JSONValue) in
            (label, .object(zip(labels, counts).map { (key: $0, value: JSONValue.literal("\($1)")) }))
        }
        return .object(rows)
    }

    /// A point at every threshold that a row's probability sets, from the strictest on.
    private static func curves(of metrics: ClassificationMetrics) -> Members {
        let scored = metrics.actual.enumerated()
            .map { (score: metrics.probabilities[$0, 1], isPositive: $1 == 1) }.sorted { $0.score > $1.score }
        let positives = scored.count { $0.isPositive }
        let negatives = scored.count - positives
        guard positives > 0, negatives > 0 else { return [] }
        var (hits, alarms) = (0, 0)
        var (trueRates, falseRates) = ([0.0], [0.0])
        var (precisions, recalls): ([Double], [Double]) = ([], [])
        for (place, row) in scored.enumerated() {
            if row.isPositive { hits += 1 } else { alarms += 1 }
            if place + 1 < scored.count, scored[place + 1].score == row.score { continue }
            trueRates.append(Double(hits) / Double(positives))
            falseRates.append(Double(alarms) / Double(negatives))
            recalls.append(Double(hits) / Double(positives))
            precisions.append(Double(hits) / Double(hits + alarms))
        }
        func array(_ values: [Double]) -> JSONValue { .array(values.map { JSONValue.number($0) }) }
        return [
            (
                "receiver_operating_characteristic_curve",
                .object([("false_positive_rates", array(falseRates)), ("true_positive_rates", array(trueRates))])
            ),
            (
                "precision_recall_curve",
                .object([
                    ("precisions", array([precisions.first ?? 0] + precisions)), ("recalls", array([0] + recalls)),
                ])
            ),
        ]
    }

    /// The measures of five samples of four fifths of the rows each, drawn with replacement.
    private func samples(_ measure: ([Int]) -> Measures) -> [Measures] {
        guard hasDeviations else { return [] }
        var generator = SplitMix(seed: 5)
        return (0..<5).map { _ in
            measure((0..<rowCount * 4 / 5).map { _ in generator.index(below: rowCount) })
        }
    }

    private func members(_ whole: Measures, _ samples: [Measures]) -> Members {
        whole.enumerated().map { place, measure in
            let drawn = samples.map { $0[place].value }
            guard drawn.count > 1 else { return (measure.name, Self.member(measure.value, deviation: nil)) }
            let mean = drawn.reduce(0, +) / Double(drawn.count)
            let squares = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (
                measure.name,
                Self.member(measure.value, deviation: (squares / Double(drawn.count - 1)).squareRoot())
            )
        }
    }

    private static func member(_ value: Double, deviation: Double?) -> JSONValue {
        .object([("value", number(value)), ("standard_deviation", deviation.map(number) ?? .string("NaN"))])
    }

    /// What isn't a number is a word, as Model Monitor writes it.
    private static func number(_ value: Double) -> JSONValue {
        guard value.isFinite else {
            return .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
        }
        return .number(value)
    }
}
