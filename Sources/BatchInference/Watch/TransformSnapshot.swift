import AWSOperations

/// Everything known of one transform at one moment; what could not be read stays at its last good value.
public struct TransformSnapshot: Hashable, Sendable {
    public var name: String
    /// Nil until the first description is read.
    public var overview: TransformOverview?
    public var description: DescribeTransformJobResponse?
    /// Nil until both prefixes have been listed.
    public var outputs: OutputProgress?
    public var log: LogTail
    public var metrics: TransformMetricSeries
    /// What could not be read the last time, worst first; empty when everything is fresh.
    public var stale: [StaleSource]
    /// When the last round of reading ended.
    public var readAt: Timestamp
    /// When something is read next; nil after the end.
    public var nextReadAt: Timestamp?
    /// What can be said of a log that has no lines, or not all: `the log has probably expired`; empty where nothing.
    public var logNote = ""
    /// Whether CloudWatch has, or may have, lines that can't be read.
    public var isLogIncomplete = false
    /// Whether the watch ended because the transform could not be described for too long.
    public var gaveUp = false
    /// Whether the transform has ended and everything has been read once more after that.
    public var isFinal: Bool
    /// Likely causes of a failure, and of oddities in log and outputs, most likely first.
    public var diagnoses: [Diagnosis] = []

    public init(name: String, readAt: Timestamp, logCapacity: Int = 2000) {
        self.name = name
        self.readAt = readAt
        log = LogTail(capacity: logCapacity)
        metrics = TransformMetricSeries()
        stale = []
        isFinal = false
    }
}

/// What a watcher reads.
public enum WatchSource: String, Hashable, Sendable, CaseIterable {
    case description
    case outputs
    case log
    case metrics
}

/// A source that could not be read, why, and since when its values are old.
public struct StaleSource: Hashable, Sendable {
    public var source: WatchSource
    public var failure: AWSFailure
    /// When the source was last read well; nil if never.
    public var lastGoodAt: Timestamp?
    /// Nil after the end of the watch.
    public var nextTryAt: Timestamp?

    public init(source: WatchSource, failure: AWSFailure, lastGoodAt: Timestamp?, nextTryAt: Timestamp?) {
        self.source = source
        self.failure = failure
        self.lastGoodAt = lastGoodAt
        self.nextTryAt = nextTryAt
    }

    /// `throttled by SageMaker (ThrottlingException), next try in 8 s`, with what to do where that helps.
    public func text(at now: Timestamp) -> String {
        let remedy = failure.isThrottling || failure.remedy.isEmpty ? "" : ": \(failure.remedy)"
        let next = nextTryAt.map { ", next try \(DisplayText.countdown(seconds: $0.seconds(since: now)))" } ?? ""
        return "\(failure.problem)\(remedy)\(next)"
    }
}

/// How long a transform is likely to take, from past runs and from nothing else.
public struct TransformEstimate: Hashable, Sendable {
    /// How many past runs it rests on; at least 1.
    public var runs: Int
    /// In seconds, from the shortest to the longest past run.
    public var provisioning: ClosedRange<Double>
    public var running: ClosedRange<Double>

    /// Takes runs on the same instances where there are some, otherwise all; nil without any.
    public init?(from past: [PastTransform], instanceType: TransformInstanceType?, instanceCount: Int?) {
        let alike = past.filter { $0.instanceType == instanceType && $0.instanceCount == instanceCount }
        let used = alike.isEmpty ? past : alike
        let provisioning = used.map { max(0, $0.provisioningSeconds) }
        let running = used.map { max(0, $0.runningSeconds) }
        guard let shortestWait = provisioning.min(), let longestWait = provisioning.max(), let shortest = running.min(),
            let longest = running.max()
        else { return nil }
        runs = used.count
        self.provisioning = shortestWait...longestWait
        self.running = shortest...longest
    }

    /// The seconds that are left of a transform in progress; nil after its end, or once it took longer than all before.
    public func remaining(of transform: TransformOverview, at now: Timestamp) -> ClosedRange<Double>? {
        let (spent, whole): (Double, ClosedRange<Double>)
        switch transform.phase {
        case .provisioning:
            guard let age = transform.age(at: now) else { return nil }
            spent = max(0, age)
            whole =
                provisioning.lowerBound + running.lowerBound...provisioning.upperBound + running.upperBound
        case .running:
            guard let seconds = transform.runningSeconds(at: now) else { return nil }
            spent = seconds
            whole = running
        default: return nil
        }
        guard whole.upperBound > spent else { return nil }
        return max(0, whole.lowerBound - spent)...(whole.upperBound - spent)
    }
}
