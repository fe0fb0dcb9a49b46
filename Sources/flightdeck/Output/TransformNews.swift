import AWSOperations
import BatchInference

/// Finds what is new in each snapshot of a transform.
struct TransformNews {
    struct Found: Hashable {
        /// Whether the description differs from the one before.
        var isChanged = false
        /// The phase, where it has changed.
        var phase: TransformPhase?
        /// Log lines that were not there before, in their order.
        var logLines: [LogLine] = []
        /// Lines that came and went between two snapshots.
        var missedLines = 0
        /// Sources that have just become unreadable.
        var stale: [StaleSource] = []
    }

    private var description: DescribeTransformJobResponse?
    private var phase: TransformPhase?
    private var lineCount = 0
    private var known: [LogLine: Int] = [:]
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
        takeLog(snapshot.log, into: &found)
        return found
    }

    /// Late streams bring lines that sort before known ones, so lines are told apart by what they are, not where.
    private mutating func takeLog(_ log: LogTail, into found: inout Found) {
        let added = log.lineCount - lineCount
        guard added > 0 else { return }
        lineCount = log.lineCount
        var now: [LogLine: Int] = [:]
        for line in log.lines {
            now[line, default: 0] += 1
            if now[line]! > known[line] ?? 0 { found.logLines.append(line) }
        }
        known = now
        found.missedLines = max(0, added - found.logLines.count)
    }
}
