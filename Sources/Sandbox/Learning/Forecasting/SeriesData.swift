/// Two real monthly series in the public domain, as a forecasting job reads them.
enum SeriesData {
    static let itemColumn = "item_id"
    static let timestampColumn = "timestamp"
    static let targetColumn = "value"
    static var columns: [String] { [itemColumn, timestampColumn, targetColumn] }

    static let items: [SeriesItem] = [
        SeriesItem(id: "mauna-loa-co2", from: Month(year: 1980, month: 1), text: SeriesMeasurements.maunaLoa),
        SeriesItem(
            id: "eastern-pacific-temperature", from: Month(year: 1980, month: 1),
            text: SeriesMeasurements.easternPacific),
    ]

    /// A CSV with a header of the items' months in a range, counted from their first.
    static func csv(of items: [SeriesItem] = items, months: Range<Int>) -> [UInt8] {
        var text = columns.joined(separator: ",") + "\n"
        for item in items {
            for index in months.clamped(to: item.values.indices) {
                text += "\(item.id),\(item.from.adding(months: index)),\(item.values[index])\n"
            }
        }
        return Array(text.utf8)
    }
}

/// One series: its name, its first month, and a value a month.
struct SeriesItem: Hashable, Sendable {
    var id: String
    var from: Month
    var values: [Double]

    init(id: String, from: Month, values: [Double]) {
        self.id = id
        self.from = from
        self.values = values
    }

    fileprivate init(id: String, from: Month, text: String) {
        self.init(id: id, from: from, values: text.split { $0 == " " || $0 == "\n" }.compactMap { Double($0) })
    }
}

/// A calendar month, written as its first day.
struct Month: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Months since the year 0.
    private var number: Int

    init(year: Int, month: Int) { number = year * 12 + month - 1 }

    /// From `2001-12-01`, with or without a time after it; nil for anything else.
    init?(_ text: String) {
        let parts = text.prefix { $0 != " " && $0 != "T" }.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2, let year = Int(parts[0]), let month = Int(parts[1]), (1...9999).contains(year),
            (1...12).contains(month)
        else { return nil }
        self.init(year: year, month: month)
    }

    func adding(months: Int) -> Month {
        var later = self
        later.number += months
        return later
    }

    static func < (one: Month, other: Month) -> Bool { one.number < other.number }
    static func - (one: Month, other: Month) -> Int { one.number - other.number }

    var description: String {
        let month = number % 12 + 1
        let year = String(number / 12)
        return String(repeating: "0", count: max(4 - year.count, 0)) + "\(year)-\(month < 10 ? "0" : "")\(month)-01"
    }
}
