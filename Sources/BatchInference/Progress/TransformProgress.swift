import AWSOperations

/// What is known of a transform beside what AWS says of it now: past runs and its price.
public struct RunBackground: Hashable, Sendable {
    /// Newest first; nil while they are looked for.
    public var past: [PastTransform]?
    public var price: Finding<InstancePrice>
    public var priceReadAt: Timestamp?

    public init(
        past: [PastTransform]? = nil, price: Finding<InstancePrice> = .asking, priceReadAt: Timestamp? = nil
    ) {
        self.past = past
        self.price = price
        self.priceReadAt = priceReadAt
    }
}

/// What a watch has seen of a transform's work.
public struct ObservedWork: Hashable, Sendable {
    public var outputs: OutputProgress?
    /// Mini-batches that were served, by the log.
    public var batches = 0
    /// Whether every line of the log was read.
    public var isLogWhole = true
    public var forecast: BatchForecast?
    /// Why there is no forecast; empty where there is one, or where nobody has looked.
    public var forecastGap = ""
    /// How many mini-batches an instance works on at a time.
    public var concurrency: Int?
    public var signs = LifeSigns()
    /// When it was seen to begin to stop.
    public var stopping: StoppingSeen?

    public init() {}
}

/// How far a transform is, what it costs, and whether anything about it is unusual: all that the panel, `watch` and
/// `watch --json` say of it, from the same values.
public struct TransformProgress: Hashable, Sendable {
    public let timeline: TransformTimeline
    public let cost: AccruedCost
    /// What each source tells, the strongest first.
    public let evidence: [ProgressEvidence]
    public let silence: Silence?
    public let slowness: Slowness?
    /// The share that is done; nil where no source tells one.
    public let share: ClosedRange<Double>?
    /// Seconds that are left; nil where no source tells, and while nothing moves.
    public let left: ClosedRange<Double>?
    /// Where `left` comes from: `by the log and the outputs`.
    public let leftSource: String

    public init(of transform: TransformOverview, work: ObservedWork, background: RunBackground, at now: Timestamp) {
        timeline = TransformTimeline(transform, stopping: work.stopping, now: now)
        cost = AccruedCost(
            of: transform, price: background.price, priceReadAt: background.priceReadAt, now: now)
        let past = background.past ?? []
        let usual = UsualDuration(
            from: past, instanceType: transform.instanceType, instanceCount: transform.instanceCount)
        let inputBytes = work.outputs?.wholeInputBytes
        silence = Silence(work.signs, of: transform, usual: usual, at: now)
        slowness = usual?.slowness(of: transform, inputBytes: inputBytes, at: now)
        var evidence: [ProgressEvidence] = []
        if transform.startedAt != nil {
            if let batches = ProgressEvidence(
                batches: work.batches, track: work.signs.batches, forecast: work.forecast, gap: work.forecastGap,
                isWhole: work.isLogWhole,
                of: transform, seen: work.signs.seen.batches, at: now)
            {
                evidence.append(batches)
            }
            if let outputs = work.outputs,
                let found = ProgressEvidence(
                    outputs: outputs, of: transform, concurrency: work.concurrency, seen: work.signs.seen.outputs,
                    at: now)
            {
                evidence.append(found)
            }
        }
        if !transform.isEnded,
            let found = ProgressEvidence(past: past, of: transform, inputBytes: inputBytes, at: now)
        {
            evidence.append(found)
        }
        // Nothing moves: no source knows how long that will last.
        let isStill = silence != nil && silence?.kind != .provisioning
        if isStill { for index in evidence.indices { evidence[index].left = nil } }
        self.evidence = evidence
        let own = evidence.filter { $0.source != .pastRuns }
        share = Self.agreed(own.compactMap(\.share))
        let ownTimes = own.filter { $0.left != nil }
        // A source of this run that has stalled is stronger than what past runs took.
        let hasStalled = own.contains(where: \.isStalled)
        let isFinishing = own.contains { $0.share?.lowerBound == 1 }
        if isFinishing {
            (left, leftSource) = (nil, "")
        } else if let agreed = Self.agreed(ownTimes.compactMap(\.left)) {
            left = agreed
            let names = ownTimes.map { $0.source == .batches ? "the log" : "the outputs" }
            leftSource = "by \(names.joined(separator: " and "))"
        } else if !hasStalled, let found = evidence.first(where: { $0.source == .pastRuns })?.left,
            !Self.isContradicted(found, by: share, elapsed: transform.startedAt?.span(to: now))
        {
            left = found
            let runs = usual?.runs ?? past.count
            leftSource = "by \(DisplayText.counted(runs, "past run"))"
        } else {
            (left, leftSource) = (nil, "")
        }
    }

    /// Whether more is done than a run could have done by now that has so much time left: it isn't like the past ones.
    private static func isContradicted(
        _ left: ClosedRange<Double>, by share: ClosedRange<Double>?, elapsed: Double?
    ) -> Bool {
        guard let share, let elapsed, elapsed + left.lowerBound > 0 else { return false }
        return share.lowerBound > 2 * elapsed / (elapsed + left.lowerBound)
    }

    /// What several ranges have in common; where they have nothing, all that they span.
    static func agreed(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double>? {
        guard let first = ranges.first else { return nil }
        let low = ranges.map(\.lowerBound).max() ?? first.lowerBound
        let high = ranges.map(\.upperBound).min() ?? first.upperBound
        return low <= high ? low...high : hull(ranges)
    }

    static func hull(_ ranges: [ClosedRange<Double>]) -> ClosedRange<Double>? {
        guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else { return nil }
        return low...high
    }

    /// `31–58 % done`; nil without a share.
    public var shareText: String? {
        share.flatMap { ProgressEvidence(.outputs, share: $0, basis: "").shareText }
    }

    /// `2–5 m left, by the log`; what stands in its place where every input has an output; nil where nobody can tell.
    public var leftText: String? {
        if let left { return "\(ProgressEvidence.text(left: left)), \(leftSource)" }
        return evidence.first { $0.share?.lowerBound == 1 && !$0.remark.isEmpty }.map { _ in
            "nearly done: every input has an output"
        }
    }
}
