import AWSOperations

/// What one source tells of how far a transform is: a share and a time left as ranges, never one exact number.
public struct ProgressEvidence: Hashable, Sendable {
    public enum Source: String, Hashable, Sendable, CaseIterable {
        /// Mini-batches that the container's log says were served.
        case batches
        /// Outputs of this run, by the bytes of their inputs.
        case outputs
        /// Past runs of the same model.
        case pastRuns
    }

    public var source: Source
    /// From 0 to 1; nil where the source says nothing of a share.
    public var share: ClosedRange<Double>?
    /// In seconds; nil where the source says nothing of it: also whenever it has stalled.
    public var left: ClosedRange<Double>?
    /// What it rests on: `61 of 100 to 140 mini-batches`.
    public var basis: String
    /// What is to be said of it beside the figures; empty for nothing.
    public var remark: String = ""
    /// Whether nothing has come for longer than usual, so that the source knows no time.
    public var isStalled = false

    init(
        _ source: Source, share: ClosedRange<Double>? = nil, left: ClosedRange<Double>? = nil, basis: String,
        remark: String = ""
    ) {
        self.source = source
        self.share = share
        self.left = left
        self.basis = basis
        self.remark = remark
    }

    /// `31–58 %`; `58 %` only where both ends are the same; nil without a share.
    public var shareText: String? {
        guard let share else { return nil }
        let (low, high) = (Self.percent(share.lowerBound), Self.percent(share.upperBound))
        return low == high ? "\(low) %" : "\(low)–\(high) %"
    }

    /// A whole percentage; 100 only where all is done, 0 only where nothing is.
    private static func percent(_ share: Double) -> String {
        let percent = share * 100
        return DisplayText.decimal(share <= 0 || share >= 1 ? percent : min(max(percent, 1), 99), places: 0)
    }

    /// `2–5 m left`, `less than 1 m left`; nil without a time.
    public var leftText: String? { left.map { Self.text(left: $0) } }

    /// A range of seconds left in words: rounded outwards, so that it never claims more than is known.
    static func text(left: ClosedRange<Double>) -> String {
        let high = max(left.upperBound, 0)
        guard high >= 60 else { return "less than 1 m left" }
        let low = max(0, left.lowerBound)
        let (unit, name): (Double, String) =
            high < 100 * 60 ? (60, "m") : high < 48 * 3600 ? (3600, "h") : (86_400, "d")
        let least = Int((low / unit).rounded(.down))
        let most = Int((high / unit).rounded(.up))
        if least == 0 { return "up to \(most) \(name) left" }
        return least == most ? "about \(most) \(name) left" : "\(least)–\(most) \(name) left"
    }
}

/// When something was seen to happen: how often, and how regularly.
public struct ActivityTrack: Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var firstAt: Timestamp?
    public private(set) var lastAt: Timestamp?
    /// The longest time between two of them that followed one another, in seconds.
    public private(set) var longestGap = 0.0

    public init() {}

    /// Something that happened then, later than all before, or among them.
    public mutating func note(at time: Timestamp, count more: Int = 1) {
        count += more
        guard time.isKnown else { return }
        if let lastAt, time > lastAt { longestGap = max(longestGap, time.seconds(since: lastAt)) }
        firstAt = min(firstAt ?? time, time)
        lastAt = max(lastAt ?? time, time)
    }

    /// How long nothing may happen before that is unusual for it: twice its longest pause, and never less than a floor.
    public func usualPause(atLeast floor: Double) -> Double { max(floor, 2 * longestGap) }
}
