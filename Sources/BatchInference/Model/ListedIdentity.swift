import AWSOperations

/// What tells rows of a listing apart, whatever their answer leaves out.
enum ListedIdentity {
    /// The ARN; where none was sent, the name, and the time of creation for a row without either.
    static func of(arn: String, name: String, _ createdAt: Timestamp) -> String {
        if !arn.isEmpty { return arn }
        return name.isEmpty ? "created \(createdAt.secondsSinceEpoch)" : "named \(name)"
    }
}

extension Timestamp {
    /// Seconds from this moment to now, negative where it is yet to come; nil where it is unknown.
    func age(at now: Timestamp) -> Double? { isKnown && now.isKnown ? now.seconds(since: self) : nil }

    /// Seconds from this moment to a later one; nil where either is unknown, or they stand the wrong way round.
    func span(to later: Timestamp) -> Double? { age(at: later).flatMap { $0 < 0 ? nil : $0 } }
}
