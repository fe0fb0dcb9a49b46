import AWSOperations

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

        /// `provisioning 3 m 12 s (not billed)`, `ran 4 m (billed)`.
        public var text: String {
            let name =
                switch phase {
                case .running: isUnderWay ? "running" : "ran"
                default: phase.rawValue
                }
            let length = seconds.map { " \(DisplayText.duration(seconds: $0))" } ?? " \(DisplayText.unknown)"
            return "\(name)\(length) (\(isBilled ? "billed" : "not billed"))"
        }
    }

    /// In the order of time; empty while nothing is known. What has ended has no segment of its own: it's a moment.
    public let segments: [Segment]
    /// When it ended; nil before, or where that is unknown.
    public let endedAt: Timestamp?

    /// - Parameter stoppingSince: When a watch first saw it stop; SageMaker doesn't tell.
    public init(_ transform: TransformOverview, stoppingSince: Timestamp? = nil, now: Timestamp) {
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
        if transform.startedAt != nil {
            let stopping = phase == .stopping ? stoppingSince?.span(to: now) : nil
            let running = transform.runningSeconds(at: now)
            line.append(
                Segment(
                    phase: .running, seconds: running.map { max(0, $0 - (stopping ?? 0)) }, isBilled: true,
                    isUnderWay: phase == .running))
            if phase == .stopping {
                line.append(Segment(phase: .stopping, seconds: stopping, isBilled: true, isUnderWay: true))
            }
        } else if phase == .stopping {
            line.append(
                Segment(
                    phase: .stopping, seconds: stoppingSince?.span(to: now), isBilled: false, isUnderWay: true))
        }
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
