/// How far this machine's clock is off, by the dates of answers.
///
/// A date is cut to its second, and an answer takes its time, so each tells a range; what is known changes only where a range
/// contradicts it. A clock that may be right counts as right.
struct ClockReading: Sendable {
    /// Seconds to add to this machine's clock.
    var offset = 0.0
    private var readAt: Double?

    /// Seconds between two readings.
    private static let interval = 10.0
    /// Slower answers tell too little.
    private static let longest = 5.0

    /// - Parameter uptime: Seconds since some moment, never set back.
    mutating func isDue(at uptime: Double) -> Bool {
        guard readAt.map({ uptime - $0 >= Self.interval }) ?? true else { return false }
        readAt = uptime
        return true
    }

    /// Takes the date of an answer; returns the offset where it has changed.
    mutating func take(_ said: Double, sentAt: Double, receivedAt: Double) -> Double? {
        guard (0...Self.longest).contains(receivedAt - sentAt) else { return nil }
        let range = said - receivedAt...said + 1 - sentAt
        guard !range.contains(offset) else { return nil }
        offset = range.contains(0) ? 0 : (range.lowerBound + range.upperBound) / 2
        return offset
    }
}
