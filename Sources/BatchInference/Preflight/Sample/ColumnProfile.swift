/// What the values of one column are: numbers, dates or words, how many are missing, and which there are.
struct ColumnProfile: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case numbers
        case dates
        case words
    }

    /// Values that are there.
    var count = 0
    /// Values that readers of CSV take for none.
    var missing = 0
    var numbers = 0
    /// Dates by the way in which they are written.
    var dates: [DateForm: Int] = [:]
    /// The different values that are there.
    var distinct: Set<String> = []
    /// The least and the greatest number.
    var range: ClosedRange<Double>?
    /// The first value that is there.
    var example: String?

    init(_ values: some Sequence<String>) {
        for value in values {
            guard !Self.isMissing(value) else {
                missing += 1
                continue
            }
            count += 1
            example = example ?? value
            distinct.insert(value)
            if let number = Double(value) {
                numbers += 1
                guard number.isFinite else { continue }
                range = range.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
            } else if let form = DateForm(value) {
                dates[form, default: 0] += 1
            }
        }
    }

    /// What nearly all values are; nil where there are none, or where they are mixed.
    var kind: Kind? {
        guard count > 0 else { return nil }
        if numbers * 10 > count * 9 { return .numbers }
        if dateCount * 10 > count * 9 { return .dates }
        return (numbers + dateCount) * 2 < count ? .words : nil
    }

    var dateCount: Int { dates.values.reduce(0, +) }
    var total: Int { count + missing }
    /// The share of values that are missing.
    var missingShare: Double { total == 0 ? 0 : Double(missing) / Double(total) }

    /// Whether the values are a few words, each there many times, so that a sample tells all of them.
    var hasFewWords: Bool { kind == .words && count >= 20 && distinct.count * 5 <= count }

    /// Whether a value is one of those that readers of CSV take for none.
    static func isMissing(_ value: String) -> Bool {
        value.isEmpty || value.utf8.count < 6 && missingWords.contains(value.lowercased())
    }

    /// Whether a value is a number, or stands for one that is missing.
    static func isNumber(_ value: String) -> Bool { Double(value) != nil || isMissing(value) }

    private static let missingWords: Set<String> = [
        "na", "n/a", "#na", "#n/a", "<na>", "nan", "-nan", "null", "none", "?",
    ]
}

/// How a date is written: `2026-01-31`, `31/01/2026`, each perhaps with a time behind it.
struct DateForm: Hashable, Sendable {
    var separator: UInt8
    var beginsWithYear: Bool

    init?(_ text: String) {
        let bytes = text.utf8
        // A time may follow the day.
        let day = bytes.prefix { $0 != UInt8(ascii: "T") && $0 != UInt8(ascii: " ") }
        guard (6...10).contains(day.count), let separator = day.first(where: { !Self.isDigit($0) }),
            [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator)
        else { return nil }
        let parts = day.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isDigit) }) else { return nil }
        beginsWithYear = parts[0].count == 4
        let year = beginsWithYear ? parts[0] : parts[2]
        guard year.count == 4 || year.count == 2 && !beginsWithYear, parts[1].count <= 2,
            (beginsWithYear ? parts[2] : parts[0]).count <= 2
        else { return nil }
        self.separator = separator
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
