import AWSOperations

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
