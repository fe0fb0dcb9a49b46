import AWSOperations

/// When a watch saw a transform begin to stop.
public struct StoppingSeen: Hashable, Sendable {
    /// When it was last seen not to stop yet; nil where it already did when the watch began.
    public var notYetAt: Timestamp?
    /// When it was first seen to stop.
    public var at: Timestamp

    public init(notYetAt: Timestamp? = nil, at: Timestamp) {
        self.notYetAt = notYetAt
        self.at = at
    }

    /// Whether the two are close enough together for a length of so many seconds to be told as it is: no further apart than
    /// two readings usually are, nor by more than a twentieth of it.
    public func isExact(for seconds: Double) -> Bool {
        notYetAt.map { at.seconds(since: $0) <= min(20, max(1, seconds / 20)) } ?? false
    }
}

/// The life of a transform as a line of time: provisioning, running, stopping, ended; with what is billed of it.
public struct TransformTimeline: Hashable, Sendable {
    /// A stretch of the line.
    public struct Segment: Hashable, Sendable {
        public var phase: TransformPhase
        /// Nil where SageMaker doesn't tell one of its ends.
        public var seconds: Double?
        public var isBilled: Bool
        /// Whether it goes on.
        public var isUnderWay: Bool
        /// How exact its length is: SageMaker doesn't tell when stopping began.
        public var bound = Bound.exact
        /// When it began at the earliest and at the latest, where that isn't known exactly.
        public var beganAfter: Timestamp?
        public var beganBefore: Timestamp?
        /// Whether the time that stopping took is part of it, unknown how much.
        public var includesStopping = false

        public enum Bound: String, Hashable, Sendable {
            case exact
            case atLeast
            case atMost
        }

        /// `4 m`, `at least 20 s`; `—` where it's unknown.
        public var lengthText: String {
            guard let seconds else { return DisplayText.unknown }
            let length = DisplayText.duration(seconds: seconds)
            return switch bound {
            case .exact: length
            case .atLeast: "at least \(length)"
            case .atMost: "at most \(length)"
            }
        }

        /// What is known of its begin and its end beside its length: `began before 13:05:02 UTC`; empty for nothing.
        public var remark: String {
            if includesStopping { return "stopping included" }
            guard let beganBefore else { return "" }
            func time(_ moment: Timestamp) -> String { "\(moment.iso8601.dropFirst(11).prefix(8)) UTC" }
            guard let beganAfter else { return "began before \(time(beganBefore))" }
            return "began between \(time(beganAfter)) and \(time(beganBefore))"
        }

        /// `provisioning 3 m 12 s (not billed)`, `ran 4 m (billed)`.
        public var text: String {
            let name =
                switch phase {
                case .running: isUnderWay ? "running" : "ran"
                default: phase.rawValue
                }
            let note = remark.isEmpty ? "" : "; \(remark)"
            return "\(name) \(lengthText) (\(isBilled ? "billed" : "not billed")\(note))"
        }
    }

    /// In the order of time; empty while nothing is known. What has ended has no segment of its own: it's a moment.
    public let segments: [Segment]
    /// When it ended; nil before, or where that is unknown.
    public let endedAt: Timestamp?

    /// - Parameter stopping: When a watch saw it stop, where one did; SageMaker doesn't tell.
    public init(_ transform: TransformOverview, stopping seen: StoppingSeen? = nil, now: Timestamp) {
        endedAt = transform.isEnded ? transform.endedAt : nil
        guard transform.isDescribed, let phase = transform.phase else {
            segments = []
            return
        }
        var line: [Segment] = []
        let isProvisioning = phase == .provisioning
        // A transform that never started spent its whole life on finding instances.
        line.append(
            Segment(
                phase: .provisioning, seconds: transform.provisioningSeconds(at: now), isBilled: false,
                isUnderWay: isProvisioning))
        let isStopping = phase == .stopping
        // Of one that has ended, only whoever saw it stop knows how long that took.
        let hasStopped = transform.isEnded && transform.status == .stopped
        var stopping: Segment?
        if isStopping || hasStopped && seen != nil {
            let end = transform.isEnded ? transform.endedAt : now
            stopping = Segment(
                phase: .stopping, seconds: seen.flatMap { seen in end.flatMap { seen.at.span(to: $0) } },
                isBilled: transform.startedAt != nil, isUnderWay: isStopping)
            if let seen, !seen.isExact(for: stopping?.seconds ?? 0) {
                stopping?.bound = .atLeast
                stopping?.beganAfter = seen.notYetAt
                stopping?.beganBefore = seen.at
            }
        }
        if transform.startedAt != nil {
            let running = transform.runningSeconds(at: now)
            var segment = Segment(
                phase: .running, seconds: running.map { max(0, $0 - (stopping?.seconds ?? 0)) }, isBilled: true,
                isUnderWay: phase == .running)
            if let stopping {
                segment.bound = stopping.seconds == nil || stopping.bound != .exact ? .atMost : .exact
            } else {
                segment.includesStopping = hasStopped
            }
            line.append(segment)
        }
        if let stopping { line.append(stopping) }
        segments = line
    }

    /// How many of so many columns each segment gets: by its share of the time, and at least one.
    public func columns(of width: Int) -> [Int] {
        let lengths = segments.map { max(0, $0.seconds ?? 0) }
        let whole = lengths.reduce(0, +)
        guard width >= segments.count, !segments.isEmpty else { return segments.map { _ in 0 } }
        guard whole > 0 else {
            return segments.indices.map { $0 == segments.count - 1 ? width - segments.count + 1 : 1 }
        }
        var columns = lengths.map { max(1, Int((Double(width) * $0 / whole).rounded())) }
        while columns.reduce(0, +) != width, let longest = columns.indices.max(by: { columns[$0] < columns[$1] }) {
            columns[longest] += columns.reduce(0, +) < width ? 1 : -1
        }
        return columns
    }
}
