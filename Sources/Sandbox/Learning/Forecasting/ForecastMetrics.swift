import AWSOperations

/// How good forecasts are, as Autopilot measures them for time series.
struct ForecastMetrics: Hashable, Sendable {
    var weightedQuantileLoss: Double
    var weightedError: Double
    var percentageError: Double
    var scaledError: Double
    var rootMeanSquare: Double

    /// Forecasts the months after `end` from those before it, for every item, and compares.
    init(of forecaster: Forecaster, on items: [SeriesItem], at end: Int) {
        var (losses, absolute, total, shares, squares, scaled) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var count = 0.0
        for item in items {
            let history = Array(item.values[..<end])
            let naive = zip(history.dropFirst(Forecaster.period), history).map { abs($0 - $1) }
            let scale = naive.reduce(0, +) / Double(naive.count)
            for (step, actual) in zip(forecaster.forecast(history), item.values[end...]) {
                let error = abs(actual - step.mean)
                absolute += error
                total += abs(actual)
                shares += error / abs(actual)
                squares += error * error
                scaled += error / scale
                for (quantile, value) in zip(Forecaster.quantiles, step.quantiles) {
                    losses += 2 * max(quantile * (actual - value), (1 - quantile) * (value - actual))
                }
                count += 1
            }
        }
        weightedQuantileLoss = losses / total / Double(Forecaster.quantiles.count)
        weightedError = absolute / total
        percentageError = shares / count
        scaledError = scaled / count
        rootMeanSquare = (squares / count).squareRoot()
    }

    /// Under the API's names.
    var standard: [(name: AutoMLMetricExtendedEnum, value: Double)] {
        [
            (AutoMLMetricExtendedEnum(rawValue: "AverageWeightedQuantileLoss"), weightedQuantileLoss),
            (AutoMLMetricExtendedEnum(rawValue: "WAPE"), weightedError),
            (AutoMLMetricExtendedEnum(rawValue: "MAPE"), percentageError),
            (AutoMLMetricExtendedEnum(rawValue: "MASE"), scaledError),
            (AutoMLMetricExtendedEnum(rawValue: "RMSE"), rootMeanSquare),
        ]
    }
}
