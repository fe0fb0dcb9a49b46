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
