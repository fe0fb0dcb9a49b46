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
