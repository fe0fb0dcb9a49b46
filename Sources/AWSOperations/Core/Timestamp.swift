/// A moment as AWS sends it: seconds since 1970-01-01T00:00:00Z, with a fraction.
///
/// JSON services send a number, XML services ISO 8601 text; both are read, and dates as HTTP writes them. Written as a number, or as ISO 8601 text
/// where the encoder's `userInfo[.timestampStyle]` is `Timestamp.Style.iso8601`.
public struct Timestamp: Hashable, Comparable, Sendable {
    public var secondsSinceEpoch: Double

    public init(secondsSinceEpoch: Double) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Reads a moment in any form that services write as text: seconds since 1970, ISO 8601, or as HTTP writes dates.
    public init?(sent text: String) {
        if let seconds = Double(text), Self.dates.contains(seconds) {
            self.init(secondsSinceEpoch: seconds)
        } else if let moment = Timestamp(iso8601: text) ?? Timestamp(httpDate: text) {
            self = moment
        } else {
            return nil
        }
    }

    /// From the year 0 to the end of 9999, as ISO 8601 writes them: a number beyond is no moment that a service meant.
    private static let dates = -62_167_219_200.0..<253_402_300_800.0

    public enum Style: Sendable {
        case epochSeconds
        case iso8601
    }

    public static func < (earlier: Timestamp, later: Timestamp) -> Bool {
        earlier.secondsSinceEpoch < later.secondsSinceEpoch
    }

    /// The seconds from another moment to this one; negative if this one is earlier.
    public func seconds(since other: Timestamp) -> Double {
        secondsSinceEpoch - other.secondsSinceEpoch
    }

    /// Whole milliseconds since 1970, within the years 0 to 9999: a remote number may be anything, even none.
    public var milliseconds: Int {
        guard !secondsSinceEpoch.isNaN else { return 0 }
        return Int((min(max(secondsSinceEpoch, -62_167_219_200), 253_402_300_799) * 1000).rounded())
    }

    public func adding(seconds: Double) -> Timestamp {
        Timestamp(secondsSinceEpoch: secondsSinceEpoch + seconds)
    }
}

extension CodingUserInfoKey {
    /// How `Timestamp` is written: a `Timestamp.Style`; epoch seconds where absent.
    public static let timestampStyle = CodingUserInfoKey(rawValue: "AWSOperations.timestampStyle")!
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let seconds = try? container.decode(Double.self), Self.dates.contains(seconds) {
            self.init(secondsSinceEpoch: seconds)
            return
        }
        guard let moment = (try? container.decode(String.self)).flatMap({ Timestamp(sent: $0) }) else {
            throw DecodingError.typeMismatch(
                Timestamp.self, .init(codingPath: container.codingPath, debugDescription: "not a time"))
        }
        self = moment
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard isKnown else { return try container.encodeNil() }
        switch encoder.userInfo[.timestampStyle] as? Style {
        case .iso8601: try container.encode(iso8601)
        default: try container.encode(secondsSinceEpoch)
        }
    }
}

extension Timestamp {
    /// The moment as `2026-11-22T19:16:02.250Z`; the fraction is left out where it is zero.
    public var iso8601: String {
        let date = CalendarDate(self)
        let fraction = date.millisecond == 0 ? "" : "." + padded(date.millisecond, 3)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
            + "T\(padded(date.hour, 2)):\(padded(date.minute, 2)):\(padded(date.second, 2))\(fraction)Z"
    }

    /// Reads `2026-11-22T19:16[:02[.fraction]][Z|±HH[[:]MM]]`, with or without the marks between the parts of date and
    /// time, and letters in either case; nil for anything else.
    public init?(iso8601 text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        guard let days = reader.date(), reader.take("T") || reader.take("t") || reader.take(" "),
            let second = reader.time(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        self.init(secondsSinceEpoch: Double(days * 86_400 - offset) + second)
    }

    /// Takes one part of a date after the other.
    private struct Reader {
        let bytes: [UInt8]
        private var position = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        var isAtEnd: Bool { position == bytes.count }
        private var isAtDigit: Bool { !isAtEnd && (48...57).contains(bytes[position]) }

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard !isAtEnd, bytes[position] == UInt8(ascii: mark) else { return false }
            position += 1
            return true
        }

        /// A number of so many digits.
        private mutating func number(_ digits: Int) -> Int? {
            var value = 0
            for _ in 0..<digits {
                guard isAtDigit else { return nil }
                value = value * 10 + Int(bytes[position] - 48)
                position += 1
            }
            return value
        }

        /// Days since 1970.
        mutating func date() -> Int? {
            guard let year = number(4) else { return nil }
            let isMarked = take("-")
            guard let month = number(2), take("-") == isMarked, let day = number(2), (1...12).contains(month),
                day >= 1
            else { return nil }
            let days = CalendarDate.daysSinceEpoch(year: year, month: month, day: day)
            let isLast = month == 12
            let next = CalendarDate.daysSinceEpoch(
                year: isLast ? year + 1 : year, month: isLast ? 1 : month + 1, day: 1)
            return days < next ? days : nil
        }

        /// Seconds since midnight.
        mutating func time() -> Double? {
            guard let hour = number(2) else { return nil }
            let isMarked = take(":")
            guard let minute = number(2), hour < 24, minute < 60 else { return nil }
            let whole = hour * 3600 + minute * 60
            guard isMarked ? take(":") : isAtDigit else { return Double(whole) }
            guard let second = number(2), second < 61 else { return nil }
            return Double(whole + second) + fraction()
        }

        private mutating func fraction() -> Double {
            guard take(".") else { return 0 }
            var fraction = 0.0
            var scale = 0.1
            while isAtDigit {
                fraction += Double(bytes[position] - 48) * scale
                scale /= 10
                position += 1
            }
            return fraction
        }

        /// Seconds ahead of UTC; where nothing is said, it is UTC.
        mutating func offset() -> Int? {
            if isAtEnd || take("Z") || take("z") { return 0 }
            let isAhead = take("+")
            guard isAhead || take("-"), let hours = number(2) else { return nil }
            let isMarked = take(":")
            guard isMarked || !isAtEnd else { return (isAhead ? 1 : -1) * hours * 3600 }
            guard let minutes = number(2) else { return nil }
            return (isAhead ? 1 : -1) * (hours * 3600 + minutes * 60)
        }
    }
}

/// A non-negative number with leading zeros up to a width.
private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Timestamp {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Reads a date as HTTP writes it: `Sun, 22 Nov 2026 19:16:02 GMT`; nil for anything else.
    public init?(httpDate text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, parts[3].count == 4, parts[4].count == 8,
            let month = Self.months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        self.init(iso8601: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }
}
