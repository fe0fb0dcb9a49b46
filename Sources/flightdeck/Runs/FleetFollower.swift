import AWSOperations
import BatchInference

/// Follows every running transform of some accounts on a command's output, until all have ended or the first has.
struct FleetFollower {
    enum Until: Hashable, Sendable {
        case all
        case any
    }

    let members: [FleetMember]
    let until: Until
    let json: Bool
    /// Whether inputs without an output are well.
    let allowsMissing: Bool
    let hook: EndHook
    let context: CommandContext

    /// Throws the exit status where not everything went well.
    func follow() async throws {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        var outcome = FleetOutcome(until: until)
        let accounts = FleetAccounts(context)
        let wishes = FleetWishes()
        let endings = FleetEndings(
            wake: { wishes.wake() }, count: { await count($0, $1, accounts) }, tell: { await hook.run($0) })
        let watcher = FleetWatcher(members, clock: context.clock, pace: context.fleetPace) {
            try await accounts.connection(to: $0)
        }
        var hasToldStart = false
        // What was running before is told by its number.
        var hasPhase: Set<FleetRow.ID> = []
        var deadline = EndingDeadline()
        try await watcher.follow(wishes: wishes) { snapshot, events, hasBegun in
            for event in events {
                outcome.take(event)
                deadline.take(event, at: context.clock.now)
                await endings.take(event)
                if !json, case .phase(let row) = event, row.overview.createdAt <= context.startedAt,
                    hasPhase.insert(row.id).inserted
                {
                    continue
                }
                try progress.printing { try report(event) }
            }
            try report(await endings.takeNews(), &outcome, progress)
            if hasBegun, !hasToldStart {
                hasToldStart = true
                if !json { progress.printing { reportStart(snapshot) } }
            }
            let givenUp = await hopeless(snapshot)
            outcome.take(snapshot, hopeless: givenUp)
            progress.show(progressText(snapshot, outcome))
            return !(hasBegun && outcome.isOver)
        }
        if Task.isCancelled {
            progress.clear()
            throw CommandFailure(
                .interrupted, "interrupted; the transforms keep running",
                remedy: "list them with: flightdeck transforms")
        }
        var late: [FleetRow] = []
        while !Task.isCancelled, await endings.isBusy {
            if context.clock.now > deadline.moment { late += await endings.giveUpCounting() }
            try? await context.clock.sleep(seconds: 0.05)
            try report(await endings.takeNews(), &outcome, progress)
            if await endings.isOnlyTelling { progress.show(hook.waitingText) }
        }
        progress.clear()
        if Task.isCancelled {
            // Everything has ended: what was still being done about it is all that is given up.
            late += await endings.giveUpCounting()
            let untold = await endings.giveUpTelling()
            if untold > 0 {
                context.output.note("on_end wasn't run for \(DisplayText.counted(untold, "end"))")
            }
        }
        try report(await endings.takeNews(), &outcome, progress)
        for row in late {
            outcome.take(.outOfTime)
            if json { try print(.outOfTime, of: row) }
        }
        try conclude(outcome, late)
    }

    /// A last count of the outputs of a transform that has just completed.
    private func count(
        _ row: FleetRow, _ description: DescribeTransformJobResponse?, _ accounts: FleetAccounts
    ) async -> FinalCount {
        do {
            let services = try await accounts.connection(to: row.member).services
            var job = description
            if job == nil { job = try await services.describeTransformJob(named: row.overview.name) }
            guard let job else { return .outOfTime }
            return .outputs(try await OutputListingLoader(storage: services).listing(of: job).progress)
        } catch {
            return .failed(AWSFailure(wrapping: error))
        }
    }

    /// The accounts that nobody should wait for any longer: denied for minutes, or unreadable for as long as a watch of one
    /// transform would wait.
    private func hopeless(_ snapshot: FleetSnapshot) async -> [FleetAccountState] {
        var given: [FleetAccountState] = []
        for account in snapshot.accounts {
            guard let failure = account.failure, let since = account.failingSince else { continue }
            let waited = context.clock.now.seconds(since: since)
            let isFinal: Bool
            if failure.deniedAction != nil {
                isFinal = waited >= Self.denialPatience && account.failures > 1 && !account.concernsDescriptions
            } else if case .configuration = failure {
                isFinal = true
            } else if failure.concernsAccess {
                let canChange = account.member.profile != nil ? true : await context.keysMayChange()
                isFinal = !canChange || waited >= WatchTimeouts.command.credentials
            } else {
                isFinal = waited >= WatchTimeouts.command.others
            }
            if isFinal { given.append(account) }
        }
        return given
    }

    /// A policy that was changed a moment ago takes effect within seconds.
    private static let denialPatience = 60.0

    private func conclude(_ outcome: FleetOutcome, _ late: [FleetRow]) throws {
        if !json {
            if let row = late.first {
                let subject = late.count == 1 ? name(row) : "\(DisplayText.count(late.count)) transforms"
                context.output.note(
                    "the outputs of \(subject) aren't counted: \(FinalCount.lateText); count them with: "
                        + "flightdeck outputs \(late.count == 1 ? row.overview.name : "TRANSFORM")")
            }
            if !outcome.text.isEmpty { context.output.note(outcome.text) }
        }
        var exit: CommandFailure?
        do throws(CommandFailure) {
            try outcome.conclude(allowsMissing: allowsMissing, isTold: json)
        } catch {
            exit = error
        }
        if json {
            let summary = FleetEventDocument.summary(outcome, exit: exit, now: context.clock.now)
            try context.output.printJSON(summary, layout: .compact)
        }
        if let exit { throw exit }
    }

    // MARK: What is printed

    private func reportStart(_ snapshot: FleetSnapshot) {
        for account in snapshot.accounts where account.failure == nil {
            let count = account.running == 0 ? "nothing" : DisplayText.count(account.running)
            context.output.note("\(account.place.title): \(count) running")
        }
    }

    private func print(_ count: FinalCount, of row: FleetRow) throws {
        let document = FleetEventDocument.value(count, of: row, now: context.clock.now)
        try context.output.printJSON(document, layout: .compact)
    }

    private func report(_ news: [FleetEndings.News], _ outcome: inout FleetOutcome, _ progress: ProgressLine) throws {
        for item in news {
            switch item {
            case .counted(let row, let count):
                outcome.take(count)
                try progress.printing {
                    if json { try print(count, of: row) } else { report(count, of: row) }
                }
            case .problem(let problem): progress.printing { context.output.note(problem) }
            }
        }
    }

    private func report(_ count: FinalCount, of row: FleetRow) {
        switch count {
        case .outputs(let outputs):
            var text = "\(name(row)): \(outputs.text(noun: " outputs"))"
            if let missing = outputs.missingOutputs, missing > 0 {
                text += "; \(DisplayText.counted(missing, "input has", "inputs have")) no output of this run"
            }
            context.output.printClean(text)
        case .failed(let failure):
            context.output.note("\(name(row)): its outputs aren't counted: \(failure.problem)")
        case .outOfTime: break
        }
    }

    private func report(_ event: FleetEvent) throws {
        let output = context.output
        guard !json else {
            return try output.printJSON(
                FleetEventDocument.value(event, now: context.clock.now), layout: .compact)
        }
        switch event {
        case .began(let row):
            // Those that were running already are told by their number.
            if row.overview.createdAt > context.startedAt { output.note("\(name(row)): started") }
        case .phase(let row): output.note("\(name(row)): \(row.overview.phase?.word ?? row.overview.status.rawValue)")
        case .progress: break
        case .ended(let row, _):
            var text = "\(name(row)): \(row.overview.status)"
            if let seconds = row.overview.totalSeconds(at: context.clock.now) {
                text += " after \(DisplayText.duration(seconds: seconds))"
            }
            if let reason = row.overview.failureReason { text += ": \(reason)" }
            output.printClean(text)
        case .lost(let row): output.printClean("\(name(row)): can't be found any more")
        case .trouble(let account):
            output.note("\(account.place.title): \(account.problemText(at: context.clock.now) ?? "")")
        case .recovered(let account, let since):
            let lasted = DisplayText.duration(seconds: max(0, context.clock.now.seconds(since: since)))
            output.note("\(account.place.title): works again after \(lasted)")
        }
    }

    private func name(_ row: FleetRow) -> String {
        members.count > 1 ? "\(row.overview.name) (\(row.place.title))" : row.overview.name
    }

    private func progressText(_ snapshot: FleetSnapshot, _ outcome: FleetOutcome) -> String {
        let separator = context.output.isASCII ? " | " : " · "
        var parts = ["\(DisplayText.count(snapshot.running)) running"]
        if outcome.ended > 0 { parts.append("\(DisplayText.count(outcome.ended)) ended") }
        if outcome.failed > 0 { parts.append("\(DisplayText.count(outcome.failed)) failed") }
        let troubled = snapshot.accounts.count { $0.failure != nil }
        if troubled > 0 { parts.append("\(troubled) of \(snapshot.accounts.count) accounts can't be read") }
        if let next = snapshot.nextReadAt {
            parts.append(
                "next refresh \(DisplayText.countdown(seconds: max(0, next.seconds(since: context.clock.now))))")
        }
        return parts.joined(separator: separator)
    }
}
