import AWSOperations
import BatchInference

/// Ends that are rung for together, so that many in a short time are one bell and one notification.
struct PendingBell: Sendable {
    private var ends: [TransformEnd] = []
    private var rungAt: Timestamp?

    /// How long others are waited for, and how long after a bell there is no other.
    private static let gathering = 1.0
    private static let quiet = 5.0

    /// Takes ends that nobody has rung for; returns after how many seconds to ring, nil where that is set already.
    mutating func add(_ new: [TransformEnd], at now: Timestamp) -> Double? {
        guard !new.isEmpty else { return nil }
        defer { ends += new }
        guard ends.isEmpty else { return nil }
        // A clock that was set back doesn't silence the bell.
        let since = rungAt.map { max(0, now.seconds(since: $0)) } ?? Self.quiet
        return max(Self.gathering, Self.quiet - since)
    }

    /// What to ring for now.
    mutating func ring(at now: Timestamp) -> [TransformEnd] {
        defer { ends = [] }
        if !ends.isEmpty { rungAt = now }
        return ends
    }
}
