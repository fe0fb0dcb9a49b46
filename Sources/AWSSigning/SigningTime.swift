/// The moment of a signature, to the second, in UTC.
public struct SigningTime: Hashable, Sendable {
    /// Whole seconds since 1970.
    public let secondsSinceEpoch: Int

    /// The last second of the year 9999: the stamp has four digits for a year.
    private static let end = 253_402_300_799.0

    /// - Parameter secondsSinceEpoch: What lies before 1970 or after 9999 is taken for the one or the other; nothing was
    ///   ever signed then.
    public init(secondsSinceEpoch: Double) {
        self.secondsSinceEpoch = Int(min(max(secondsSinceEpoch.rounded(.down), 0), Self.end))
    }

    /// Reads `20261122T191602Z`; nil for anything else, and for years before 1970.
    public init?(stamp: some StringProtocol) {
        let bytes = Array(stamp.utf8)
        guard bytes.count == 16, bytes[8] == 0x54, bytes[15] == 0x5A else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(into: Int?(0)) { value, byte in
                value = value.flatMap { (0x30...0x39).contains(byte) ? $0 * 10 + Int(byte - 0x30) : nil }
            }
        }
        guard let year = number(0..<4), year >= 1970, let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15), (1...12).contains(month),
            (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        // Days since 1970-01-01 with years that begin in March, so that the leap day is a year's last.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        secondsSinceEpoch = (era * 146_097 + dayOfEra - 719_468) * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// The value of `X-Amz-Date`: `20261122T191602Z`.
    public var stamp: String {
        let secondOfDay = secondsSinceEpoch % 86_400
        return String(unsafeUninitializedCapacity: 16) { text in
            writeDate(to: text)
            text[8] = UInt8(ascii: "T")
            Self.write(secondOfDay / 3600, width: 2, to: text, at: 9)
            Self.write(secondOfDay / 60 % 60, width: 2, to: text, at: 11)
            Self.write(secondOfDay % 60, width: 2, to: text, at: 13)
            text[15] = UInt8(ascii: "Z")
            return 16
        }
    }

    /// The first part of a credential scope: `20261122`.
    public var date: String {
        String(unsafeUninitializedCapacity: 8) { text in
            writeDate(to: text)
            return 8
        }
    }

    private func writeDate(to text: UnsafeMutableBufferPointer<UInt8>) {
        let shiftedDay = secondsSinceEpoch / 86_400 + 719_468
        let era = shiftedDay / 146_097
        let dayOfEra = shiftedDay - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        Self.write(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), width: 4, to: text, at: 0)
        Self.write(month, width: 2, to: text, at: 4)
        Self.write(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, width: 2, to: text, at: 6)
    }

    /// The last `width` digits, with zeros in front.
    private static func write(_ value: Int, width: Int, to text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        var rest = value
        for index in stride(from: start + width - 1, through: start, by: -1) {
            text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
