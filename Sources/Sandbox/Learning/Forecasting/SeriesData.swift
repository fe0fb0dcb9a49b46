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

/// Two monthly series from January 1980 to December 2001, a line a year; see `SeriesData`.
enum SeriesMeasurements {
    /// Carbon dioxide at Mauna Loa in parts per million: the means of C. D. Keeling's and T. P. Whorf's weekly values.
    static let maunaLoa = """
        337.92 338.23 340.06 340.75 341.34 340.95 339.38 337.60 335.88 336.02 337.06 338.20
        339.22 340.45 341.40 342.45 342.82 342.12 340.43 338.40 336.70 336.94 338.43 339.60
        340.70 341.55 342.68 343.48 343.96 343.30 341.92 339.62 338.02 337.90 339.27 340.43
        341.34 342.50 343.15 344.90 345.65 345.27 343.82 342.15 339.88 340.02 341.15 342.98
        343.67 344.42 345.17 347.40 347.35 346.66 345.20 343.30 341.12 341.48 342.85 344.14
        344.93 345.88 347.44 348.32 348.83 348.18 346.45 344.30 343.00 342.80 344.22 345.57
        346.25 346.82 347.74 349.52 350.08 349.38 347.83 345.82 344.80 344.10 345.62 346.88
        348.00 348.50 349.48 350.85 351.74 351.15 349.45 348.08 346.40 346.44 347.93 348.93
        350.40 351.77 352.12 353.58 354.18 353.75 352.22 350.30 348.75 348.96 350.00 351.36
        352.77 353.00 353.60 355.36 355.60 355.12 353.86 351.58 349.86 350.05 351.20 352.48
        353.65 354.65 355.48 356.17 357.07 356.08 354.68 352.90 350.94 351.23 352.70 354.14
        354.68 355.65 357.20 358.60 359.25 358.18 356.05 353.86 352.12 352.25 353.74 355.02
        355.90 356.68 357.90 359.07 359.54 359.12 357.00 354.86 353.03 353.42 354.20 355.35
        356.68 357.17 358.43 359.33 360.18 359.50 357.42 355.32 353.77 354.06 355.35 356.77
        358.32 358.90 359.93 361.22 361.65 360.90 359.46 357.38 355.92 356.02 357.57 359.06
        359.98 360.93 361.57 363.36 363.70 363.25 361.80 359.38 358.00 357.85 359.47 360.70
        362.03 363.18 364.06 364.70 365.33 364.88 363.47 361.32 359.40 359.62 360.74 362.38
        363.12 363.88 364.56 366.32 366.68 365.48 364.38 362.46 360.15 360.75 362.38 364.25
        365.34 366.20 367.38 368.52 369.14 368.75 367.60 365.72 363.92 364.32 365.55 366.92
        368.12 368.85 369.60 370.97 370.84 370.25 369.00 366.70 364.68 365.14 366.65 367.90
        369.02 369.38 370.40 371.54 371.65 371.62 369.94 367.95 366.54 366.73 368.12 369.44
        370.18 371.33 372.06 372.78 373.80 373.06 371.30 369.43 367.88 368.05 369.38 371.02
        """

    /// Temperature of the sea's surface at 0-10° S, 90-80° W in degrees Celsius (NOAA, ERSST.V3B).
    static let easternPacific = """
        24.35 25.73 26.46 25.71 24.46 22.88 21.26 20.57 20.45 20.43 21.23 22.34
        22.98 24.90 25.94 24.89 23.90 22.57 21.10 20.03 20.09 20.58 21.26 22.60
        24.36 25.42 25.40 24.96 24.21 23.35 22.50 21.89 22.04 22.88 24.57 25.89
        27.25 28.23 28.85 28.82 28.37 27.43 25.73 23.88 22.26 22.22 22.21 23.19
        24.32 25.12 25.75 25.40 23.58 22.30 21.53 20.64 20.73 20.62 21.70 22.47
        23.84 24.83 25.60 24.28 22.67 21.84 20.75 19.90 19.86 20.26 20.97 22.49
        24.31 25.90 25.78 24.86 23.35 22.03 21.64 21.07 21.13 21.46 22.17 23.53
        25.60 27.02 27.89 26.95 25.96 24.04 23.00 21.92 22.00 22.54 22.84 23.51
        24.76 25.74 25.71 24.68 23.18 21.66 20.59 19.63 19.44 19.83 20.96 22.25
        24.36 26.02 26.21 25.54 23.36 22.14 21.27 20.86 20.17 20.52 21.44 22.61
        24.22 26.17 26.15 25.15 24.14 22.76 21.36 20.70 20.28 20.40 21.19 22.29
        23.99 25.59 26.31 25.15 24.44 23.28 22.39 21.39 21.22 21.73 22.40 23.75
        25.02 26.62 27.72 27.58 26.44 23.86 21.84 20.87 20.85 21.15 21.84 22.79
        24.68 26.46 27.07 26.84 25.60 24.11 22.61 21.65 21.11 21.71 22.07 22.86
        24.56 25.89 25.75 24.49 23.52 22.31 21.17 20.22 20.65 22.04 22.27 23.75
        25.48 26.25 26.09 24.32 23.37 22.43 21.42 20.46 20.50 20.62 21.49 22.03
        23.81 25.52 26.28 24.00 23.11 21.66 20.72 20.23 20.43 20.52 20.77 21.68
        23.70 26.08 27.17 26.74 26.77 26.15 25.59 24.95 24.69 24.64 25.85 27.08
        28.12 28.82 29.24 28.45 27.36 25.19 23.61 22.27 21.31 21.37 21.60 22.81
        24.23 25.73 26.47 24.53 23.64 22.09 21.36 20.67 20.08 20.46 20.62 22.42
        24.01 25.38 25.67 25.53 24.27 22.93 21.47 20.07 20.64 20.90 20.67 22.08
        24.24 26.11 26.89 25.99 23.98 22.71 21.48 20.24 19.73 20.14 20.68 21.73
        """
}
