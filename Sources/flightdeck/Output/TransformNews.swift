import AWSOperations
import BatchInference

/// Finds what is new in each snapshot of a transform.
struct TransformNews {
    struct Found: Hashable {
        /// Whether the description differs from the one before.
        var isChanged = false
        /// The phase, where it has changed.
        var phase: TransformPhase?
        /// Sources that have just become unreadable.
        var stale: [StaleSource] = []
    }

    private var description: DescribeTransformJobResponse?
    private var phase: TransformPhase?
    private var stale: Set<WatchSource> = []

    init() {}

    mutating func take(_ snapshot: TransformSnapshot) -> Found {
        var found = Found()
        if snapshot.description != description {
            description = snapshot.description
            found.isChanged = snapshot.description != nil
        }
        if let now = snapshot.overview?.phase, now != phase {
            phase = now
            found.phase = now
        }
        found.stale = snapshot.stale.filter { !stale.contains($0.source) }
        stale = Set(snapshot.stale.map(\.source))
        return found
    }
}
