import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck resume [LAUNCH]`
struct ResumeCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "List interrupted launches, finish them, or remove what they left.",
        discussion: """
            Without a name, lists the interrupted launches. With a name, or with --all, finishes them; with \
            --clean-up, deletes the models they left instead. Never creates a second job.

            An interrupted sample run can only be cleaned up: its transform is stopped, and its rows, predictions \
            and model are deleted. So can a corrected input that no launch has read: its objects are deleted. An \
            interrupted evaluation of candidates continues to its result; with --clean-up, its transforms are \
            stopped and what it created is deleted.
            """)

    @Argument(help: "Transform job name or id of the launch.") var launch: String?

    @Flag(help: "Every interrupted launch of this account and region.")
    var all = false

    @Flag(help: "Remove what was left instead of finishing.")
    var cleanUp = false

    @Flag(name: .shortAndLong, help: "Continue without asking.")
    var yes = false

    @Flag(help: "Print the interrupted launches as one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        if all, launch != nil { throw ValidationError("--all and a launch name can't be used together") }
        if cleanUp, !all, launch == nil {
            throw ValidationError("--clean-up needs a launch name, or --all")
        }
        if json, all || launch != nil { throw ValidationError("--json works only with the list") }
    }

    func run(in context: CommandContext) async throws {
        let evaluations = try await context.evaluations.unfinished()
        // An evaluation takes its own launches along.
        let own = Set((try await context.evaluations.underWay() + evaluations).flatMap(\.launchIDs))
        let unfinished = try await context.journal.unfinished().filter { !own.contains($0.id) }
        guard all || launch != nil else { return try await list(unfinished, evaluations, in: context) }
        if try await resumeEvaluations(evaluations, in: context) { return }
        let chosen = try await chosen(from: unfinished, in: context)
        for record in chosen where record.correctedFolder == nil { try await goOn(with: record, in: context) }
        // A launch that goes on takes its input along.
        let open = try await context.journal.unfinished()
        for record in chosen where record.correctedFolder != nil && (!all || open.contains { $0.id == record.id }) {
            try await goOn(with: record, in: context)
        }
        guard cleanUp else { return }
        // What a launch had written for itself to read goes with it.
        let known = Set(unfinished.map(\.id))
        let places = Set(chosen.map { [$0.account, $0.region] })
        for record in try await context.journal.unfinished()
        where record.correctedFolder != nil && !known.contains(record.id)
            && places.contains([record.account, record.region])
        {
            let inputs = InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
            _ = try await LaunchProgress.follow(inputs.cleanUp(record), output: context.output)
        }
    }

    private func goOn(with record: LaunchRecord, in context: CommandContext) async throws {
        if record.canOnlyBeTakenBack, !cleanUp {
            let kind = record.isOpenSampleRun ? "a sample run" : "a corrected input"
            let remedy = "remove what it left with: flightdeck resume --clean-up \(record.transformJobName)"
            guard all else {
                throw CommandFailure(
                    .usage, "\(record.transformJobName) is \(kind), which can't be resumed",
                    remedy: remedy)
            }
            context.output.note("\(record.transformJobName) is \(kind); \(remedy)")
            return
        }
        let stop = CopyStop()
        let launcher = Launcher(
            models: context.cloud, transforms: context.cloud, journal: context.journal, clock: context.clock,
            copier: try await copier(for: record, in: context), copyStop: stop)
        if !yes {
            let question =
                cleanUp || record.state == .cleaningUp
                ? "Delete what the launch of \(record.transformJobName) left in account "
                    + "\(DisplayText.account(record.account)), \(record.region)?"
                : "Finish the launch of \(record.transformJobName) in account "
                    + "\(DisplayText.account(record.account)), \(record.region)?"
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: nothing was changed")
            }
        }
        let events =
            if record.isOpenSampleRun {
                SampleRun(
                    services: context.cloud, journal: context.journal, clock: context.clock, pace: context.pace,
                    copier: launcher.copier
                ).cleanUp(record)
            } else if record.correctedFolder != nil {
                InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
                    .cleanUp(record)
            } else {
                cleanUp ? launcher.cleanUp(record) : launcher.resume(record)
            }
        let ended = try await LaunchProgress.follow(events, output: context.output, copyStop: stop)
        if ended.state == .launched { context.output.printClean(ended.transformJobName) }
        try Task.checkCancellation()
    }

    /// Continues the evaluations asked for, or stops them; whether nothing else is asked for.
    private func resumeEvaluations(_ evaluations: [EvaluationRecord], in context: CommandContext) async throws -> Bool {
        let account = try await context.account
        let here = evaluations.filter { $0.account == account && $0.region == context.session.region }
        var chosen = here
        if let launch {
            chosen = evaluations.filter { $0.name == launch || $0.id == launch }
            guard !chosen.isEmpty else {
                guard try await context.evaluations.underWay().contains(where: { $0.name == launch }) else {
                    return false
                }
                throw CommandFailure(
                    .failed, "another flightdeck is working on the evaluation \(launch)",
                    remedy: "wait for it to end, or quit it, then try again")
            }
            if let other = chosen.first, !here.contains(where: { $0.id == other.id }) {
                throw CommandFailure(
                    .usage, "\(launch) belongs to account \(DisplayText.account(other.account)), \(other.region)",
                    remedy: "choose its profile and region with --profile and --region")
            }
        }
        for record in chosen {
            if !yes {
                let question =
                    cleanUp
                    ? "Stop the evaluation \(record.name) and delete what it created"
                    : "Continue the evaluation \(record.name)"
                guard
                    try await context.confirm(
                        "\(question) in account \(DisplayText.account(record.account)), \(record.region)?")
                else { throw CommandFailure(.failed, "not confirmed: nothing was changed") }
            }
            let stop = EvaluationStop()
            let ended = try await EvaluationFollower.follow(
                context.evaluator.resume(record, stops: cleanUp, stop: stop), stop: stop, in: context)
            try Task.checkCancellation()
            if cleanUp {
                context.output.note("removed what the evaluation \(ended.name) left")
            } else {
                try EvaluationOutcome(record: ended, json: false, markdown: false).show(in: context)
            }
        }
        return launch != nil
    }

    /// What copies the launch's artifacts; a clean-up needs no profile that reads them.
    private func copier(for record: LaunchRecord, in context: CommandContext) async throws -> ArtifactCopier? {
        guard record.state == .copyingArtifacts || record.state == .planned, !record.copies.isEmpty else { return nil }
        guard !cleanUp else { return ArtifactCopier(source: nil, target: context.cloud) }
        guard let profile = record.sourceProfile else {
            return ArtifactCopier(source: context.cloud, target: context.cloud)
        }
        let source = try await SourceAccount(profile: profile, in: context)
        return ArtifactCopier(source: source.cloud, target: context.cloud)
    }

    private func list(
        _ unfinished: [LaunchRecord], _ evaluations: [EvaluationRecord], in context: CommandContext
    ) async throws {
        let setAside = try await context.journal.setAside()
        if json {
            return try context.output.printJSON(
                UnfinishedLaunches(unfinished, setAside: setAside, evaluations: evaluations))
        }
        var table = Self.table(unfinished, now: context.clock.now)
        for record in evaluations {
            table.add([
                .init(record.name), .init("evaluation: \(record.stateWords)", tint: .busy),
                .init(DisplayText.counted(record.candidates.count, "candidate")), .init(record.jobName),
                .init(DisplayText.account(record.account)), .init(record.region),
                .init(DisplayText.age(seconds: context.clock.now.seconds(since: record.createdAt))),
            ])
        }
        context.output.print(table, orWhenEmpty: "no interrupted launches")
        for launch in setAside { context.output.note(launch.text) }
        let evaluating = try await context.evaluations.underWay()
        let within = Set(evaluating.flatMap(\.launchIDs))
        let busy =
            try await context.journal.underWay().filter { !within.contains($0.id) }.map(\.transformJobName)
            + evaluating.map(\.name)
        if !busy.isEmpty { context.output.note("in progress in another flightdeck: \(busy.joined(separator: ", "))") }
        if !unfinished.isEmpty || !evaluations.isEmpty {
            context.output.note("finish one with: flightdeck resume TRANSFORM; or remove what it left: --clean-up")
        }
    }

    /// The launches asked for; one of another account or region is refused, for its requests would go astray.
    private func chosen(from unfinished: [LaunchRecord], in context: CommandContext) async throws -> [LaunchRecord] {
        let account = try await context.account
        func isHere(_ record: LaunchRecord) -> Bool {
            record.account == account && record.region == context.session.region
        }
        guard let launch else {
            let here = unfinished.filter(isHere)
            if here.count < unfinished.count {
                context.output.note("\(unfinished.count - here.count) in other accounts or regions are left alone")
            }
            if here.isEmpty { context.output.note("no interrupted launches in this account and region") }
            return here
        }
        let named = unfinished.filter { $0.id == launch || $0.transformJobName == launch }
        if let record = named.first(where: isHere) { return [record] }
        if let record = named.first {
            throw CommandFailure(
                .usage, "\(launch) belongs to account \(DisplayText.account(record.account)), \(record.region)",
                remedy: "choose its profile and region with --profile and --region")
        }
        if try await context.journal.underWay().contains(where: { $0.id == launch || $0.transformJobName == launch }) {
            throw CommandFailure(
                .failed, "another flightdeck is working on the launch of \(launch)",
                remedy: "wait for it to end, or quit it, then try again")
        }
        if let lost = try await context.journal.setAside().first(where: { $0.name == launch }) {
            throw CommandFailure(.failed, lost.text)
        }
        throw CommandFailure(
            .failed, "no interrupted launch is named \(launch)", remedy: "list them with: flightdeck resume")
    }

    static func table(_ records: [LaunchRecord], now: Timestamp) -> TextTable {
        var table = TextTable([
            .left("TRANSFORM"), .left("STOPPED AT"), .left("MODEL"), .left("JOB"), .left("ACCOUNT"), .left("REGION"),
            .right("AGE"),
        ])
        for record in records {
            table.add([
                .init(record.transformJobName), .init(record.stage, tint: .busy),
                .init(record.modelName),
                .init(record.autopilotJobName), .init(DisplayText.account(record.account)), .init(record.region),
                .init(DisplayText.age(seconds: now.seconds(since: record.createdAt))),
            ])
        }
        return table
    }
}

extension LaunchRecord {
    /// What was interrupted, or how far it came.
    var stage: String { isOpenSampleRun ? "sample run" : correctedFolder != nil ? "corrected input" : state.words }
}

extension LaunchRecord.State {
    /// How far the launch came, in words.
    var words: String {
        switch self {
        case .planned: "planned"
        case .copyingArtifacts: "copying artifacts"
        case .creatingModel: "creating the model"
        case .modelCreated: "model created"
        case .creatingTransform: "starting the transform"
        case .launched: "launched"
        case .cleaningUp: "cleaning up"
        case .cleanedUp: "cleaned up"
        case .refused: "refused"
        }
    }
}
