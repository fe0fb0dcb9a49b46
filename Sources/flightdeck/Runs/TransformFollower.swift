import AWSOperations
import BatchInference

/// Follows a transform on a command's output until it ends.
struct TransformFollower {
    /// What is printed while it runs.
    enum Lines: Hashable, Sendable {
        case none
        /// Log lines as they come.
        case log(onError: Bool)
        /// Each change and each log line as a JSON object on a line of its own.
        case json
    }

    let name: String
    let context: CommandContext
    let lines: Lines

    /// Returns the last snapshot; throws where the transform is unknown or the command is interrupted.
    func follow() async throws -> TransformSnapshot {
        // A name that does not exist is found out here, where it is an error; later it would be tried again.
        _ = try await context.cloud.describeTransformJob(named: name)
        let watcher = TransformWatcher(
            services: context.cloud, clock: context.clock, pace: context.pace,
            timeouts: .command)
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        var last: TransformSnapshot?
        var news = TransformNews()
        var waiting = WatchWaiting(name: name, timeouts: .command)
        try await watcher.follow(name) { snapshot, logLines in
            var found = news.take(snapshot)
            let failure = await finalFailure(in: snapshot)
            // Why it ends is said once.
            if failure != nil { found.stale = [] }
            try progress.printing { try report(found, logLines, of: snapshot) }
            if let failure {
                progress.clear()
                throw failure
            }
            progress.show(Self.progressText(snapshot, now: context.clock.now, isASCII: context.output.isASCII))
            last = snapshot
            waiting.take(snapshot, now: context.clock.now).map { line in progress.printing { context.output.note(line) }
            }
        }
        progress.clear()
        if Task.isCancelled { throw Self.interruption(of: name) }
        guard let last, last.isFinal else {
            throw CommandFailure(.failed, "\(name) couldn't be followed to its end", remedy: "try again")
        }
        if let overview = last.overview, let scope = AccountScope(arn: overview.arn) {
            // Estimates rest on it; without it, the transform has ended all the same.
            try? await context.history.remember([overview], in: scope)
        }
        return last
    }

    /// Why the transform cannot be followed any further: it is gone, or may no longer be looked at, or the keys are refused
    /// and nothing can bring others. Anything else may pass, also credentials that have expired, since a login elsewhere is
    /// picked up; but not for ever.
    private func finalFailure(in snapshot: TransformSnapshot) async -> CommandFailure? {
        guard let failure = snapshot.stale.first(where: { $0.source == .description })?.failure else {
            guard snapshot.gaveUp else { return nil }
            if snapshot.overview?.hasUnreadStatus == true {
                return CommandFailure(
                    .failed,
                    "gave up after \(DisplayText.duration(seconds: WatchTimeouts.command.unreadStatus)): "
                        + "DescribeTransformJob sends no status of \(name) that can be read, so nothing says how it ended",
                    remedy:
                        "see what it sends with: flightdeck transforms --details --json; check the SageMaker endpoint")
            }
            return CommandFailure(
                .failed,
                "gave up after \(DisplayText.duration(seconds: WatchTimeouts.command.others)): the status of \(name) isn't "
                    + "known, and it has no end time",
                remedy: "see what it says with: flightdeck transforms --details --json")
        }
        if failure.isNotFound || failure.deniedAction != nil { return CommandFailure(failure) }
        let goesOn = "; the transform keeps running: follow it with: flightdeck watch \(name)"
        if failure.concernsAccess, await !context.keysMayChange() {
            var end = CommandFailure(failure)
            end.remedy =
                "keys from the environment can't be renewed while the program runs: export new ones, then run it again"
                + goesOn
            return end
        }
        guard snapshot.gaveUp else { return nil }
        var end = CommandFailure(failure)
        end.problem = "gave up after \(waitedText(failure)): \(end.problem)"
        end.remedy += goesOn
        return end
    }

    private func waitedText(_ failure: AWSFailure) -> String {
        let timeouts = WatchTimeouts.command
        return DisplayText.duration(seconds: failure.concernsAccess ? timeouts.credentials : timeouts.others)
    }

    private func report(_ news: TransformNews.Found, _ logLines: [LogLine], of snapshot: TransformSnapshot) throws {
        let output = context.output
        if lines == .json {
            if news.isChanged, let description = snapshot.description {
                try output.printJSON(description, layout: .compact)
            }
            for line in logLines { try output.printJSON(LogEventLine(line, transform: name), layout: .compact) }
        } else {
            if let phase = news.phase { output.note("\(name): \(phase.word)") }
            if news.isChanged, snapshot.overview?.hasUnknownStatus == true {
                output.note(
                    snapshot.overview?.hasUnreadStatus == true
                        ? "\(name): its status can't be read; asking again for up to "
                            + DisplayText.duration(seconds: WatchTimeouts.command.unreadStatus)
                        : "\(name): its status isn't known; waiting for one that is")
            }
            if case .log(let onError) = lines {
                for line in logLines {
                    let text = Self.logText(line, isASCII: output.isASCII)
                    if onError { output.note(text) } else { output.printClean(text) }
                }
            }
        }
        for source in news.stale { output.note("\(source.source.rawValue): \(source.text(at: context.clock.now))") }
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

    static func progressText(_ snapshot: TransformSnapshot, now: Timestamp, isASCII: Bool) -> String {
        guard let overview = snapshot.overview, let phase = overview.phase else {
            return snapshot.overview?.hasUnknownStatus == true ? "status unknown" : "asking"
        }
        let separator = isASCII ? " | " : " · "
        var parts: [String] = []
        switch phase {
        case .provisioning:
            parts.append(phase.word(for: overview.provisioningSeconds(at: now)))
        case .running:
            parts.append(phase.word(for: overview.runningSeconds(at: now)))
        case .stopping, .ended: parts.append(phase.word)
        }
        if let outputs = snapshot.outputs {
            var text = "outputs: \(outputs.text())"
            if let share = outputs.share { text += " \(DisplayText.percent(share))" }
            parts.append(text)
        }
        if snapshot.log.invocations > 0 { parts.append("batches \(snapshot.log.invocations)") }
        return parts.joined(separator: separator)
    }

    /// Says how a transform ended; throws the exit status where that was not well.
    ///
    /// - Parameter allowsMissing: Whether inputs without an output are well.
    static func conclude(_ snapshot: TransformSnapshot, allowsMissing: Bool = false, output: CommandOutput) throws {
        guard let overview = snapshot.overview else { return }
        let name = overview.name
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
            guard !allowsMissing, let progress = snapshot.outputs, let missing = progress.missingOutputs, missing > 0
            else { return }
            throw CommandFailure(
                .failed,
                "\(name) completed, but \(DisplayText.count(missing)) of \(DisplayText.count(progress.inputObjects)) "
                    + "inputs have no output of this run",
                remedy:
                    "see which: flightdeck outputs \(name); inputs that were put there since the start count, too; with "
                    + "--allow-missing, that's no failure")
        case .stopped:
            let isEmpty = snapshot.outputs?.absence(.stopped) != nil
            let written = snapshot.outputs.map { $0.outputObjects + $0.unpairedOutputs } ?? 0
            throw CommandFailure(
                .stopped,
                isEmpty
                    ? "\(name) was stopped before any output was written"
                    : written > 0
                        ? "\(name) was stopped; \(snapshot.outputs?.text(noun: " outputs") ?? "") are there"
                        : "\(name) was stopped; its output is discarded")
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

extension TransformPhase {
    /// The phase in a word, as commands print it.
    var word: String { rawValue }

    /// With how long it has lasted, where that is known.
    func word(for seconds: Double?) -> String {
        seconds.map { "\(word) \(DisplayText.duration(seconds: $0))" } ?? word
    }
}
