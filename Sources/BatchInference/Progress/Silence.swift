import AWSOperations

/// When a running transform last showed that it works, as far as anybody can see.
public struct LifeSigns: Hashable, Sendable {
    /// Lines of the log other than answers to health checks.
    public var lines = ActivityTrack()
    public var batches = ActivityTrack()
    /// Answers to health checks; nil before the first.
    public var pings: PingRecord?
    public var lastOutputAt: Timestamp?
    /// When each was last seen to go on, by this machine's clock, which may differ from the services'.
    public var seen = Seen()
    /// Whether the log can be read, existing yet or not.
    public var isLogReadable = true
    /// Whether the log is still being read for the first time, so that nobody can tell yet.
    public var isLogPending = false
    public var logExists = false
    /// The newest figure of the CPU, in percent of one core.
    public var cpu: CPUFigure?
    /// How long one request to the container may take, with its retries, where that was asked for.
    public var invocationTimeout: Double?

    public init() {}

    /// When a watch saw something new come.
    public struct Seen: Hashable, Sendable {
        public var lines: Timestamp?
        public var batches: Timestamp?
        public var outputs: Timestamp?

        public init() {}

        public var last: Timestamp? { [lines, batches, outputs].compactMap(\.self).max() }
    }

    /// A figure of the CPU.
    public struct CPUFigure: Hashable, Sendable {
        /// Of one core.
        public var percent: Double
        public var at: Timestamp

        public init(percent: Double, at: Timestamp) {
            self.percent = percent
            self.at = at
        }
    }
}

/// No sign of life for longer than usual: since when, what the last one was, and what that usually means.
public struct Silence: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// SageMaker still looks for instances.
        case provisioning
        /// The container has written nothing.
        case starting
        /// The container refuses health checks.
        case notReady
        /// It worked, and then nothing came any more.
        case working
    }

    public var kind: Kind
    /// When the last sign came.
    public var since: Timestamp
    public var seconds: Double
    /// `the last was a line of the log`
    public var last: String
    /// What it usually means, without a full stop.
    public var meaning: String

    /// `no sign of life for 12 m, the last was a line of the log: usually ...`
    public var text: String {
        switch kind {
        case .provisioning: "still provisioning after \(length): \(meaning)"
        case .notReady: "the container has not been ready for \(length), \(last): \(meaning)"
        case .starting, .working: "no sign of life for \(length), \(last): \(meaning)"
        }
    }

    /// Seconds since something, by the service's time or by when it was seen to come, whichever is less: a clock that is
    /// minutes ahead makes no silence.
    static func pause(since time: Timestamp, seen: Timestamp?, now: Timestamp) -> Double? {
        guard let pause = time.span(to: now) else { return nil }
        return min(pause, seen.flatMap { $0.span(to: now) } ?? pause)
    }

    private var length: String { DisplayText.duration(seconds: seconds) }

    /// Seconds of each that are nothing unusual.
    private static let provisioningLimit = 15.0 * 60
    private static let startLimit = 10.0 * 60
    private static let refusalLimit = 5.0 * 60
    private static let workLimit = 5.0 * 60
    /// Without a log, only outputs tell.
    private static let blindLimit = 20.0 * 60

    /// Nil where nothing is unusual, or nobody could tell.
    public init?(_ signs: LifeSigns, of transform: TransformOverview, usual: UsualDuration? = nil, at now: Timestamp) {
        switch transform.phase {
        case .provisioning:
            guard let waited = transform.provisioningSeconds(at: now),
                waited > max(Self.provisioningLimit, (usual?.provisioning ?? 0) * UsualDuration.limit)
            else { return nil }
            self.init(
                kind: .provisioning, since: transform.createdAt, seconds: waited, last: "",
                meaning:
                    "usually SageMaker has no such instance free; the wait isn't billed, and ends by itself or with "
                    + "a CapacityError: another instance type may start sooner")
        case .running:
            guard !signs.isLogPending, let started = transform.startedAt, started.isKnown else { return nil }
            self.init(running: signs, startedAt: started, now: now)
        default: return nil
        }
    }

    private init(kind: Kind, since: Timestamp, seconds: Double, last: String, meaning: String) {
        self.kind = kind
        self.since = since
        self.seconds = seconds
        self.last = last
        self.meaning = meaning
    }

    private init?(running signs: LifeSigns, startedAt started: Timestamp, now: Timestamp) {
        if let pings = signs.pings, !pings.hasPassed, pings.refusals > 0, signs.batches.count == 0 {
            let since = min(started, pings.firstRefusal)
            guard let refused = since.span(to: now), refused > Self.refusalLimit else { return nil }
            self.init(
                kind: .notReady, since: since, seconds: refused,
                last: "/ping gets \(pings.lastStatus)",
                meaning: pings.lastStatus == 404
                    ? "usually the model server has no /ping route or never loaded the model; AWS gives up after about 30 m, "
                        + "which are billed"
                    : "usually the model server is still starting, or keeps crashing; AWS gives up after about 30 m, which are "
                        + "billed")
            return
        }
        let known: [(Timestamp, String)?] = [
            signs.lines.lastAt.map { ($0, "the last was a line of the log") },
            signs.batches.lastAt.map { ($0, "the last was a mini-batch") },
            signs.lastOutputAt.map { ($0, "the last was an output") },
        ]
        let moments = known.compactMap(\.self).filter { $0.0 >= started }
        // Of two at one moment, the one that says more.
        guard let last = moments.max(by: { $0.0 < $1.0 || $0.0 == $1.0 && $1.1.hasSuffix("mini-batch") }) else {
            guard signs.isLogReadable, let waited = started.span(to: now), waited > Self.startLimit else { return nil }
            self.init(
                kind: .starting, since: started, seconds: waited, last: "nothing since it started running",
                meaning: signs.logExists
                    ? "usually the container is still loading its model"
                    : "usually its image or model is still being fetched; a VPC without a route to S3 or CloudWatch looks "
                        + "the same")
            return
        }
        guard let silent = Self.pause(since: last.0, seen: signs.seen.last, now: now) else { return nil }
        let limit =
            signs.isLogReadable
            ? max(
                Self.workLimit, signs.lines.usualPause(atLeast: 0), signs.batches.usualPause(atLeast: 0),
                signs.invocationTimeout ?? 0)
            : Self.blindLimit
        guard silent > limit else { return nil }
        let meaning: String
        if !signs.isLogReadable {
            meaning = "the log, which would tell more, can't be read"
        } else if let cpu = signs.cpu, cpu.at > last.0, let age = cpu.at.span(to: now), age < 600 {
            meaning =
                cpu.percent >= 10
                ? "its CPU is busy, so usually one large mini-batch is being processed"
                : "its CPU is idle, so usually the container hangs, or waits for something on the network"
        } else {
            meaning =
                "usually one large mini-batch is being processed, or the container hangs; SageMaker ends a request after its "
                + "timeout (InvocationsTimeoutInSeconds)"
        }
        self.init(kind: .working, since: last.0, seconds: silent, last: last.1, meaning: meaning)
    }
}
