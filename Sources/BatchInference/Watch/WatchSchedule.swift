import AWSOperations

/// When each source is read next: soon after a change, later without one, much later after failures.
struct WatchSchedule: Sendable {
    private struct Entry: Sendable {
        var nextAt: Timestamp
        var wait: Double
        var lastGoodAt: Timestamp?
        var failure: AWSFailure?
        var failures = 0
        /// When the first of the failures in a row came.
        var failingSince: Timestamp?
    }

    /// Seconds for which an unknown status is asked for as often as a known one.
    private static let urgentFor = 300.0

    private let pace: WatchPace
    private var entries: [WatchSource: Entry] = [:]

    init(pace: WatchPace, now: Timestamp) {
        self.pace = pace
        for source in WatchSource.allCases {
            entries[source] = Entry(nextAt: now, wait: pace.interval(of: source).shortest)
        }
    }

    func due(at now: Timestamp) -> [WatchSource] {
        WatchSource.allCases.filter { entries[$0].map { $0.nextAt <= now } ?? false }
    }

    /// The earliest moment at which one of the sources that can be read is due.
    func next(where canRead: (WatchSource) -> Bool) -> Timestamp {
        WatchSource.allCases.filter(canRead).compactMap { entries[$0]?.nextAt }.min()
            ?? Timestamp(secondsSinceEpoch: .greatestFiniteMagnitude)
    }

    var stale: [StaleSource] {
        WatchSource.allCases.compactMap { source in
            guard let entry = entries[source], let failure = entry.failure else { return nil }
            return StaleSource(
                source: source, failure: failure, lastGoodAt: entry.lastGoodAt, nextTryAt: entry.nextAt)
        }
    }

    mutating func succeeded(_ source: WatchSource, didChange: Bool, at now: Timestamp) {
        let interval = pace.interval(of: source)
        change(source) { entry in
            entry.wait = didChange ? interval.shortest : min(interval.longest, entry.wait * 1.5)
            entry.nextAt = now.adding(seconds: entry.wait)
            entry.lastGoodAt = now
            entry.failure = nil
            entry.failures = 0
            entry.failingSince = nil
        }
    }

    /// Keeps a source from being read again before some seconds have gone, whatever its pace says.
    mutating func hold(_ source: WatchSource, for seconds: Double, at now: Timestamp) {
        change(source) { $0.nextAt = max($0.nextAt, now.adding(seconds: seconds)) }
    }

    /// Makes a source due at once.
    mutating func hurry(_ source: WatchSource, at now: Timestamp) {
        change(source) { $0.nextAt = min($0.nextAt, now) }
    }

    mutating func failed(_ source: WatchSource, _ failure: AWSFailure, at now: Timestamp) {
        let interval = pace.interval(of: source)
        let pace = pace
        let needsLogin = failure.concernsAccess && failure.deniedAction == nil
        change(source) { entry in
            entry.failures += 1
            let since = entry.failingSince ?? now
            entry.failingSince = since
            // Everything hangs on the description: for some minutes, a request now and then is no burden.
            let isUrgent = source == .description && !needsLogin && now.seconds(since: since) < Self.urgentFor
            let longest = max(isUrgent ? pace.longestUnknown : pace.longestBackOff, interval.longest)
            // Throttling is answered with a longer first step than a fault that may be gone at once.
            let base = failure.isThrottling ? max(2, interval.shortest) * 2 : interval.shortest
            var wait = base
            for _ in 1..<max(1, min(entry.failures, 16)) { wait = min(longest, wait * 2) }
            entry.wait = interval.shortest
            entry.nextAt = now.adding(seconds: min(longest, wait))
            entry.failure = failure
        }
    }

    /// Whether the description has failed for so long that nobody should wait for it any more.
    func isHopeless(at now: Timestamp, _ timeouts: WatchTimeouts) -> Bool {
        guard let entry = entries[.description], let failure = entry.failure, let since = entry.failingSince,
            entry.failures >= timeouts.failures
        else { return false }
        return now.seconds(since: since) >= timeouts.limit(for: failure)
    }

    /// Makes every source due that is not backing off.
    mutating func wake(at now: Timestamp) {
        for source in WatchSource.allCases {
            let shortest = pace.interval(of: source).shortest
            change(source) { entry in
                guard entry.failure == nil else { return }
                entry.wait = shortest
                entry.nextAt = min(entry.nextAt, now)
            }
        }
    }

    private mutating func change(_ source: WatchSource, _ body: (inout Entry) -> Void) {
        guard var entry = entries[source] else { return }
        body(&entry)
        entries[source] = entry
    }
}

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
    /// The longest wait after repeated failures to describe the transform: its end isn't to be missed for long.
    public var longestUnknown: Double
    /// How long after the end late log lines and outputs are waited for.
    public var settling: Double

    public init(
        description: Interval, outputs: Interval, log: Interval, metrics: Interval, longestBackOff: Double,
        longestUnknown: Double = 15, settling: Double
    ) {
        self.description = description
        self.outputs = outputs
        self.log = log
        self.metrics = metrics
        self.longestBackOff = longestBackOff
        self.longestUnknown = min(longestUnknown, longestBackOff)
        self.settling = settling
    }

    /// For AWS: quick after a change, slow otherwise, metrics once a minute as they come; its end is known, and what comes
    /// after it read, within fifteen seconds.
    public static let aws = WatchPace(
        description: Interval(shortest: 2, longest: 6), outputs: Interval(shortest: 5, longest: 30),
        log: Interval(shortest: 3, longest: 15), metrics: Interval(shortest: 30, longest: 60), longestBackOff: 60,
        settling: 4)

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
public struct WatchTimeouts: Hashable, Sendable {
    /// With credentials that are refused: a login elsewhere is waited for.
    public var credentials: Double
    /// With a denial, or where nothing of that name is known any more: policies take a while to be known everywhere.
    public var denial: Double
    /// With anything else, such as a network that is down.
    public var others: Double
    /// With descriptions that come without a status that can be read.
    public var unreadStatus: Double
    /// Readings that must have failed in a row, so that a machine that slept has a chance.
    public var failures: Int

    public init(credentials: Double, denial: Double, others: Double, unreadStatus: Double, failures: Int) {
        self.credentials = credentials
        self.denial = denial
        self.others = others
        self.unreadStatus = unreadStatus
        self.failures = failures
    }

    /// For a command that nobody may be looking at.
    public static let command = WatchTimeouts(
        credentials: 15 * 60, denial: 2 * 60, others: 60 * 60, unreadStatus: 2 * 60, failures: 10)

    /// How long a failure is waited out.
    public func limit(for failure: AWSFailure) -> Double {
        if failure.deniedAction != nil || failure.isNotFound { return denial }
        return failure.concernsAccess ? credentials : others
    }
}
