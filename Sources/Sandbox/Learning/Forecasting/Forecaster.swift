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
