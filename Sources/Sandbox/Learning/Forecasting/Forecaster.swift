import AWSOperations

/// Forecasts monthly series from the history that comes with a request.
struct Forecaster: Hashable, Sendable {
    enum Method: Hashable, Sendable {
        /// Each month as a year before.
        case seasonalNaive
        /// The last value, moved on by the mean step.
        case drift
        /// Level, trend and season, each smoothed by its own rate (Holt and Winters, additive).
        case holtWinters(level: Double, trend: Double, season: Double)
    }

    static let kind = "forecaster"
    static let period = 12
    /// The quantiles of the answer, beside the mean.
    static let quantiles = [0.1, 0.5, 0.9]
    /// Of the normal distribution, for the quantiles.
    private static let deviates = [-1.2815515655446004, 0, 1.2815515655446004]

    var method: Method
    /// Months that are forecast.
    var horizon: Int

    /// A history of fewer months cannot be forecast from.
    static var shortestHistory: Int { 2 * period }

    struct Step: Hashable, Sendable {
        var mean: Double
        /// In the order of `Forecaster.quantiles`.
        var quantiles: [Double]
    }

    /// The next months after a history of at least `shortestHistory` months.
    func forecast(_ history: [Double]) -> [Step] {
        let spread = spread(history)
        return means(history).enumerated().map { index, mean in
            Step(mean: mean, quantiles: Self.deviates.map { mean + $0 * spread[index] })
        }
    }

    private func means(_ history: [Double]) -> [Double] {
        switch method {
        case .seasonalNaive: return (0..<horizon).map { history[history.count - Self.period + $0 % Self.period] }
        case .drift:
            let step = (history[history.count - 1] - history[0]) / Double(history.count - 1)
            return (1...horizon).map { history[history.count - 1] + step * Double($0) }
        case .holtWinters(let level, let trend, let season):
            return holtWinters(history, rates: (level, trend, season))
        }
    }

    private func holtWinters(_ history: [Double], rates: (level: Double, trend: Double, season: Double)) -> [Double] {
        let period = Self.period
        let firstYear = history[..<period].reduce(0, +) / Double(period)
        let secondYear = history[period..<2 * period].reduce(0, +) / Double(period)
        var level = firstYear
        var trend = (secondYear - firstYear) / Double(period)
        var season = history[..<period].map { $0 - firstYear }
        for (index, value) in history.enumerated().dropFirst(period) {
            let before = level
            let seasonal = season[index % period]
            level = rates.level * (value - seasonal) + (1 - rates.level) * (level + trend)
            trend = rates.trend * (level - before) + (1 - rates.trend) * trend
            season[index % period] = rates.season * (value - level) + (1 - rates.season) * seasonal
        }
        return (1...horizon).map { step in
            level + trend * Double(step) + season[(history.count + step - 1) % period]
        }
    }

    /// How far off the method was at each step, had it forecast the last years of the history.
    private func spread(_ history: [Double]) -> [Double] {
        var squares = Array(repeating: 0.0, count: horizon)
        var rounds = 0
        for start in stride(from: history.count - horizon, through: Self.shortestHistory, by: -6).prefix(6) {
            for (index, mean) in means(Array(history[..<start])).enumerated() {
                let error = history[start + index] - mean
                squares[index] += error * error
            }
            rounds += 1
        }
        guard rounds > 0 else { return squares }
        return squares.map { ($0 / Double(rounds)).squareRoot() }
    }
}

extension Forecaster {
    var document: ModelDocument {
        var document = ModelDocument()
        document["kind"] = [Self.kind]
        document.set("horizon", [horizon])
        switch method {
        case .seasonalNaive: document["method"] = ["seasonal-naive"]
        case .drift: document["method"] = ["drift"]
        case .holtWinters(let level, let trend, let season):
            document["method"] = ["holt-winters"]
            document.set("rates", [level, trend, season])
        }
        return document
    }

    init(from document: ModelDocument) throws(ModelDocumentError) {
        horizon = max(try document.integer("horizon", upTo: 500), 1)
        switch try document.word("method") {
        case "seasonal-naive": method = .seasonalNaive
        case "drift": method = .drift
        case "holt-winters":
            let rates = try document.numbers("rates")
            guard rates.count == 3, rates.allSatisfy({ (0...1).contains($0) }) else {
                throw .badValue(entry: "rates", text: "\(rates)")
            }
            method = .holtWinters(level: rates[0], trend: rates[1], season: rates[2])
        case let other: throw .badValue(entry: "method", text: other)
        }
    }
}

/// The rows of a forecast request, by their header, as one history an item.
struct ForecastRows {
    struct History: Hashable {
        var item: String
        var last: Month
        var values: [Double]
    }

    /// In the order in which the items appear.
    private(set) var histories: [History] = []

    /// Reads rows of which the first is the header; months without a value, as those to forecast, are passed over.
    init(_ rows: [[String]]) throws(InvocationFailure) {
        let header = rows.first ?? []
        var places: [Int] = []
        for column in SeriesData.columns {
            guard let place = header.firstIndex(of: column) else {
                throw .badRequest(
                    "Column '\(column)' is missing: the first row must be the header \(SeriesData.columns)")
            }
            places.append(place)
        }
        var series: [String: [Month: Double]] = [:]
        var order: [String] = []
        for (index, row) in rows.enumerated().dropFirst() where !row[places[2]].isEmpty {
            guard let month = Month(row[places[1]]) else {
                throw .badRequest("Timestamp '\(row[places[1]])' in row \(index + 1) cannot be read")
            }
            guard let value = Double(row[places[2]]), value.isFinite else {
                throw .badRequest("could not convert string to float: '\(row[places[2]])'")
            }
            let item = row[places[0]]
            if series[item] == nil { order.append(item) }
            series[item, default: [:]][month] = value
        }
        for item in order {
            guard let months = series[item], let first = months.keys.min(), let last = months.keys.max() else {
                continue
            }
            guard last - first < 12_000, months.count >= Forecaster.shortestHistory else {
                throw .badRequest(
                    "Item '\(item)' has \(months.count) observations, at least \(Forecaster.shortestHistory) are needed"
                )
            }
            // A gap keeps the value before it.
            var values: [Double] = []
            for offset in 0...last - first {
                values.append(months[first.adding(months: offset)] ?? values.last ?? 0)
            }
            histories.append(History(item: item, last: last, values: values))
        }
        guard !histories.isEmpty else { throw .badRequest("The request has a header and no observations") }
    }

    /// The forecasts as a table whose first row is its header.
    func predictions(by forecaster: Forecaster) -> PredictionTable {
        let keys =
            [SeriesData.itemColumn, SeriesData.timestampColumn, "mean"]
            + Forecaster.quantiles.map { "p\(Int(($0 * 100).rounded()))" }
        var rows = [keys.map { PredictionValue.text($0) }]
        for history in histories {
            for (index, step) in forecaster.forecast(history.values).enumerated() {
                rows.append(
                    [.text(history.item), .text("\(history.last.adding(months: index + 1))")]
                        + ([step.mean] + step.quantiles).map { .number(Float($0)) })
            }
        }
        return PredictionTable(keys: keys, rows: rows)
    }
}

/// How good forecasts are, as Autopilot measures them for time series.
struct ForecastMetrics: Hashable, Sendable {
    var weightedQuantileLoss: Double
    /// In the order of `Forecaster.quantiles`; their mean is `weightedQuantileLoss`.
    var quantileLosses: [Double]
    var weightedError: Double
    var percentageError: Double
    var scaledError: Double
    var rootMeanSquare: Double

    /// Forecasts the months after `end` from those before it, for every item, and compares.
    init(of forecaster: Forecaster, on items: [SeriesItem], at end: Int) {
        var losses = Forecaster.quantiles.map { _ in 0.0 }
        var (absolute, total, shares, squares, scaled) = (0.0, 0.0, 0.0, 0.0, 0.0)
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
                for (place, (quantile, value)) in zip(Forecaster.quantiles, step.quantiles).enumerated() {
                    losses[place] += 2 * max(quantile * (actual - value), (1 - quantile) * (value - actual))
                }
                count += 1
            }
        }
        quantileLosses = losses.map { $0 / total }
        weightedQuantileLoss = losses.reduce(0, +) / total / Double(Forecaster.quantiles.count)
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
