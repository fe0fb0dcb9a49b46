import AWSOperations
import BatchInference

/// Finds what is new in each snapshot of a transform; a value without I/O.
struct TransformNews {
    let name: String
    private let cadence: ProgressCadence
    private var description: DescribeTransformJobResponse?
    private var phase: TransformPhase?
    /// What can't be read, and since when.
    private var stale: [WatchSource: (failure: AWSFailure, since: Timestamp)] = [:]
    private var causes: Set<String> = []
    private var slowPhases: Set<TransformPhase> = []
    private var silence: Silence?
    private var progressToldAt: Timestamp?
    private var toldProgress: TransformProgress?

    init(name: String, cadence: ProgressCadence = .json) {
        self.name = name
        self.cadence = cadence
    }

    /// What happened since the snapshot before, in the order in which it is best read.
    mutating func take(
        _ snapshot: TransformSnapshot, lines: [LogLine] = [], background: RunBackground = RunBackground(),
        now: Timestamp
    ) -> [WatchEvent] {
        let progress = snapshot.progress(background: background, at: now)
        var events: [WatchEvent] = []
        func add(_ kind: WatchEvent.Kind, with progress: TransformProgress? = nil) {
            events.append(WatchEvent(transform: name, at: now, kind: kind, progress: progress))
        }
        if snapshot.description != description {
            description = snapshot.description
            if let description { add(.description(description)) }
        }
        if let current = snapshot.overview?.phase, current != phase {
            phase = current
            add(.phase(current), with: progress)
            (progressToldAt, toldProgress) = (now, progress)
        }
        for source in snapshot.stale where stale[source.source]?.failure.problem != source.failure.problem {
            add(.trouble(source))
        }
        let failing = Dictionary(
            snapshot.stale.map { ($0.source, $0.failure) }, uniquingKeysWith: { first, _ in first })
        for source in WatchSource.allCases {
            guard let failure = failing[source] else {
                if let before = stale.removeValue(forKey: source) {
                    add(.recovery(source, seconds: before.since.span(to: now)))
                }
                continue
            }
            stale[source] = (failure, stale[source]?.since ?? now)
        }
        for line in lines { add(.log(line)) }
        for diagnosis in snapshot.diagnoses where causes.insert(diagnosis.id).inserted { add(.cause(diagnosis)) }
        if let progress { events += unusual(progress, now: now) }
        if let progress, snapshot.overview?.isEnded == false, snapshot.overview?.phase != nil,
            cadence.isDue(progress, after: toldProgress, toldAt: progressToldAt, now: now)
        {
            add(.progress, with: progress)
            (progressToldAt, toldProgress) = (now, progress)
        }
        return events
    }

    private mutating func unusual(_ progress: TransformProgress, now: Timestamp) -> [WatchEvent] {
        var events: [WatchEvent] = []
        func add(_ kind: WatchEvent.Kind) {
            events.append(WatchEvent(transform: name, at: now, kind: kind, progress: nil))
        }
        if let slowness = progress.slowness, slowPhases.insert(slowness.phase).inserted { add(.slow(slowness)) }
        switch (silence, progress.silence) {
        case (nil, let found?):
            silence = found
            if !isExplained(found) { add(.silent(found)) }
        case (let before?, let found?):
            // The same silence twice as long is worth saying again, and so is another one.
            guard before.kind != found.kind || before.since != found.since || found.seconds >= 2 * before.seconds else {
                break
            }
            silence = found
            if !isExplained(found) { add(.silent(found)) }
        case (let before?, nil):
            silence = nil
            if phase == .running, before.kind != .provisioning {
                add(.lively(seconds: before.since.span(to: now) ?? 0))
            }
        case (nil, nil): break
        }
        return events
    }
}

extension TransformNews {
    /// Whether a cause has been told that says the same, and more.
    private func isExplained(_ silence: Silence) -> Bool {
        silence.kind == .notReady && causes.contains("ping-refused")
    }
}

/// How often progress is told.
struct ProgressCadence: Hashable, Sendable {
    /// Seconds between two tellings of what has changed, and of what hasn't.
    var changed: Double
    var unchanged: Double

    /// For programs.
    static let json = ProgressCadence(changed: 10, unchanged: 60)
    /// For a file or a pipe that somebody reads later.
    static let lines = ProgressCadence(changed: 60, unchanged: 600)
    /// For a terminal, whose last line always has it.
    static let never = ProgressCadence(changed: .infinity, unchanged: .infinity)

    func isDue(
        _ progress: TransformProgress, after told: TransformProgress?, toldAt: Timestamp?, now: Timestamp
    ) -> Bool {
        guard changed.isFinite else { return false }
        guard let toldAt, let told else { return true }
        let hasMoved = progress.evidence.map(\.basis) != told.evidence.map(\.basis) || progress.share != told.share
        return now.seconds(since: toldAt) >= (hasMoved ? changed : unchanged)
    }
}
