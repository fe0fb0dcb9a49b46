import Testing

@testable import Sandbox

/// Expected numbers come from NumPy and SciPy, as each test says.
struct MetricsTests {
    private let actual = [0, 1, 2, 2, 1, 0, 2, 1]
    private let probabilities = Matrix(
        rows: 8, columns: 3,
        values: [
            0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.2, 0.2, 0.6, 0.5, 0.3, 0.2, 0.3, 0.4, 0.3, 0.4, 0.5, 0.1, 0.05, 0.05, 0.9,
            0.25, 0.25, 0.5,
        ])

    @Test func `multiclass metrics agree with NumPy`() {
        // p = P.argmax(1); accuracy (p == y).mean(); recall, precision and F1 of each class from the counts;
        // log loss -log(P[arange(8), y]).mean()
        let metrics = ClassificationMetrics(actual: actual, probabilities: probabilities)
        #expect(metrics.predicted == [0, 1, 2, 0, 1, 1, 2, 2])
        #expect(metrics.confusion == [[1, 1, 0], [0, 2, 1], [1, 0, 2]])
        #expect(metrics.accuracy == 0.625)
        #expect(isClose(metrics.balancedAccuracy, 0.611111111111111))
        #expect(isClose(metrics.f1Macro, 0.611111111111111))
        #expect(isClose(metrics.logLoss, 0.7890000555538551))
    }

    @Test func `precision and recall differ where the errors lean to one side`() {
        // By hand: actual 1 1 1 0 0 0, predicted 1 0 0 0 0 0.
        let metrics = ClassificationMetrics(
            actual: [1, 1, 1, 0, 0, 0],
            probabilities: Matrix(oneHot: [1, 0, 0, 0, 0, 0], count: 2))
        #expect(metrics.precision(ofClass: 1) == 1)
        #expect(isClose(metrics.recall(ofClass: 1), 1.0 / 3))
        #expect(metrics.f1(ofClass: 1) == 0.5)
        #expect(isClose(metrics.precision(ofClass: 0), 3.0 / 5))
        #expect(isClose(metrics.precisionMacro, 0.8))
        #expect(isClose(metrics.recallMacro, 2.0 / 3))
        // A sure and wrong probability costs -log(1e-15), not infinity.
        #expect(isClose(metrics.logLoss, 2 * 34.538776394910684 / 6, within: 1e-9))
    }

    @Test func `a class that is never predicted counts as nought`() {
        let metrics = ClassificationMetrics(
            actual: [0, 1, 2], probabilities: Matrix(oneHot: [0, 0, 0], count: 3))
        #expect(isClose(metrics.precisionMacro, 1.0 / 9))
        #expect(isClose(metrics.f1Macro, 0.5 / 3))
    }

    @Test func `the area under the curve counts ties half`() {
        // scipy.stats.mannwhitneyu(s[y == 1], s[y == 0]).statistic / 16
        let scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.2, 0.9, 0.7]
        let metrics = ClassificationMetrics(
            actual: [0, 0, 1, 1, 1, 0, 1, 0],
            probabilities: Matrix(rows: 8, columns: 2, values: scores.flatMap { [1 - $0, $0] }))
        #expect(metrics.areaUnderCurve == 0.78125)
    }

    @Test func `regression metrics agree with NumPy`() {
        let metrics = RegressionMetrics(
            actual: [3750, 3800, 3250, 3450, 4675], predicted: [3700, 3900, 3300, 3400, 4500])
        #expect(metrics.meanSquaredError == 9625)
        #expect(isClose(metrics.rootMeanSquaredError, 98.10708435174291))
        #expect(metrics.meanAbsoluteError == 85)
        #expect(isClose(metrics.determination, 0.959626677852349))
    }
}

/// Whether two numbers agree but for rounding.
func isClose(_ left: Double, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(right))
}
