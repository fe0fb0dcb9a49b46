import AWSOperations

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
    /// The different values that are there, by their bytes.
    var distinct: Set<ByteText> = []
    /// The different words that are there more than once.
    private var repeated: Set<ByteText> = []
    /// The least and the greatest number.
    var range: ClosedRange<Double>?
    /// The first value that is there.
    var example: String?
    /// Whether no number is less than the one before: ids and moments, which go on beyond those of the training.
    var isRising = true
    /// The spellings of its values, where some have blanks around them; nil where none has.
    private(set) var spellings: Set<ByteText>?

    /// - Parameter padded: Rows whose values have blanks around them, as they are written.
    init(_ values: some Sequence<String>, padded: [Int: String] = [:]) {
        var last = -Double.infinity
        if !padded.isEmpty {
            spellings = Set(values.enumerated().lazy.map { ByteText(padded[$0.offset] ?? $0.element) })
        }
        for value in values {
            guard !Self.isMissing(value) else {
                missing += 1
                continue
            }
            count += 1
            example = example ?? value
            let isNew = distinct.insert(ByteText(value)).inserted
            if let number = Self.number(value) {
                numbers += 1
                if number < last { isRising = false }
                last = number
                range = range.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
            } else if let form = DateForm(value) {
                dates[form, default: 0] += 1
            } else if !isNew {
                repeated.insert(ByteText(value))
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

    /// How likely a next word is one that was not there: as likely as one was there but once, and never nought.
    var shareOfNewWords: Double {
        Double(distinct.count - repeated.count + 1) / Double(count + 1)
    }

    /// Whether a value was there, spelled exactly so, blanks included.
    func hasSpelling(_ value: String) -> Bool { (spellings ?? distinct).contains(ByteText(value)) }

    /// Whether a value was there; two spellings of an accent are two values, as they are to a model.
    func has(_ value: some StringProtocol) -> Bool { distinct.contains(ByteText(value)) }

    /// Whether a value is one of those that readers of CSV take for none.
    static func isMissing(_ value: String) -> Bool {
        value.isEmpty || value.utf8.count < 6 && missingWords.contains(value.lowercased())
    }

    /// Whether a value is a number, or stands for one that is missing.
    static func isNumber(_ value: String) -> Bool { number(value) != nil || isMissing(value) }

    /// The number that a model gets; nil for `inf`, which none takes, and for `0x1F`, which only Swift reads as one.
    private static func number(_ value: String) -> Double? {
        guard let number = Double(value), number.isFinite, !value.utf8.contains(where: { $0 | 0x20 == 0x78 }) else {
            return nil
        }
        return number
    }

    private static let missingWords: Set<String> = [
        "na", "n/a", "#na", "#n/a", "<na>", "nan", "-nan", "null", "none", "?",
    ]
}

/// How a date is written: `2026-01-31`, `31/01/2026`, each perhaps with a time behind it.
struct DateForm: Hashable, Sendable {
    var separator: UInt8
    var beginsWithYear: Bool

    init?(_ text: String) {
        guard let (form, _) = Self.parts(of: text) else { return nil }
        self = form
    }

    /// A number that grows with the day; nil for what is no date.
    static func day(_ text: String) -> Double? {
        guard let (form, parts) = parts(of: text) else { return nil }
        let (year, month, day) =
            form.beginsWithYear ? (parts[0], parts[1], parts[2]) : (parts[2], parts[1], parts[0])
        return Double(year * 372 + month * 31 + day)
    }

    private init(separator: UInt8, beginsWithYear: Bool) {
        self.separator = separator
        self.beginsWithYear = beginsWithYear
    }

    /// The form with the numbers of the day, as they come.
    private static func parts(of text: String) -> (DateForm, [Int])? {
        let bytes = text.utf8
        // A time may follow the day.
        let day = bytes.prefix { $0 != UInt8(ascii: "T") && $0 != UInt8(ascii: " ") }
        guard (6...10).contains(day.count), let separator = day.first(where: { !Self.isDigit($0) }),
            [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator)
        else { return nil }
        let parts = day.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isDigit) }) else { return nil }
        let beginsWithYear = parts[0].count == 4
        let year = beginsWithYear ? parts[0] : parts[2]
        guard year.count == 4 || year.count == 2 && !beginsWithYear, parts[1].count <= 2,
            (beginsWithYear ? parts[2] : parts[0]).count <= 2
        else { return nil }
        return (
            DateForm(separator: separator, beginsWithYear: beginsWithYear),
            parts.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        )
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
