import AWSOperations
import BatchInference
import JSONCoding

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
        let watcher = FleetWatcher(members, clock: context.clock, pace: context.fleetPace) {
            try await accounts.connection(to: $0)
        }
        var hasToldStart = false
        // What was running before is told by its number.
        var hasPhase: Set<FleetRow.ID> = []
        try await watcher.follow { snapshot, events, hasBegun in
            for event in events {
                outcome.take(event)
                if !json, case .phase(let row) = event, row.overview.createdAt <= context.startedAt,
                    hasPhase.insert(row.id).inserted
                {
                    continue
                }
                let ending = await ending(event, accounts)
                if let ending, let missing = ending.missingOutputs, missing > 0 { outcome.incomplete += 1 }
                try progress.printing { try report(event, ending) }
                if let end = event.end, let problem = await hook.run(end) {
                    progress.printing { context.output.note(problem) }
                }
            }
            if hasBegun, !hasToldStart {
                hasToldStart = true
                if !json { progress.printing { reportStart(snapshot) } }
            }
            let givenUp = await hopeless(snapshot)
            outcome.take(snapshot, hopeless: givenUp)
            progress.show(progressText(snapshot, outcome))
            return !(hasBegun && outcome.isOver)
        }
        progress.clear()
        if Task.isCancelled {
            throw CommandFailure(
                .interrupted, "interrupted; the transforms keep running",
                remedy: "list them with: flightdeck transforms")
        }
        try conclude(outcome)
    }

    /// The outputs of a transform that has just completed; nil for anything else, and where they can't be counted.
    private func ending(_ event: FleetEvent, _ accounts: FleetAccounts) async -> OutputProgress? {
        guard case .ended(let row) = event, row.overview.status == .completed else { return nil }
        guard let connection = try? await accounts.connection(to: row.member) else { return nil }
        guard let job = try? await connection.services.describeTransformJob(named: row.overview.name) else {
            return nil
        }
        let listing = try? await OutputListingLoader(storage: connection.services).listing(of: job)
        return listing?.progress
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

    private func conclude(_ outcome: FleetOutcome) throws {
        if !json, outcome.ended + outcome.lost > 0 {
            var parts: [String] = []
            func count(_ number: Int, _ word: String) { if number > 0 { parts.append("\(number) \(word)") } }
            count(outcome.completed, "completed")
            count(outcome.failed, "failed")
            count(outcome.stopped, "stopped")
            count(outcome.lost, "can't be found any more")
            context.output.note(parts.joined(separator: ", "))
        }
        if let account = outcome.unreadable.first, let failure = account.failure {
            var end = CommandFailure(failure)
            end.problem = "\(account.place.title) can't be watched: \(end.problem)"
            throw end
        }
        if outcome.failed + outcome.lost > 0 {
            throw CommandFailure(.failed, json ? "" : "not every transform completed")
        }
        if outcome.incomplete > 0, !allowsMissing {
            throw CommandFailure(
                .failed, json ? "" : "not every input has an output",
                remedy: json ? "" : "see which: flightdeck outputs TRANSFORM; with --allow-missing, that's no failure")
        }
        if outcome.stopped > 0 { throw CommandFailure(.stopped, json ? "" : "not every transform completed") }
    }

    // MARK: What is printed

    private func reportStart(_ snapshot: FleetSnapshot) {
        for account in snapshot.accounts where account.failure == nil {
            let count = account.running == 0 ? "nothing" : DisplayText.count(account.running)
            context.output.note("\(account.place.title): \(count) running")
        }
    }

    private func report(_ event: FleetEvent, _ outputs: OutputProgress?) throws {
        let output = context.output
        guard !json else {
            return try output.printJSON(
                FleetEventDocument.value(event, outputs: outputs, now: context.clock.now), layout: .compact)
        }
        switch event {
        case .began(let row):
            // Those that were running already are told by their number.
            if row.overview.createdAt > context.startedAt { output.note("\(name(row)): started") }
        case .phase(let row): output.note("\(name(row)): \(row.overview.phase?.word ?? row.overview.status.rawValue)")
        case .progress: break
        case .ended(let row):
            var text = "\(name(row)): \(row.overview.status)"
            if let seconds = row.overview.totalSeconds(at: context.clock.now) {
                text += " after \(DisplayText.duration(seconds: seconds))"
            }
            if let outputs { text += ", \(outputs.text(noun: " outputs"))" }
            if let missing = outputs?.missingOutputs, missing > 0 {
                text += "; \(DisplayText.count(missing)) inputs have no output of this run"
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

/// How the transforms of a fleet have ended so far, and whether there is anything left to wait for.
struct FleetOutcome: Hashable, Sendable {
    let until: FleetFollower.Until
    private(set) var completed = 0
    private(set) var failed = 0
    private(set) var stopped = 0
    private(set) var lost = 0
    /// Those that completed and left inputs without an output.
    var incomplete = 0
    /// Accounts that nobody waits for any longer.
    private(set) var unreadable: [FleetAccountState] = []
    private var isWaiting = true

    init(until: FleetFollower.Until) { self.until = until }

    var ended: Int { completed + failed + stopped }

    mutating func take(_ event: FleetEvent) {
        switch event {
        case .ended(let row):
            switch row.overview.status {
            case .completed: completed += 1
            case .stopped: stopped += 1
            default: failed += 1
            }
        case .lost: lost += 1
        default: break
        }
    }

    mutating func take(_ snapshot: FleetSnapshot, hopeless: [FleetAccountState]) {
        unreadable = hopeless
        let given = Set(hopeless.map(\.member))
        let waits = snapshot.accounts.contains { account in
            guard !given.contains(account.member) else { return false }
            // One that can't be read now may have something running.
            return account.running > 0 || account.failure != nil || account.readAt == nil
        }
        isWaiting = waits
    }

    var isOver: Bool { !isWaiting || until == .any && ended + lost > 0 }
}

/// The accounts of a fleet, each connected once.
struct FleetAccounts: Sendable {
    private let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    func connection(to member: FleetMember) async throws -> FleetConnection {
        guard member.profile != nil || member.region != nil else {
            return FleetConnection(
                services: context.cloud,
                place: FleetPlace(
                    profile: context.session.profile, region: context.session.region,
                    endpoint: context.session.endpoint))
        }
        let access = try await context.profiles.access(to: member.profile, inRegion: member.region)
        return FleetConnection(
            services: access.cloud,
            place: FleetPlace(
                profile: member.profile ?? context.session.profile, region: access.region,
                account: access.profile.account, endpoint: access.endpoint))
    }

    /// The same context with another account's services; nil for the one that is in use anyway.
    func context(of member: FleetMember) async throws -> CommandContext {
        guard member.profile != nil || member.region != nil else { return context }
        let access = try await context.profiles.access(to: member.profile, inRegion: member.region)
        var other = context
        other.cloud = access.cloud
        other.session.profile = member.profile ?? context.session.profile
        other.session.region = access.region
        other.session.endpoint = access.endpoint
        other.keysMayChange = { true }
        return other
    }

    /// The newest transform of all of them, in its account; says which accounts can't be asked.
    ///
    /// Throws where none has one.
    func newest(of members: [FleetMember]) async throws -> (name: String, context: CommandContext) {
        let request = ListTransformJobsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 1)
        var newest: (summary: TransformJobSummary, context: CommandContext)?
        var failure: AWSFailure?
        for member in members {
            do {
                let context = try await context(of: member)
                let page = try await context.cloud.listTransformJobs(request)
                guard let summary = page.transformJobSummaries.first(where: { !$0.transformJobName.isEmpty }) else {
                    continue
                }
                if newest.map({ $0.summary.creationTime < summary.creationTime }) ?? true {
                    newest = (summary, context)
                }
            } catch {
                let problem = AWSFailure(wrapping: error)
                if problem == .cancelled { throw problem }
                failure = failure ?? problem
                if members.count > 1 {
                    let title = FleetPlace(profile: member.profile, region: member.region).title
                    context.output.note("\(title): \(problem.problem)")
                }
            }
        }
        guard let newest else {
            throw failure ?? .configuration(problem: "there are no transforms to watch", remedy: "")
        }
        return (newest.summary.transformJobName, newest.context)
    }
}

/// An event of a fleet as `watch --json` prints it.
enum FleetEventDocument {
    static func value(_ event: FleetEvent, outputs: OutputProgress?, now: Timestamp) -> JSONValue {
        switch event {
        case .began(let row): transform("started", row, outputs: nil, now: now)
        case .phase(let row): transform("phase", row, outputs: nil, now: now)
        case .progress(let row): transform("progress", row, outputs: row.evidence?.outputs, now: now)
        case .ended(let row): transform("end", row, outputs: outputs, now: now)
        case .lost(let row): transform("lost", row, outputs: nil, now: now)
        case .trouble(let state):
            account(
                "trouble", state, now: now,
                [
                    ("Message", state.failure.map { .string($0.problem) }),
                    ("Remedy", state.failure.map { .string($0.remedy) }),
                    ("NextTryAt", state.nextReadAt.map { .string($0.iso8601) }),
                ])
        case .recovered(let state, let since):
            account("recovery", state, now: now, [("Since", .string(since.iso8601))])
        }
    }

    private static func transform(
        _ event: String, _ row: FleetRow, outputs: OutputProgress?, now: Timestamp
    ) -> JSONValue {
        let overview = row.overview
        return .members(
            [("Event", .string(event)), ("Time", .string(now.iso8601))] + place(row.place) + [
                ("TransformJobName", .string(overview.name)),
                ("TransformJobArn", overview.arn.isEmpty ? nil : .string(overview.arn)),
                ("TransformJobStatus", .string(overview.status.rawValue)),
                ("Phase", overview.phase.map { .string($0.rawValue) }),
                ("FailureReason", overview.failureReason.map { .string($0) }),
                ("ModelName", overview.modelName.map { .string($0) }),
                ("S3OutputPath", overview.output.map { .string($0) }),
                ("Seconds", overview.totalSeconds(at: now).map { JSONValue($0.rounded()) }),
                ("Inputs", outputs.flatMap { $0.inputsAreListed ? JSONValue($0.inputObjects) : nil }),
                (
                    "Outputs",
                    outputs.flatMap { $0.outputsAreListed ? JSONValue($0.outputObjects + $0.unpairedOutputs) : nil }
                ),
                ("OutputBytes", outputs.flatMap { $0.outputsAreListed ? JSONValue($0.outputBytes) : nil }),
                ("MissingOutputs", outputs?.missingOutputs.map { JSONValue($0) }),
            ])
    }

    private static func account(
        _ event: String, _ state: FleetAccountState, now: Timestamp, _ more: [(key: String, value: JSONValue?)]
    ) -> JSONValue {
        .members([("Event", .string(event)), ("Time", .string(now.iso8601))] + place(state.place) + more)
    }

    private static func place(_ place: FleetPlace) -> [(key: String, value: JSONValue?)] {
        [
            ("Profile", place.profile.map { .string($0) }), ("Account", place.account.map { .string($0) }),
            ("Region", place.region.map { .string($0) }),
        ]
    }
}

extension FleetEvent {
    /// The end that it tells, if any.
    fileprivate var end: TransformEnd? {
        switch self {
        case .ended(let row): TransformEnd(overview: row.overview, place: row.place)
        case .lost(let row): TransformEnd(overview: row.overview, place: row.place, isLost: true)
        default: nil
        }
    }
}
