import AWSOperations

/// Follows one transform until it has ended: status, outputs, log and load, each at its own adaptive pace.
public struct TransformWatcher: Sendable {
    public typealias Services = ObjectStorage & TransformJobs & TransformLogs & TransformMetrics

    let services: any Services
    let clock: any Clock
    let pace: WatchPace
    let logCapacity: Int
    let timeouts: WatchTimeouts?
    let journal: (any LaunchJournal)?
    let checksRecords: Bool
    let logSpool: (@Sendable () -> any LogSpool)?

    /// - Parameters:
    ///   - timeouts: How long the transform may be unreadable before the watch ends; nil for as long as somebody listens.
    ///   - journal: What knows of repairs, so that their outputs are distinguished; nil where nobody asks for that.
    ///   - checksRecords: Whether some objects of a completed transform are read for predictions that are missing.
    ///   - logSpool: Where lines wait for earlier ones, so that the log of a transform that has ended already comes in the
    ///     order of time; without it, it's in that order within each round of reading alone.
    public init(
        services: any Services, clock: any Clock, pace: WatchPace = .aws, logCapacity: Int = 2000,
        timeouts: WatchTimeouts? = nil, journal: (any LaunchJournal)? = nil, checksRecords: Bool = false,
        logSpool: (@Sendable () -> any LogSpool)? = nil
    ) {
        self.logSpool = logSpool
        self.services = services
        self.clock = clock
        self.pace = pace
        self.logCapacity = logCapacity
        self.timeouts = timeouts
        self.journal = journal
        self.checksRecords = checksRecords
    }

    /// A snapshot after each round of reading; the last one has `isFinal`, or `gaveUp`.
    ///
    /// What cannot be read is reported in `stale`, keeps its last value and is tried again more slowly, until it works
    /// again. Only the newest snapshot waits for a slow consumer. Cancelled with its consumer.
    public func snapshots(of name: String) -> AsyncStream<TransformSnapshot> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                var round = WatchRound(name: name, watcher: self)
                await round.run { snapshot, _ in continuation.yield(snapshot) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Hands over a snapshot after each round of reading, and each line of the log once, until the transform has ended; what
    /// is thrown there ends the watch.
    ///
    /// Reading waits until both were taken, so that no line is dropped, however fast they come.
    public func follow<Failure: Error>(
        _ name: String, _ tell: (TransformSnapshot, [LogLine]) async throws(Failure) -> Void
    ) async throws(Failure) {
        var round = WatchRound(name: name, watcher: self)
        try await round.run(tell)
    }
}

/// The state of one watch, and its loop: wait for what is due, read it at once, tell, and wait again.
struct WatchRound {
    private let name: String
    private let services: any TransformWatcher.Services
    private let clock: any Clock
    private let pace: WatchPace
    private let timeouts: WatchTimeouts?
    private var snapshot: TransformSnapshot
    private var schedule: WatchSchedule
    private var log: LogCursor
    /// Lines that were read and not told yet.
    private var newLines: [LogLine] = []
    private var metricHosts: [String] = []
    /// The last listing: its inputs are not listed again.
    private var listing: OutputListing?
    /// What the last forecast was made from.
    private var forecastOf: ForecastInputs?
    /// What repairs the transform, or is repaired by it; looked up once, before the first listing.
    private var family: RepairFamily?
    private let repairs: RepairFinder?
    private let checksRecords: Bool
    private let logSpool: (@Sendable () -> any LogSpool)?
    private var diagnosed: DiagnosisInputs?
    /// Since when the description says nothing of how far the transform is.
    private var unknownSince: Timestamp?
    /// When it was last described as not stopping yet.
    private var notStoppingAt: Timestamp?
    /// Descriptions in a row without a status that can be read.
    private var unreadStatuses = 0

    /// Why lines that waited for earlier ones couldn't be told; empty for none.
    private var orderProblem = ""

    /// What a forecast of mini-batches rests on.
    private struct ForecastInputs: Equatable {
        var count: BatchCount
        var cut: BatchCut?
        var objects: Int
        var bytes: Int
    }

    /// Lines of the input that were counted, and of what.
    private var counted: (objects: Int, bytes: Int, records: InputRecordCount?)?

    /// What diagnoses rest on.
    private struct DiagnosisInputs: Equatable {
        var overview: TransformOverview?
        var outputs: OutputProgress?
        var lineCount: Int
        /// While health checks are refused, the time that this has lasted counts, too.
        var minute: Int?
        var logGap: String
    }

    init(name: String, watcher: TransformWatcher) {
        self.name = name
        services = watcher.services
        clock = watcher.clock
        pace = watcher.pace
        timeouts = watcher.timeouts
        repairs = watcher.journal.map { [services] in RepairFinder(transforms: services, journal: $0) }
        checksRecords = watcher.checksRecords
        logSpool = watcher.logSpool
        snapshot = TransformSnapshot(name: name, readAt: watcher.clock.now, logCapacity: watcher.logCapacity)
        schedule = WatchSchedule(pace: watcher.pace, now: watcher.clock.now)
        log = LogCursor(transform: name)
    }

    mutating func run<Failure: Error>(
        _ tell: (TransformSnapshot, [LogLine]) async throws(Failure) -> Void
    ) async throws(Failure) {
        while !Task.isCancelled {
            let due = schedule.due(at: clock.now).filter(canRead)
            await read(due)
            if Task.isCancelled { return }
            if snapshot.overview?.isEnded == true {
                try await readOnceMore(tell)
                return
            }
            snapshot.readAt = clock.now
            if let timeouts, schedule.isHopeless(at: clock.now, timeouts) || isUnknownForTooLong(timeouts) {
                snapshot.gaveUp = true
                snapshot.nextReadAt = nil
                forgetNextTries()
                try await tell(snapshot, takeLines())
                return
            }
            let next = schedule.next { source in canRead(source) }
            snapshot.nextReadAt = next
            try await tell(snapshot, takeLines())
            do {
                try await clock.sleep(seconds: max(0.05, next.seconds(since: clock.now)))
            } catch {
                return
            }
        }
    }

    /// Whether the status has been one that isn't known for so long that nobody should wait for the end any more.
    private mutating func isUnknownForTooLong(_ timeouts: WatchTimeouts) -> Bool {
        guard let overview = snapshot.overview, overview.hasUnknownStatus else {
            unknownSince = nil
            return false
        }
        let since = unknownSince ?? clock.now
        unknownSince = since
        let waited = clock.now.seconds(since: since)
        guard overview.hasUnreadStatus else { return waited >= timeouts.others }
        return waited >= timeouts.unreadStatus && unreadStatuses >= timeouts.failures
    }

    /// Outputs need the description's locations; metrics need instance names, which the log's streams tell.
    private func canRead(_ source: WatchSource) -> Bool {
        switch source {
        case .description: true
        case .outputs, .log: snapshot.description != nil
        case .metrics: !metricHosts.isEmpty
        }
    }

    /// After the end: late outputs, lines and points are read, given time to arrive, and read a last time; what fails is
    /// tried a few times more.
    private mutating func readOnceMore<Failure: Error>(
        _ tell: (TransformSnapshot, [LogLine]) async throws(Failure) -> Void
    ) async throws(Failure) {
        var round = 0
        let start = clock.now
        // Only who was there while it ran has told some of its lines.
        if !snapshot.hasReadLog { try await readLogInOrder(tell) }
        while true {
            await read([.outputs, .log].filter(canRead))
            await read([.metrics].filter(canRead))
            // A log longer than one round reads has no reason to wait.
            while log.hasMore, !schedule.stale.contains(where: { $0.source == .log }), !Task.isCancelled {
                if !newLines.isEmpty { try await tell(snapshot, takeLines()) }
                await read([.log])
            }
            // Nobody waits long for what fails; what comes slowly has come meanwhile. Where lines still come, or none has
            // come of what has just ended, more may follow: a container's stream can appear after the end.
            let isLate = round >= Self.lastRounds || clock.now.seconds(since: start) >= 1.5 * pace.settling
            let age = (snapshot.overview?.endedAt).map { clock.now.seconds(since: $0) } ?? .infinity
            let mayGrow = age < Self.lateLines && (!newLines.isEmpty || snapshot.log.lineCount == 0)
            let isLast =
                round > 0
                && (snapshot.stale.isEmpty && (!mayGrow || round >= Self.lastGrowth)
                    || !snapshot.stale.isEmpty && isLate)
            if isLast { await checkRecords() }
            snapshot.readAt = clock.now
            // All of it is over within fifteen seconds of the end.
            let pause = round == 0 ? pace.settling : 0.75 * pace.settling
            snapshot.nextReadAt = isLast ? nil : clock.now.adding(seconds: pause)
            snapshot.isFinal = isLast
            forgetNextTries()
            if Task.isCancelled { return }
            try await tell(snapshot, takeLines())
            if isLast { return }
            do {
                try await clock.sleep(seconds: pause)
            } catch {
                return
            }
            round += 1
        }
    }

    /// Reads the whole log of a transform that had ended before anybody looked, every stream side by side, and tells its lines
    /// in the order of time.
    private mutating func readLogInOrder<Failure: Error>(
        _ tell: (TransformSnapshot, [LogLine]) async throws(Failure) -> Void
    ) async throws(Failure) {
        guard let logSpool, let end = snapshot.overview?.endedAt, end.isKnown else { return }
        var reader = LogReader(transform: name, logs: services, spool: logSpool())
        var refusal: Failure?
        var hasTold = false
        do {
            try await reader.read(endedAt: end) { lines in
                hasTold = true
                snapshot.log.noteExistence()
                snapshot.log.append(lines)
                newLines += lines
                do throws(Failure) {
                    try await tell(snapshot, takeLines())
                } catch {
                    refusal = error
                    throw CancellationError()
                }
            }
        } catch {
            // What was told isn't told again; lines that waited are lost with their place on the disk.
            if let refusal { throw refusal }
            guard hasTold else { return }
            orderProblem = (error as? LogSpoolProblem)?.problem ?? ""
        }
        log = LogCursor(after: reader)
    }

    /// Says first what an end that looks well hides.
    private mutating func checkRecords() async {
        guard checksRecords, let description = snapshot.description, let listing else { return }
        let check = await RecordChecker(storage: services).check(description, listing)
        if let diagnosis = check?.diagnosis { snapshot.diagnoses.insert(diagnosis, at: 0) }
    }

    private mutating func takeLines() -> [LogLine] {
        defer { newLines = [] }
        return newLines
    }

    /// At the end of a watch, nobody waits for another try.
    private mutating func forgetNextTries() {
        for index in snapshot.stale.indices { snapshot.stale[index].nextTryAt = nil }
    }

    /// Readings after the end at most, beside the first.
    private static let lastRounds = 4
    /// The last of them that waits for lines alone, and seconds after the end in which they are waited for.
    private static let lastGrowth = 2
    private static let lateLines = 60.0

    /// Reads the sources at the same time and takes in what each gave.
    private mutating func read(_ sources: [WatchSource]) async {
        let request = WatchRequest(
            name: name, services: services, description: snapshot.description, log: log, metricHosts: metricHosts,
            listing: listing, family: family, repairs: repairs, now: clock.now)
        let findings = await withTaskGroup(of: WatchRequest.Finding.self) { group in
            for source in sources { group.addTask { await request.ask(source) } }
            var all: [WatchRequest.Finding] = []
            for await finding in group { all.append(finding) }
            return all
        }
        let now = clock.now
        for finding in findings {
            let didChange = take(finding)
            if let failure = finding.failure {
                schedule.failed(finding.source, failure, at: now)
            } else {
                schedule.succeeded(finding.source, didChange: didChange, at: now)
                if finding.log?.cursor.hasMore == true { schedule.hurry(.log, at: now) }
                if let listing = finding.listing {
                    schedule.hold(.outputs, for: listing.pauseBetweenListings(atLeast: 0), at: now)
                }
            }
        }
        snapshot.stale = schedule.stale
        await forecast()
        diagnose()
    }

    /// Counts the input's mini-batches again where the input, or what is known of the settings, has changed.
    private mutating func forecast() async {
        guard let description = snapshot.description, let listing, listing.inputsAreWhole, listing.inputLocation != nil
        else { return }
        let inputs = ForecastInputs(
            count: BatchCount(description, settings: snapshot.log.settings),
            cut: BatchCut(description, settings: snapshot.log.settings), objects: listing.inputCount,
            bytes: listing.inputBytes)
        guard inputs != forecastOf else { return }
        forecastOf = inputs
        (snapshot.forecast, snapshot.forecastGap) = (nil, "")
        switch inputs.count {
        case .unknown(let reason): snapshot.forecastGap = reason
        case .bySize:
            snapshot.forecast = inputs.cut.flatMap { BatchForecast(sizes: listing.rows.inputSizes, cut: $0) }
        case .byLine:
            if counted?.objects != inputs.objects || counted?.bytes != inputs.bytes {
                counted = (inputs.objects, inputs.bytes, await RecordCounter(storage: services).count(listing))
            }
            snapshot.forecast = counted?.records.flatMap { BatchForecast($0, bytes: inputs.bytes) }
            if snapshot.forecast == nil { snapshot.forecastGap = "the input's records can't be counted" }
        }
    }

    /// Looks for causes again where something that tells of them has changed.
    private mutating func diagnose() {
        let inputs = DiagnosisInputs(
            overview: snapshot.overview, outputs: snapshot.outputs, lineCount: snapshot.log.lineCount,
            minute: snapshot.log.pings?.hasPassed == false ? clock.now.milliseconds / 60_000 : nil,
            logGap: logGap)
        guard inputs != diagnosed else { return }
        diagnosed = inputs
        snapshot.diagnoses = Diagnosis.all(
            status: snapshot.overview?.status, failureReason: snapshot.overview?.failureReason,
            logLines: snapshot.log.diagnosisLines, isLogCut: snapshot.log.hasMoreObjectLines, outputs: snapshot.outputs,
            description: snapshot.description, pings: snapshot.log.pings, now: clock.now, logGap: inputs.logGap)
    }

    /// Why the log, where a cause may stand, has nothing to read; empty where it has, or may have yet.
    private var logGap: String {
        guard snapshot.log.lineCount == 0 else { return "" }
        if let failure = snapshot.stale.first(where: { $0.source == .log })?.failure {
            return failure.deniedAction.map { "it can't be read, \($0) is denied" } ?? "it can't be read"
        }
        return snapshot.logNote.isEmpty ? "" : "its lines no longer exist"
    }

    /// Why the log of an ended transform lacks lines.
    private var logNote: String {
        if !orderProblem.isEmpty { return "lines are missing: \(orderProblem)" }
        if log.isCutShort {
            return
                "the log was cut short: CloudWatch's response doesn't say how to continue; read the rest in the CloudWatch "
                + "console"
        }
        if log.gaveUpOnLines {
            return
                "the log comes in very small pages and isn't read to its end; read the rest in the CloudWatch console"
        }
        if log.shortfall != nil {
            return log.hasStreams
                ? "the list of log streams broke off, so lines may be missing"
                : "the list of log streams broke off, so no lines can be read"
        }
        if log.unnamedStreams > 0 {
            return
                "CloudWatch lists \(log.unnamedStreams) log streams without a name, so their lines can't be read"
        }
        guard snapshot.overview?.isEnded == true, !log.hasMore else { return "" }
        if log.gaveUpOnEmptyPages, snapshot.log.lineCount == 0 {
            return "CloudWatch has only empty pages for this log: its lines have probably expired"
        }
        if log.gaveUpOnEmptyPages { return "CloudWatch has only empty pages after these lines" }
        guard snapshot.log.lineCount == 0 else { return "" }
        return log.groupExists && log.hasStreams
            ? "the log has no lines: they may have expired"
            : "CloudWatch has no log of this transform: it was deleted, has expired, or was never written"
    }

    /// Puts a finding into the snapshot; returns whether it says anything new.
    private mutating func take(_ finding: WatchRequest.Finding) -> Bool {
        let before = snapshot
        if let description = finding.description {
            snapshot.description = description
            var overview = TransformOverview(description)
            if let before = snapshot.overview { overview = overview.identified(by: before) }
            if overview.name.isEmpty { overview.name = name }
            // An older one would be shown as if it were today's, and waited on for ever.
            overview.status = description.transformJobStatus
            unreadStatuses = overview.hasUnreadStatus ? unreadStatuses + 1 : 0
            snapshot.overview = overview
            switch overview.phase {
            case .provisioning, .running: notStoppingAt = clock.now
            case .stopping where snapshot.stopping == nil:
                snapshot.stopping = StoppingSeen(notYetAt: notStoppingAt, at: clock.now)
            default: break
            }
            // A change of phase makes everything else interesting at once.
            if before.overview?.phase != snapshot.overview?.phase { schedule.wake(at: clock.now) }
        }
        if let family = finding.family { self.family = family }
        if let listing = finding.listing {
            var progress = listing.progress
            let pause = listing.pauseBetweenListings(atLeast: 0)
            if snapshot.overview?.isEnded == false, pause >= 10 { progress.listedEvery = pause }
            snapshot.outputs = progress
            // What the first listing has may have come long ago.
            if let known = self.listing, known.counts.outputs != listing.counts.outputs {
                snapshot.seen.outputs = clock.now
            }
            self.listing = listing
        }
        if let metrics = finding.metrics { snapshot.metrics = metrics }
        if let reading = finding.log {
            log = reading.cursor
            if log.groupExists { snapshot.log.noteExistence() }
            snapshot.log.append(reading.lines)
            // Lines that are caught up with may have come long ago.
            if snapshot.hasReadLog, !snapshot.isLogBehind {
                if snapshot.log.activity.count > before.log.activity.count { snapshot.seen.lines = clock.now }
                if snapshot.log.invocations > before.log.invocations { snapshot.seen.batches = clock.now }
            }
            newLines += reading.lines
            snapshot.logNote = logNote
            snapshot.hasReadLog = true
            snapshot.isLogBehind = log.isBehind
            snapshot.isLogIncomplete =
                !orderProblem.isEmpty || log.isCutShort || log.gaveUpOnLines || log.shortfall != nil
                || log.unnamedStreams > 0
            metricHosts = log.hosts
            return !reading.lines.isEmpty
        }
        return before != snapshot
    }
}

/// What a watch asks the services at one moment; a copy of what each question needs, so that all can be asked at once.
struct WatchRequest: Sendable {
    let name: String
    let services: any TransformWatcher.Services
    let description: DescribeTransformJobResponse?
    let log: LogCursor
    let metricHosts: [String]
    let listing: OutputListing?
    let family: RepairFamily?
    let repairs: RepairFinder?
    let now: Timestamp

    /// One source read, or why it was not, or not whole: `failure` may stand beside what came all the same.
    ///
    /// Members rather than cases: as an enum within the `Result` of a task group, Swift 6.3.1 released it wrongly in
    /// optimised builds.
    struct Finding: Sendable {
        let source: WatchSource
        var description: DescribeTransformJobResponse?
        var listing: OutputListing?
        var family: RepairFamily?
        var log: LogReading?
        var metrics: TransformMetricSeries?
        var failure: AWSFailure?
    }

    /// New log lines, and where to go on after them.
    struct LogReading: Sendable {
        var cursor: LogCursor
        var lines: [LogLine]
    }

    func ask(_ source: WatchSource) async -> Finding {
        var finding = Finding(source: source)
        do {
            switch source {
            case .description: finding.description = try await services.describeTransformJob(named: name)
            case .outputs:
                let family = await readFamily()
                finding.family = family
                let listing = try await readOutputs(family)
                finding.listing = listing
                // What the description doesn't say, no other reading of the objects tells.
                let inputFailure = listing.inputLocation == nil ? nil : listing.inputFailure
                finding.failure = listing.outputFailure ?? inputFailure
            case .log:
                let reading = try await readLog()
                finding.log = reading
                finding.failure = reading.cursor.shortfall
            case .metrics: (finding.metrics, finding.failure) = try await readMetrics()
            }
        } catch {
            finding.failure = AWSFailure(wrapping: error)
        }
        return finding
    }

    private func readFamily() async -> RepairFamily {
        if let family { return family }
        guard let repairs, let description else { return .none }
        return await repairs.family(of: description)
    }

    private func readOutputs(_ family: RepairFamily) async throws -> OutputListing {
        guard let description else { throw AWSFailure.cancelled }
        return try await OutputListingLoader(storage: services).listing(of: description, in: family, after: listing)
    }

    private func readLog() async throws -> LogReading {
        var cursor = log
        let end = description.flatMap { TransformOverview($0).isEnded ? $0.transformEndTime : nil }
        let lines = try await cursor.readNew(from: services, endedAt: end)
        return LogReading(cursor: cursor, lines: lines)
    }

    private func readMetrics() async throws -> (TransformMetricSeries, AWSFailure?) {
        guard let description else { throw AWSFailure.cancelled }
        return try await TransformMetricReader(metrics: services).series(of: description, hosts: metricHosts, now: now)
    }
}
