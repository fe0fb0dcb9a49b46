/// What a forecast's candidate said of the months that were kept from it, beside what they brought.
///
/// Autopilot documents no layout of these files; this is that of Amazon Forecast's export, one row an item of accuracy
/// and one row a month of values.
struct BacktestReport {
    var forecaster: Forecaster
    var items: [SeriesItem]
    /// The number of the first month that is forecast.
    var start: Int

    private var quantileNames: [String] { Forecaster.quantiles.map { "p\(Int(($0 * 100).rounded()))" } }

    private func window(of item: SeriesItem) -> String {
        "\(item.from.adding(months: start)),\(item.from.adding(months: start + forecaster.horizon - 1))"
    }

    /// Measures of each item.
    var accuracy: [UInt8] {
        var text = "item_id,backtest_window,backtestwindow_start_time,backtestwindow_end_time,"
        text += Forecaster.quantiles.map { "wQL[\($0)]" }.joined(separator: ",") + ",WAPE,MAPE,MASE,RMSE\n"
        for item in items {
            let metrics = ForecastMetrics(of: forecaster, on: [item], at: start)
            let measures =
                metrics.quantileLosses
                + [metrics.weightedError, metrics.percentageError, metrics.scaledError, metrics.rootMeanSquare]
            text += "\(item.id),0,\(window(of: item)),\(measures.map { "\($0)" }.joined(separator: ","))\n"
        }
        return Array(text.utf8)
    }

    /// Each month's value with its forecast.
    var values: [UInt8] {
        var text = "item_id,timestamp,target_value,backtestwindow_start_time,backtestwindow_end_time,mean,"
        text += quantileNames.joined(separator: ",") + "\n"
        for item in items {
            let steps = forecaster.forecast(Array(item.values[..<start]))
            for (index, (step, actual)) in zip(steps, item.values[start...]).enumerated() {
                let numbers = ([step.mean] + step.quantiles).map { "\($0)" }.joined(separator: ",")
                let month = item.from.adding(months: start + index)
                text += "\(item.id),\(month),\(actual),\(window(of: item)),\(numbers)\n"
            }
        }
        return Array(text.utf8)
    }
}
