import AWSOperations

/// The state of one watch, and its loop: wait for what is due, read it at once, tell, and wait again.
struct WatchRound {
    private let name: String
    private let services: any TransformWatcher.Services
    private let clock: any Clock
    private let pace: WatchPace
    private let patience: WatchPatience?
    private var snapshot: TransformSnapshot
    private var schedule: WatchSchedule
    private var log: LogCursor
    private var metricHosts: [String] = []
    private var diagnosed: Grounds?
    /// Since when the description says nothing of how far the transform is.
    private var unknownSince: Timestamp?

    /// What diagnoses rest on.
    private struct Grounds: Equatable {
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
        patience = watcher.patience
        snapshot = TransformSnapshot(name: name, readAt: watcher.clock.now, logCapacity: watcher.logCapacity)
        schedule = WatchSchedule(pace: watcher.pace, now: watcher.clock.now)
        log = LogCursor(jobName: name)
    }

    mutating func run(_ tell: (TransformSnapshot) -> Void) async {
        while !Task.isCancelled {
            let due = schedule.due(at: clock.now).filter(canRead)
            await read(due)
            if Task.isCancelled { return }
            if snapshot.overview?.isEnded == true {
                await readOnceMore(tell)
                return
            }
            snapshot.readAt = clock.now
            if let patience, schedule.isHopeless(at: clock.now, patience) || isUnknownForTooLong(patience) {
                snapshot.gaveUp = true
                snapshot.nextReadAt = nil
                forgetNextTries()
                tell(snapshot)
                return
            }
            let next = schedule.next { source in canRead(source) }
            snapshot.nextReadAt = next
            tell(snapshot)
            do {
                try await clock.sleep(seconds: max(0.05, next.seconds(since: clock.now)))
            } catch {
                return
            }
        }
    }

    /// Whether the status has been one that isn't known for so long that nobody should wait for the end any more.
    private mutating func isUnknownForTooLong(_ patience: WatchPatience) -> Bool {
        guard let overview = snapshot.overview, overview.hasUnknownStatus else {
            unknownSince = nil
            return false
        }
        let since = unknownSince ?? clock.now
        unknownSince = since
        return clock.now.seconds(since: since) >= patience.others
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
    private mutating func readOnceMore(_ tell: (TransformSnapshot) -> Void) async {
        var round = 0
        while true {
            await read([.outputs, .log].filter(canRead))
            await read([.metrics].filter(canRead))
            // A log longer than one round reads has no reason to wait.
            while log.hasMore, !schedule.stale.contains(where: { $0.source == .log }), !Task.isCancelled {
                await read([.log])
            }
            let isLast = round > 0 && (snapshot.stale.isEmpty || round >= Self.lastRounds)
            snapshot.readAt = clock.now
            snapshot.nextReadAt = isLast ? nil : clock.now.adding(seconds: pace.settling)
            snapshot.isFinal = isLast
            forgetNextTries()
            if Task.isCancelled { return }
            tell(snapshot)
            if isLast { return }
            do {
                try await clock.sleep(seconds: pace.settling)
            } catch {
                return
            }
            round += 1
        }
    }

    /// At the end of a watch, nobody waits for another try.
    private mutating func forgetNextTries() {
        for index in snapshot.stale.indices { snapshot.stale[index].nextTryAt = nil }
    }

    /// Readings after the end at most, beside the first.
    private static let lastRounds = 4

    /// Reads the sources at the same time and takes in what each gave.
    private mutating func read(_ sources: [WatchSource]) async {
        let question = WatchQuestion(
            name: name, services: services, description: snapshot.description, log: log, metricHosts: metricHosts,
            now: clock.now)
        let findings = await withTaskGroup(of: WatchQuestion.Finding.self) { group in
            for source in sources { group.addTask { await question.ask(source) } }
            var all: [WatchQuestion.Finding] = []
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
            }
        }
        snapshot.stale = schedule.stale
        diagnose()
    }

    /// Looks for causes again where something that tells of them has changed.
    private mutating func diagnose() {
        let grounds = Grounds(
            overview: snapshot.overview, outputs: snapshot.outputs, lineCount: snapshot.log.lineCount,
            minute: snapshot.log.pings?.hasPassed == false ? clock.now.milliseconds / 60_000 : nil,
            logGap: logGap)
        guard grounds != diagnosed else { return }
        diagnosed = grounds
        snapshot.diagnoses = Diagnosis.all(
            status: snapshot.overview?.status, failureReason: snapshot.overview?.failureReason,
            logLines: snapshot.log.lines.map(\.message), outputs: snapshot.outputs, description: snapshot.description,
            pings: snapshot.log.pings, now: clock.now, logGap: grounds.logGap)
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
        if log.isCutShort {
            return
                "the log was cut short: CloudWatch's answer doesn't say how to go on; read the rest in the CloudWatch "
                + "console"
        }
        if log.gaveUpOnLines {
            return
                "the log comes in very small pages and is not read to its end; read the rest in the CloudWatch console"
        }
        if log.shortfall != nil {
            return log.hasStreams
                ? "the list of the log's streams was broken off, so lines may be missing"
                : "the list of the log's streams was broken off, so its lines can't be read"
        }
        if log.unnamedStreams > 0 {
            return
                "CloudWatch lists \(log.unnamedStreams) of the log's streams without a name, so their lines can't be read"
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
    private mutating func take(_ finding: WatchQuestion.Finding) -> Bool {
        let before = snapshot
        if let description = finding.description {
            snapshot.description = description
            var overview = TransformOverview(description)
            if let before = snapshot.overview { overview = overview.identified(by: before) }
            if overview.name.isEmpty { overview.name = name }
            snapshot.overview = overview
            // A change of phase makes everything else interesting at once.
            if before.overview?.phase != snapshot.overview?.phase { schedule.wake(at: clock.now) }
        }
        if let outputs = finding.outputs { snapshot.outputs = outputs }
        if let metrics = finding.metrics { snapshot.metrics = metrics }
        if let reading = finding.log {
            log = reading.cursor
            if log.groupExists { snapshot.log.noteExistence() }
            snapshot.log.append(reading.lines)
            snapshot.logNote = logNote
            snapshot.isLogIncomplete =
                log.isCutShort || log.gaveUpOnLines || log.shortfall != nil || log.unnamedStreams > 0
            metricHosts = log.hosts
            return !reading.lines.isEmpty
        }
        return before != snapshot
    }
}
