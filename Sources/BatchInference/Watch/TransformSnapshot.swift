import AWSOperations

/// Everything known of one transform at one moment; what could not be read stays at its last good value.
public struct TransformSnapshot: Hashable, Sendable {
    public var name: String
    /// Nil until the first description is read.
    public var overview: TransformOverview?
    public var description: DescribeTransformJobResponse?
    /// Nil until both prefixes have been listed.
    public var outputs: OutputProgress?
    /// How many mini-batches the input makes; nil where nobody can tell.
    public var forecast: BatchForecast?
    /// Why nobody can; empty where somebody can, or nobody has looked.
    public var forecastGap = ""
    /// When lines, mini-batches and outputs were last seen to come.
    public var seen = LifeSigns.Seen()
    /// When it was seen to begin to stop.
    public var stopping: StoppingSeen?
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
    /// Whether the log was read at least once, existing or not.
    public var hasReadLog = false
    /// Whether there are lines, or streams, that the last round had no room for.
    public var isLogBehind = false
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

extension TransformSnapshot {
    /// What was seen of the transform's work.
    public var work: ObservedWork {
        var work = ObservedWork()
        work.outputs = outputs
        work.batches = log.invocations
        let isLogRead = !stale.contains { $0.source == .log }
        work.isLogWhole = isLogRead && !isLogIncomplete && !isLogBehind
        // A log that is caught up with has its newest lines yet to come.
        work.signs.isLogPending = isLogRead && (!hasReadLog || isLogBehind)
        work.forecast = forecast
        work.forecastGap = forecastGap
        work.concurrency = log.settings?.maxConcurrentTransforms ?? description?.maxConcurrentTransforms
        work.signs.lines = log.activity
        work.signs.batches = log.batches
        work.signs.pings = log.pings
        work.signs.lastOutputAt = outputs?.lastOutputAt
        work.signs.seen = seen
        work.signs.isLogReadable = isLogRead
        work.signs.logExists = log.exists
        work.signs.cpu = metrics.cpu.last.map { LifeSigns.CPUFigure(percent: $0.value, at: $0.time) }
        if let client = description?.modelClientConfig, let seconds = client.invocationsTimeoutInSeconds {
            work.signs.invocationTimeout = Double(seconds)
        }
        work.stopping = stopping
        return work
    }

    /// How far the transform is, what it costs, and what is unusual about it.
    ///
    /// - Parameter transform: What is known of it, where that is newer than the snapshot's own.
    public func progress(
        of transform: TransformOverview? = nil, background: RunBackground, at now: Timestamp
    ) -> TransformProgress? {
        (transform ?? overview).map { TransformProgress(of: $0, work: work, background: background, at: now) }
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
