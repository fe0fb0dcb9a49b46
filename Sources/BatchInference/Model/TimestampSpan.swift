import AWSOperations

extension Timestamp {
    /// Seconds from this moment to now, negative where it is yet to come; nil where it is unknown.
    public func age(at now: Timestamp) -> Double? { isKnown && now.isKnown ? now.seconds(since: self) : nil }

    /// Seconds from this moment to a later one; nil where either is unknown, or they stand the wrong way round.
    public func span(to later: Timestamp) -> Double? { age(at: later).flatMap { $0 < 0 ? nil : $0 } }
}
