import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck history`
struct HistoryCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List ended transforms saved on this machine, newest first.",
        discussion: """
            Every transform that was seen here after its end is kept on this machine, also when the service no longer \
            lists it: times, cost, counts, and its settings where they were looked at. Evaluations of candidates \
            follow, with the candidate to use; --evaluation shows one of them again, and evaluate JOB --last the newest of a \
            job. With --model, shows how the runs of \
            that model, and of others of the same artifacts, have gone over time.
            """)

    @Option(
        help: ArgumentHelp(
            "Only runs of this model, and of others launched from here with the same artifacts.",
            valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Show the saved result of this evaluation of candidates.", valueName: "name"))
    var evaluation: String?

    @Flag(help: "With --evaluation: print it as a Markdown report.")
    var markdown = false

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        guard evaluation != nil else {
            if markdown { throw ValidationError("--markdown is only for --evaluation") }
            _ = try status
            return
        }
        if model != nil || listing.isFiltered || listing.maxItems != nil {
            throw ValidationError("--evaluation names one evaluation: it can't be used with options that choose runs")
        }
        if listing.json, markdown { throw ValidationError("--json and --markdown can't be used together") }
    }

    private var status: TransformJobStatus? {
        get throws { try Check.value(listing.statusEquals, of: "--status-equals") }
    }

    func run(in context: CommandContext) async throws {
        let account = try await context.account
        let scope = AccountScope(account: account, region: context.session.region)
        if let evaluation { return try await show(evaluation, in: scope, context) }
        let query = EndedRunQuery(status: try status, nameContains: listing.nameContains)
        let limit = listing.maxItems ?? 1000
        // One more says whether there are more.
        let found: [EndedRun]
        if let model {
            let names = await ModelFamily.names(like: model, in: scope, context.journal)
            found = try await ModelFamily.runs(
                of: names, matching: query, in: scope, from: context.history, limit: limit + 1)
        } else {
            found = try await context.history.runs(matching: query, in: scope, limit: limit + 1)
        }
        let runs = Array(found.prefix(limit))
        let evaluations = try await evaluations(in: scope, context)
        let unreadable = (try? await context.history.unreadableRuns(in: scope)) ?? 0
        let lost = try await lostEvaluations(in: scope, context)
        if listing.json {
            try context.output.printJSON(
                HistoryDocument(runs, isComplete: found.count <= limit, evaluations: evaluations), lacking: [],
                leftOut: unreadable + lost.count)
        } else {
            context.output.print(
                Self.table(runs, now: context.clock.now, isASCII: context.output.isASCII),
                orWhenEmpty: "no ended transforms are kept here for \(DisplayText.account(account)), \(scope.region)")
            if !evaluations.isEmpty {
                if !runs.isEmpty { context.output.print("") }
                context.output.print(Self.table(evaluations, now: context.clock.now), orWhenEmpty: "")
            }
            if model != nil, let trend = RunTrend(runs) { for line in trend.lines { context.output.note(line) } }
        }
        if unreadable > 0 {
            context.output.note(
                "can't read \(DisplayText.counted(unreadable, "saved run")), not shown; to save one "
                    + "again while SageMaker still lists it, use flightdeck watch TRANSFORM")
        }
        for evaluation in lost { context.output.note(evaluation.text) }
        if found.count > limit { context.output.noteCut(after: limit, things: "transforms") }
    }

    private func show(_ name: String, in scope: AccountScope, _ context: CommandContext) async throws {
        guard let record = try await context.evaluations.ended(named: name, in: scope) else {
            let all = try await context.evaluations.ended(ofJob: nil, in: scope, limit: 500).map(\.name)
            let near = nearest(to: name, among: all).map { "did you mean \($0)? " } ?? ""
            throw CommandFailure(
                .failed, "no saved evaluation is named \(name)",
                remedy: "\(near)list them with: flightdeck history")
        }
        context.output.note(
            "evaluated \(DisplayText.age(seconds: context.clock.now.seconds(since: record.createdAt))) ago"
                + (record.stateWords == "done" ? "" : ": \(record.stateWords)")
                + (record.problem.map { " (\($0))" } ?? ""))
        try EvaluationOutcome(record: record, json: listing.json, markdown: markdown).print(in: context)
    }

    /// Ended evaluations; none where only transforms of a kind are asked for.
    private func evaluations(in scope: AccountScope, _ context: CommandContext) async throws -> [EvaluationRecord] {
        guard model == nil, try status == nil else { return [] }
        let all = try await context.evaluations.ended(ofJob: nil, in: scope, limit: listing.maxItems ?? 1000)
        guard let words = listing.nameContains?.lowercased() else { return all }
        return all.filter { $0.name.lowercased().contains(words) || $0.jobName.lowercased().contains(words) }
    }

    /// Ended evaluations that the journal can't read any more.
    private func lostEvaluations(
        in scope: AccountScope, _ context: CommandContext
    ) async throws -> [SetAsideLaunch] {
        guard model == nil, try status == nil else { return [] }
        return try await context.journal.setAside().filter { lost in
            lost.evaluation.map { $0.hasEnded && $0.mayBe(in: scope) } ?? false
        }
    }

    static func table(_ evaluations: [EvaluationRecord], now: Timestamp) -> TextTable {
        var table = TextTable([
            .left("EVALUATION OF"), .left("STATUS"), .right("CANDIDATES"), .right("ROWS"), .left("USE"), .right("AGE"),
            .left("NAME"),
        ])
        for record in evaluations {
            let choice = record.result.flatMap { result in result.choice.map { result.candidates[$0].name } }
            table.add([
                .init(record.jobName), .init(record.stateWords), .init("\(record.candidates.count)"),
                .init(DisplayText.count(record.input.sample?.rows ?? record.input.usable)),
                .init(choice ?? DisplayText.unknown),
                .init(DisplayText.age(seconds: now.seconds(since: record.createdAt))), .init(record.name),
            ])
        }
        return table
    }

    static func table(_ runs: [EndedRun], now: Timestamp, isASCII: Bool) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        var table = TextTable([
            .left("TRANSFORM"), .left("STATUS"), .left("MODEL"), .left("INSTANCES"), .right("OUTPUTS"), .right("RAN"),
            .right("COST"), .right("AGE"), .left("CAUSE"),
        ])
        for run in runs {
            let instances = run.overview.instancesText ?? unknown
            table.add([
                .init(run.name), .status(run.status, isASCII: isASCII), .init(run.modelName ?? unknown),
                .init(isASCII ? instances.split(separator: "×").joined(separator: "x") : instances),
                .init(run.counts.map { "\($0.areComplete ? "" : "at least ")\($0.outputs)/\($0.inputs)" } ?? unknown),
                .init(run.runningSeconds.map(DisplayText.duration) ?? unknown), .init(run.cost?.text ?? unknown),
                .init(run.overview.age(at: now).map { DisplayText.age(seconds: $0) } ?? unknown),
                .init(run.causes?.first?.cause ?? run.failureReason ?? ""),
            ])
        }
        return table
    }
}
