import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck launch JOB`
struct LaunchCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch", abstract: "Create a model from a candidate and start a batch transform with it.",
        discussion: """
            Checks what can be known before (the preflight), prints what will be created and asks, unless --yes is \
            given. A check that fails ends it, with nothing created. --dry-run prints both requests and every check. \
            The transform's name is printed on standard output.
            """)

    @Argument(help: "The Autopilot job's name.") var job: String

    @OptionGroup var arguments: LaunchArguments

    @Flag(help: "Print both requests and every check, and create nothing.")
    var dryRun = false

    @Flag(help: "Launch without the checks before, or in spite of what they found.")
    var skipPreflight = false

    @Flag(name: .shortAndLong, help: "Launch without asking.")
    var yes = false

    @Flag(help: "Follow the transform until it ends; the exit status says how.")
    var wait = false

    @Flag(help: "Print the transform job's description as JSON; with --dry-run, the checks beside the requests.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
        try arguments.check()
    }

    func run(in context: CommandContext) async throws {
        async let caller = context.cloud.callerIdentity()
        let plan = try await plan(in: context)
        if dryRun {
            _ = try await caller
            return try await printPlan(plan, in: context)
        }
        let identity = LaunchIdentity(
            account: try await caller.account, region: context.session.region, profile: context.session.profile)
        try await noteUnfinished(in: context)
        try await passPreflight(plan, in: context)
        for line in Self.summary(of: plan, identity: identity) { context.output.note(line) }
        if !yes {
            context.output.note("cost       \(await cost(of: plan, as: identity, in: context))")
            let question =
                "Create model \(plan.modelName) and start \(plan.instanceCount) x \(plan.instanceType) in account "
                + "\(DisplayText.account(identity.account)), \(identity.region)?"
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: nothing was created")
            }
        }
        let launcher = Launcher(
            models: context.cloud, transforms: context.cloud, journal: context.journal, clock: context.clock)
        let record = try await LaunchProgress.follow(launcher.launch(plan, as: identity), output: context.output)
        try await finish(record, in: context)
    }

    /// What it is likely to cost, or why that is unknown; a price list that takes long is not waited for.
    private func cost(of plan: LaunchPlan, as identity: LaunchIdentity, in context: CommandContext) async -> String {
        let (news, continuation) = AsyncStream.makeStream(of: LaunchCost.News.self)
        let loading = Task {
            await LaunchCost.load(
                candidate: plan.candidateName, model: plan.modelName, account: identity.account,
                region: identity.region, from: context.cloud, cache: context.prices, history: context.history,
                clock: context.clock, report: { continuation.yield($0) })
            continuation.finish()
        }
        let patience = Task {
            try await context.clock.sleep(seconds: 5)
            continuation.finish()
        }
        var cost = LaunchCost()
        for await item in news { cost.take(item) }
        loading.cancel()
        patience.cancel()
        return cost.text(plan.instanceType, count: plan.instanceCount)
            ?? "unknown: the price list has not answered within 5 s"
    }

    /// The plan for the chosen candidate, free of errors.
    private func plan(in context: CommandContext) async throws -> LaunchPlan {
        let (overview, board) = try await CandidateListLoader(jobs: context.cloud).leaderboard(of: job)
        let candidate = try chosen(from: board)
        var plan = LaunchPlan.proposed(for: candidate, of: overview, now: context.clock.now)
        try arguments.apply(to: &plan)
        let problems = plan.problems()
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CommandFailure(.usage, LaunchArguments.text(of: errors)) }
        // The preflight tells of them among its own.
        if skipPreflight {
            for warning in problems { context.output.note("warning: \(LaunchArguments.text(of: [warning]))") }
        }
        return plan
    }

    private func chosen(from board: Leaderboard) throws -> AutoMLCandidate {
        guard let name = arguments.candidate else {
            if let best = board.best { return best.candidate }
            throw CommandFailure(
                .failed, "\(job) has no finished candidate", remedy: "see: flightdeck candidates \(job)")
        }
        if let row = board.rows.first(where: { $0.name == name }) { return row.candidate }
        throw CommandFailure(
            .failed, "\(job) has no candidate of the name \(name)", remedy: "see: flightdeck candidates \(job)")
    }

    private func noteUnfinished(in context: CommandContext) async throws {
        let count = try await context.journal.unfinished().count
        guard count > 0 else { return }
        context.output.note(
            "\(count == 1 ? "one launch was" : "\(count) launches were") interrupted: flightdeck resume")
    }

    /// What will be made, a line each.
    static func summary(of plan: LaunchPlan, identity: LaunchIdentity) -> [String] {
        [
            "account    \(DisplayText.account(identity.account)), \(identity.region)"
                + (identity.profile.map { ", profile \($0)" } ?? ""),
            "candidate  \(plan.candidateName)",
            "model      \(plan.modelName)",
            "transform  \(plan.transformJobName)",
            "instances  \(plan.instanceCount) x \(plan.instanceType)",
            "input      \(plan.input)",
            "output     \(plan.output)",
            "columns    \(plan.effectiveResponseKeys.isEmpty ? "as the model answers" : plan.effectiveResponseKeys.joined(separator: ", "))",
        ] + plan.environmentDifferences.map { "changed    container \($0.text(ascii: true))" }
    }

    private func finish(_ record: LaunchRecord, in context: CommandContext) async throws {
        let name = record.transformJobName
        if !json { context.output.print(name) }
        if Task.isCancelled { throw TransformFollower.interruption(of: name) }
        guard wait else {
            if json { try context.output.printJSON(try await context.cloud.describeTransformJob(named: name)) }
            context.output.note(
                context.session.isDemo
                    ? "the sandbox of --demo ends with this command: add --wait to see the transform through"
                    : "started; follow it with: flightdeck watch \(name)")
            return
        }
        let follower = TransformFollower(name: name, context: context, lines: json ? .none : .log(onError: true))
        let ended = try await follower.follow()
        if json, let description = ended.description { try context.output.printJSON(description) }
        try TransformFollower.conclude(ended, output: context.output)
    }
}
