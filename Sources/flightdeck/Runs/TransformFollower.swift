import AWSOperations
import BatchInference

/// Follows a transform on a command's output until it ends.
struct TransformFollower {
    /// What is printed while it runs.
    enum Lines: Hashable, Sendable {
        case none
        /// Log lines as they come.
        case log(onError: Bool)
        /// Each event as a JSON object on a line of its own.
        case json
    }

    let name: String
    let context: CommandContext
    let lines: Lines
    /// Where it's stopped.
    var limits = StopLimits()
    /// Whether it was only just created: that nobody knows it yet is no mistake.
    var isNew = false

    /// What a watch came to.
    struct Followed {
        var snapshot: TransformSnapshot
        var background: RunBackground
        /// The limit that it was stopped at.
        var limit: StopLimits.Reached?
    }

    /// Follows it, says how it ended, and throws the exit status where that was not well; in JSON, the last event tells
    /// the same.
    ///
    /// - Parameter atEnd: Called with the last snapshot before anything is said of how it ended.
    func run(allowsMissing: Bool = false, atEnd: (TransformSnapshot) throws -> Void = { _ in }) async throws {
        let trail = WatchTrail()
        do {
            let followed = try await follow(trail)
            try atEnd(followed.snapshot)
            try Self.conclude(
                followed.snapshot, allowsMissing: allowsMissing, limit: followed.limit, output: context.output,
                summary: Self.summary(followed, now: context.clock.now))
            try printEnd(trail, nil)
        } catch {
            try printEnd(trail, error)
            throw error
        }
    }

    /// Returns the last snapshot; throws where the transform is unknown or the command is interrupted.
    func follow() async throws -> TransformSnapshot { try await follow(WatchTrail()).snapshot }

    private func follow(_ trail: WatchTrail) async throws -> Followed {
        let watcher = TransformWatcher(
            services: context.cloud, clock: context.clock, pace: context.pace,
            timeouts: .command, journal: context.journal, checksRecords: true, logSpool: { TemporarySpool() })
        let progress = ProgressLine(context.output)
        let shelf = BackgroundShelf(context)
        defer {
            progress.clear()
            shelf.close()
        }
        var news = TransformNews(name: name, cadence: cadence)
        var waiting = WatchWaiting(name: name, timeouts: .command)
        var stop = StopWatch(name: name, limits: limits)
        for event in stop.start(at: context.clock.now) { try progress.printing { try tell(event) } }
        try await watcher.follow(name) { snapshot, logLines in
            trail.snapshot = snapshot
            if snapshot.overview?.isUnderWay == true { trail.sawItRun = true }
            if let overview = snapshot.overview {
                shelf.load(for: overview, retriesPrice: limits.cost != nil)
            }
            let background = shelf.background
            trail.background = background
            var events = news.take(snapshot, lines: logLines, background: background, now: context.clock.now)
            // What went wrong is told at the end, with what became of it.
            if lines != .json, snapshot.overview?.isEnded == true {
                events.removeAll { if case .cause = $0.kind { true } else { false } }
            }
            let failure = try await finalFailure(in: snapshot)
            if let failure {
                // Why it ends is said once.
                events.removeAll { if case .trouble = $0.kind { true } else { false } }
                try progress.printing { for event in events { try tell(event) } }
                progress.clear()
                throw failure
            }
            try progress.printing { for event in events { try tell(event) } }
            let stops = await stop.take(snapshot, background: background, clock: context.clock) {
                try await context.cloud.stopTransformJob(named: name)
            }
            for event in stops { try progress.printing { try tell(event) } }
            trail.limit = stop.stopped
            progress.show(
                Self.progressText(
                    snapshot, background: background, limits: stop.isArmed ? limits : StopLimits(),
                    now: context.clock.now, isASCII: context.output.isASCII))
            waiting.take(snapshot, now: context.clock.now).map { line in
                progress.printing { context.output.note(line) }
            }
        }
        progress.clear()
        if Task.isCancelled { throw Self.interruption(of: name) }
        guard let last = trail.snapshot, last.isFinal else {
            throw CommandFailure(.failed, "\(name) couldn't be followed to its end", remedy: "try again")
        }
        await remember(last, trail)
        await shelf.settle(clock: context.clock)
        trail.background = shelf.background
        return Followed(snapshot: last, background: shelf.background, limit: stop.stopped)
    }

    private var cadence: ProgressCadence {
        if lines == .json { return .json }
        return context.output.isErrorTerminal ? .never : .lines
    }

    /// Estimates of later runs rest on it; without it, the transform has ended all the same.
    private func remember(_ last: TransformSnapshot, _ trail: WatchTrail) async {
        guard let overview = last.overview, let scope = AccountScope(arn: overview.arn) else { return }
        try? await context.history.remember([overview], in: scope)
        if var run = EndedRun(last, at: context.clock.now) {
            let prices = try? await context.prices.cachedPrices(inRegion: scope.region)
            run.cost = EndedRun.Cost(of: run, price: prices?.rows.first { $0.type == run.instanceType })
            try? await context.history.keep([run], in: scope)
        }
        // What lies there long after the run may not be what it read.
        guard trail.sawItRun, let bytes = last.outputs?.wholeInputBytes else { return }
        try? await context.history.rememberInput(bytes: bytes, ofTransform: overview.name, in: scope)
    }

    /// Why the transform cannot be followed any further: it never existed, or the keys are refused and nothing can bring
    /// others. Anything else may pass: a denial, since policies take a while, and credentials that have expired, since a
    /// login elsewhere is picked up; but not for ever.
    ///
    /// Throws the service's own word on a name that it doesn't know, for whoever knows a likely one.
    private func finalFailure(in snapshot: TransformSnapshot) async throws -> CommandFailure? {
        guard let failure = snapshot.stale.first(where: { $0.source == .description })?.failure else {
            guard snapshot.gaveUp else { return nil }
            if snapshot.overview?.hasUnreadStatus == true {
                return CommandFailure(
                    .failed,
                    "gave up after \(DisplayText.duration(seconds: WatchTimeouts.command.unreadStatus)): "
                        + "DescribeTransformJob sends no status of \(name) that can be read, so nothing says how it ended",
                    remedy:
                        "see its description with: flightdeck transforms --details --json; check the SageMaker endpoint"
                )
            }
            return CommandFailure(
                .failed,
                "gave up after \(DisplayText.duration(seconds: WatchTimeouts.command.others)): the status of \(name) isn't "
                    + "known, and it has no end time",
                remedy: "see its description with: flightdeck transforms --details --json")
        }
        if failure.isNotFound, snapshot.description == nil, !isNew { throw failure }
        let goesOn = "; the transform keeps running: follow it with: flightdeck watch \(name)"
        if failure.concernsAccess, failure.deniedAction == nil, await !context.keysMayChange() {
            var end = CommandFailure(failure)
            end.remedy =
                "keys from the environment can't be renewed while the program runs: export new ones, then run it again"
                + goesOn
            return end
        }
        guard snapshot.gaveUp else { return nil }
        var end = CommandFailure(failure)
        let waited = DisplayText.duration(seconds: WatchTimeouts.command.limit(for: failure))
        end.problem = "gave up after \(waited): \(end.problem)"
        end.remedy += goesOn
        return end
    }

    private func tell(_ event: WatchEvent) throws {
        let output = context.output
        guard lines != .json else { return try output.printJSON(try event.document, layout: .compact) }
        if case .log(let line) = event.kind {
            guard case .log(let onError) = lines else { return }
            let text = Self.logText(line, isASCII: output.isASCII)
            if onError { output.note(text) } else { output.printClean(text) }
            return
        }
        if case .description(let description) = event.kind { return noteUnknownStatus(of: description) }
        for line in event.lines(isASCII: output.isASCII) { output.note(line) }
    }

    private func noteUnknownStatus(of description: DescribeTransformJobResponse) {
        let overview = TransformOverview(description)
        guard overview.hasUnknownStatus else { return }
        context.output.note(
            overview.hasUnreadStatus
                ? "\(name): its status can't be read; asking again for up to "
                    + DisplayText.duration(seconds: WatchTimeouts.command.unreadStatus)
                : "\(name): its status isn't known; waiting for one that is")
    }

    /// The last event in JSON: how the transform ended, or why the watch did before.
    private func printEnd(_ trail: WatchTrail, _ error: (any Error)?) throws {
        guard lines == .json else { return }
        let now = context.clock.now
        var end = WatchEnd(
            status: trail.snapshot?.overview?.status, hasEnded: trail.snapshot?.overview?.isEnded == true,
            exitStatus: .done)
        if let error {
            let failure = CommandFailure(error)
            // Whoever read the events was interrupted, too.
            guard failure.status != .interrupted else { return }
            (end.exitStatus, end.problem, end.remedy) = (failure.status, failure.problem, failure.remedy)
        }
        if end.hasEnded {
            end.failureReason = trail.snapshot?.overview?.failureReason
            end.outputs = trail.snapshot?.outputs
            end.causes = trail.snapshot?.diagnoses ?? []
            end.logNote = trail.snapshot?.logNote ?? ""
        }
        let event = WatchEvent(
            transform: name, at: now, kind: .end(end),
            progress: trail.snapshot?.progress(background: trail.background, at: now))
        // What can't be written any more is no other end than the one there is.
        try? context.output.printJSON(try event.document, layout: .compact)
    }

    /// `19:16:02 i-0a1/data-log  message`, in UTC, with the date if so asked; a dash for a time that isn't known.
    static func logText(_ line: LogLine, withDate: Bool = false, isASCII: Bool) -> String {
        let width = withDate ? 19 : 8
        let text =
            line.time.isKnown
            ? String(line.time.iso8601.prefix(19).suffix(width)) : isASCII ? "-" : DisplayText.unknown
        let time = withDate ? String(text.map { $0 == "T" ? " " : $0 }) : text
        return time + String(repeating: " ", count: width - time.count) + " \(line.shortStream)  \(line.message)"
    }

    static func progressText(
        _ snapshot: TransformSnapshot, background: RunBackground = RunBackground(), limits: StopLimits = StopLimits(),
        now: Timestamp, isASCII: Bool
    ) -> String {
        guard snapshot.overview?.phase != nil, let progress = snapshot.progress(background: background, at: now) else {
            return snapshot.overview?.hasUnknownStatus == true ? "status unknown" : "asking"
        }
        var text = WatchEvent.text(of: progress, isASCII: isASCII)
        if !limits.isEmpty { text += "\(isASCII ? " | " : " · ")stops at \(limits.text)" }
        return text
    }

    /// How long it took and what it cost, as far as that is known; nil where nothing is.
    private static func summary(_ followed: Followed, now: Timestamp) -> String? {
        guard let progress = followed.snapshot.progress(background: followed.background, at: now) else { return nil }
        var parts = progress.timeline.segments.map(\.text)
        if let cost = progress.cost.text {
            parts.append(cost + (progress.cost.amount.map { " (\($0.source(at: now)))" } ?? ""))
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// Says how a transform ended; throws the exit status where that was not well.
    ///
    /// - Parameter allowsMissing: Whether inputs without an output are well.
    static func conclude(
        _ snapshot: TransformSnapshot, allowsMissing: Bool = false, limit: StopLimits.Reached? = nil,
        output: CommandOutput, summary: String? = nil
    ) throws {
        guard let overview = snapshot.overview else { return }
        let name = overview.name
        if let summary { output.note("\(name): \(summary)") }
        if !snapshot.logNote.isEmpty,
            overview.status != .completed || snapshot.log.lineCount > 0 || snapshot.isLogIncomplete
        {
            output.note("log: \(snapshot.logNote)")
        }
        switch overview.status {
        case .completed:
            let outputs = snapshot.outputs.map { ": \($0.text(noun: " outputs"))" } ?? ""
            output.note("\(name): Completed\(outputs)")
            if let location = overview.output { output.note("predictions are under \(location)") }
            for diagnosis in snapshot.diagnoses where diagnosis.id == RecordCheck.diagnosisID {
                output.note("\(name): \(diagnosis.commandText)")
            }
            guard !allowsMissing, let progress = snapshot.outputs, let missing = progress.missingOutputs, missing > 0
            else { return }
            throw CommandFailure(
                .failed,
                "\(name) completed, but \(DisplayText.count(missing)) of \(DisplayText.count(progress.inputObjects)) "
                    + "inputs have no output of this run",
                remedy:
                    "see which: flightdeck outputs \(name); inputs added since the start count as well; with "
                    + "--allow-missing, that's no failure")
        case .stopped:
            let isEmpty = snapshot.outputs?.absence(.stopped) != nil
            let written = snapshot.outputs.map { $0.outputObjects + $0.unpairedOutputs } ?? 0
            throw CommandFailure(
                .stopped,
                (isEmpty
                    ? "\(name) was stopped before any output was written"
                    : written > 0
                        ? "\(name) was stopped; \(snapshot.outputs?.text(noun: " outputs") ?? "") are there"
                        : "\(name) was stopped; its output is discarded")
                    + (limit.map { ": \($0.text)" } ?? ""))
        default:
            if let outputs = snapshot.outputs {
                output.note("\(name): \(outputs.absence(overview.status) ?? outputs.text(noun: " outputs"))")
            }
            let reason = overview.failureReason.map { ": \($0)" } ?? ""
            let causes = snapshot.diagnoses.map(\.commandText)
            throw CommandFailure(
                .failed, "\(name): \(overview.status)\(reason)", remedy: causes.joined(separator: "\n  "))
        }
    }

    static func interruption(of name: String) -> CommandFailure {
        CommandFailure(
            .interrupted, "interrupted; the transform \(name) keeps running",
            remedy: "follow it with: flightdeck watch \(name); or stop it: flightdeck stop \(name)")
    }
}
