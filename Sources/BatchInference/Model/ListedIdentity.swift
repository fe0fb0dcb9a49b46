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
    /// Seconds from this moment to a later one, at least 0; nil where this one is unknown.
    func age(at later: Timestamp) -> Double? { isKnown ? max(0, later.seconds(since: self)) : nil }
}
