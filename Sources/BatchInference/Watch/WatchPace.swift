/// How often a watcher reads, in seconds.
public struct WatchPace: Hashable, Sendable {
    /// The shortest and the longest wait between two readings of a source.
    public struct Interval: Hashable, Sendable {
        public var shortest: Double
        public var longest: Double

        public init(shortest: Double, longest: Double) {
            self.shortest = shortest
            self.longest = max(shortest, longest)
        }
    }

    public var description: Interval
    public var outputs: Interval
    public var log: Interval
    public var metrics: Interval
    /// The longest wait after repeated failures.
    public var longestBackOff: Double
    /// How long after the end late log lines and outputs are waited for.
    public var settling: Double

    public init(
        description: Interval, outputs: Interval, log: Interval, metrics: Interval, longestBackOff: Double,
        settling: Double
    ) {
        self.description = description
        self.outputs = outputs
        self.log = log
        self.metrics = metrics
        self.longestBackOff = longestBackOff
        self.settling = settling
    }

    /// For AWS: quick after a change, slow otherwise, metrics once a minute as they come.
    public static let aws = WatchPace(
        description: Interval(shortest: 2, longest: 15), outputs: Interval(shortest: 5, longest: 30),
        log: Interval(shortest: 3, longest: 15), metrics: Interval(shortest: 30, longest: 60), longestBackOff: 60,
        settling: 5)

    /// For a service on this machine that runs a transform in seconds.
    public static let sandbox = WatchPace(
        description: Interval(shortest: 0.4, longest: 1), outputs: Interval(shortest: 0.5, longest: 1),
        log: Interval(shortest: 0.5, longest: 1), metrics: Interval(shortest: 1, longest: 2), longestBackOff: 10,
        settling: 0.5)

    func interval(of source: WatchSource) -> Interval {
        switch source {
        case .description: description
        case .outputs: outputs
        case .log: log
        case .metrics: metrics
        }
    }
}

/// How long a watch goes on while its transform can't be described, in seconds.
public struct WatchPatience: Hashable, Sendable {
    /// With credentials that are refused: a login elsewhere is waited for.
    public var credentials: Double
    /// With anything else, such as a network that is down.
    public var others: Double
    /// Readings that must have failed in a row, so that a machine that slept has a chance.
    public var failures: Int

    public init(credentials: Double, others: Double, failures: Int) {
        self.credentials = credentials
        self.others = others
        self.failures = failures
    }

    /// For a command that nobody may be looking at.
    public static let command = WatchPatience(credentials: 15 * 60, others: 60 * 60, failures: 10)
}
