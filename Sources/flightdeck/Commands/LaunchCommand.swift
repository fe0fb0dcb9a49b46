import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck launch JOB`
struct LaunchCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "launch", abstract: "Create a model from a candidate and start a batch transform.",
        discussion: """
            Runs the preflight checks, prints what will be created and asks, unless --yes is \
            given. If a check fails, nothing is created. --dry-run prints both requests and every check. \
            Prints the transform's name on standard output.

            The plan comes from an Autopilot job, a plan file (--plan), or a past transform (--like); \
            options override a file or transform.
            """)

    @OptionGroup var source: PlanSourceArguments

    @OptionGroup var arguments: LaunchArguments

    @Option(help: ArgumentHelp("Also write the plan to a TOML file, for --plan.", valueName: "file"))
    var savePlan: String?

    @Option(
        help: ArgumentHelp(
            "First predict this many rows with the same plan, show the result, and ask before launching the whole input.",
            valueName: "rows"))
    var sampleRows: Int?

    /// The option's name before it was called a sample run.
    @Option(help: .hidden)
    var trial: Int?

    @Flag(help: "Print both requests and every check, and create nothing.")
    var dryRun = false

    @Flag(help: "Launch without the preflight checks, or despite what they find.")
    var skipPreflight = false

    @Flag(
        help: ArgumentHelp(
            "Write a corrected input beside the output if the preflight offers one, and launch with it: copies "
                + "without header rows or blanks around values, or a manifest without marker files and archives."))
    var correctInput = false

    @Flag(name: .shortAndLong, help: "Launch without asking.")
    var yes = false

    @Flag(help: "Follow the transform to its end; the exit status says how it ended.")
    var wait = false

    @OptionGroup var stop: StopLimitOptions

    @Flag(help: "With --wait, succeed even if inputs have no output.")
    var allowMissing = false

    @Flag(help: "Print the transform job's description as JSON; with --dry-run, the requests and checks.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { source.named }

    func validate() throws {
        try source.check(arguments)
        try arguments.check()
        try Check.range(sampleRows, SampleRun.rowLimits, of: "--sample-rows")
        try Check.range(trial, SampleRun.rowLimits, of: "--trial")
        if !stop.limits.isEmpty, !wait {
            throw ValidationError("--stop-after and --stop-at-cost need --wait: otherwise nothing stops the transform")
        }
        if correctInput, skipPreflight {
            throw ValidationError("--correct-input and --skip-preflight can't be used together")
        }
        if (sampleRows ?? trial) != nil, dryRun {
            throw ValidationError("--sample-rows and --dry-run can't be used together")
        }
    }

    func run(in context: CommandContext) async throws {
        let assembly = try await PlanAssembly(source, arguments, in: context)
        async let account = context.account
        var plan = try await assembly.plan(tellingWarnings: skipPreflight)
        if let savePlan { try await assembly.save(plan, to: savePlan) }
        let source = try await assembly.sourceAccount(of: plan)
        if dryRun {
            return try await printPlan(plan, source: source, in: context)
        }
        let identity = LaunchIdentity(
            account: try await account, region: context.session.region, profile: context.session.profile)
        try await noteUnfinished(in: context)
        try await checkLimits(for: plan, in: context)
        plan = try await passPreflight(plan, source: source, as: identity, in: context)
        for line in Self.summary(of: plan, identity: identity) { context.output.note(line) }
        for line in Self.copyLines(of: plan) { context.output.note(line) }
        let copier = ArtifactCopier(source: source?.cloud ?? context.cloud, target: context.cloud)
        if let rows = sampleRows ?? trial {
            let rehearsal = SampleRunCommand(
                plan: plan, rows: rows, identity: identity, skipsQuestions: yes, copier: copier)
            try await rehearsal.run(in: context)
        } else if !yes {
            context.output.note("cost       \(await cost(of: plan, as: identity, in: context))")
            let question =
                "Create model \(plan.modelName) and start \(plan.instanceCount) x \(plan.instanceType) in account "
                + "\(DisplayText.account(identity.account)), \(identity.region)"
                + (plan.sourceProfile.isEmpty ? "" : ", from the job of profile \(plan.sourceProfile)") + "?"
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: nothing was created")
            }
        }
        let stop = CopyStop()
        let launcher = Launcher(
            models: context.cloud, transforms: context.cloud, journal: context.journal, clock: context.clock,
            copier: copier, copyStop: stop)
        let record = try await LaunchProgress.follow(
            launcher.launch(plan, as: identity), output: context.output, copyStop: stop)
        try await finish(record, in: context)
    }

    /// What it is likely to cost, or why that is unknown; a price list that takes long is not waited for.
    private func cost(of plan: LaunchPlan, as identity: LaunchIdentity, in context: CommandContext) async -> String {
        let (news, continuation) = AsyncStream.makeStream(of: LaunchCost.News.self)
        let loading = Task {
            await LaunchCost.load(
                for: plan, account: identity.account, region: identity.region, from: context.cloud,
                cache: context.prices, history: context.history,
                clock: context.clock, report: { continuation.yield($0) })
            continuation.finish()
        }
        let timeout = Task {
            try await context.clock.sleep(seconds: 5)
            continuation.finish()
        }
        var cost = LaunchCost()
        for await item in news { cost.take(item) }
        loading.cancel()
        timeout.cancel()
        cost.stopAsking(after: 5)
        return cost.text(plan.instanceType, count: plan.instanceCount) ?? "unknown"
    }

    /// A limit of the cost that nobody could watch over is found out before anything is created.
    private func checkLimits(for plan: LaunchPlan, in context: CommandContext) async throws {
        guard stop.limits.cost != nil else { return }
        let loader = RunBackgroundLoader(
            cloud: context.cloud, region: context.session.region, journal: context.journal, history: context.history,
            prices: context.prices, clock: context.clock)
        let price = await loader.price(of: plan.instanceType).0
        guard let reason = stop.limits.blindness(to: price) else { return }
        throw CommandFailure(
            .failed, "--stop-at-cost doesn't work with \(plan.instanceType): \(reason)",
            remedy: "use --stop-after instead; nothing was created")
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
                + (identity.profile.map { ", profile \($0)" } ?? "")
        ] + (plan.sourceProfile.isEmpty ? [] : ["job        of profile \(plan.sourceProfile)"]) + [
            "candidate  \(plan.candidateText)",
            "model      \(plan.modelName)",
            "transform  \(plan.transformJobName)",
            "instances  \(plan.instanceCount) x \(plan.instanceType)",
            "input      \(plan.input)",
            "output     \(plan.output)",
            "columns    \(plan.effectiveResponseKeys.isEmpty ? "as the model returns them" : plan.effectiveResponseKeys.joined(separator: ", "))",
        ] + plan.environmentDifferences.map { "changed    container \($0.text(ascii: true))" }
    }

    /// What is copied before, a line each.
    static func copyLines(of plan: LaunchPlan) -> [String] {
        plan.artifactCopies.map {
            "copy       \($0.source) (\(DisplayText.byteCount($0.size))) to \($0.destination)"
        }
    }

    private func finish(_ record: LaunchRecord, in context: CommandContext) async throws {
        let name = record.transformJobName
        if !json { context.output.printClean(name) }
        if Task.isCancelled { throw TransformFollower.interruption(of: name) }
        guard wait else {
            if json { try context.output.printJSON(try await context.cloud.describeTransformJob(named: name)) }
            context.output.note(
                context.session.isDemo
                    ? "the --demo sandbox ends with this command: add --wait to follow the transform"
                    : "started; follow it with: flightdeck watch \(name)")
            return
        }
        var follower = TransformFollower(
            name: name, context: context, lines: json ? .none : .log(onError: true), limits: stop.limits)
        follower.isNew = true
        try await follower.run(allowsMissing: allowMissing) { ended in
            if json, let description = ended.description { try context.output.printJSON(description) }
        }
        context.output.note(
            context.session.isDemo
                ? "the --demo sandbox and its predictions end with this command: use flightdeck sandbox to keep them"
                : "see them with: flightdeck outputs \(name) --head 5")
    }
}

extension LaunchCommand {
    /// Runs the checks before a launch and says what they found; throws where one failed.
    ///
    /// Returns the plan to launch: with `--correct-input`, it reads what was written in the input's place.
    func passPreflight(
        _ plan: LaunchPlan, source: SourceAccount?, as identity: LaunchIdentity, in context: CommandContext
    ) async throws -> LaunchPlan {
        guard let report = try await preflight(plan, source: source, in: context) else { return plan }
        note(report, all: false, in: context)
        guard correctInput, let correction = Self.correction(in: report) else {
            noteNothingToCorrect(in: context)
            try Self.refuse(report)
            return plan
        }
        // Nothing is written for a launch that would fail all the same.
        try Self.refuse(report, corrected: true)
        let input = try await write(correction, for: plan, as: identity, in: context)
        var corrected = plan
        PlanEdit.corrected(input).apply(to: &corrected)
        guard let again = try await preflight(corrected, source: source, in: context) else { return corrected }
        note(again, all: false, in: context)
        try Self.refuse(again, written: input)
        return corrected
    }

    /// Says that `--correct-input` changes nothing.
    private func noteNothingToCorrect(in context: CommandContext) {
        guard correctInput else { return }
        context.output.note(
            "--correct-input: nothing was corrected: the checks found nothing in the input that it can correct (a header "
                + "row, a byte order mark, objects that aren't data)")
    }

    static func correction(in report: PreflightReport) -> InputCorrection? {
        InputCorrection.merged(report.findings.compactMap(\.correction))
    }

    /// Writes a corrected input after asking.
    private func write(
        _ correction: InputCorrection, for plan: LaunchPlan, as identity: LaunchIdentity, in context: CommandContext
    ) async throws -> CorrectedInput {
        let corrector = InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
        let work = try await corrector.work(for: correction, of: plan)
        if !yes {
            guard try await context.confirm("\(work.sentence)?") else {
                throw CommandFailure(.failed, "not confirmed: nothing was written or created")
            }
        } else {
            context.output.note("--correct-input: \(work.phrase)")
        }
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let input = try await corrector.write(work, for: plan, as: identity) { done, total in
            progress.show("writing the corrected input: \(done) of \(total) objects")
        }
        progress.clear()
        if !input.account.isEmpty { context.output.note(input.account) }
        context.output.note("the corrected input is \(input.uri)")
        return input
    }

    /// What `--correct-input` would write, looked up without writing; nil where it is not wanted, or not needed.
    private func plannedCorrection(
        _ report: PreflightReport, for plan: LaunchPlan, in context: CommandContext
    ) async throws -> CorrectionWork? {
        guard correctInput, let correction = Self.correction(in: report) else { return nil }
        return try await InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
            .work(for: correction, of: plan)
    }

    /// Prints the two requests and what the checks found; creates nothing, and throws where a check failed.
    func printPlan(_ plan: LaunchPlan, source: SourceAccount?, in context: CommandContext) async throws {
        let report = try await preflight(plan, source: source, in: context)
        var plan = plan
        let work: CorrectionWork? =
            if let report { try await plannedCorrection(report, for: plan, in: context) } else { nil }
        if let work { PlanEdit.corrected(work.result).apply(to: &plan) }
        var document = PlannedRequests(plan)
        if json { document.preflight = report.map(PreflightDocument.init) }
        try context.output.printJSON(document)
        if !json { for line in Self.copyLines(of: plan) { context.output.note("would \(line)") } }
        guard let report else { return }
        if !json { note(report, all: true, in: context) }
        if work == nil { noteNothingToCorrect(in: context) }
        if let work {
            context.output.note("without --dry-run, --correct-input would first \(work.phrase)")
        }
        try Self.refuse(report, corrected: work != nil)
    }

    /// The finished report; nil where the user does without.
    private func preflight(
        _ plan: LaunchPlan, source: SourceAccount?, in context: CommandContext
    ) async throws -> PreflightReport? {
        guard !skipPreflight else { return nil }
        let subject = PreflightSubject(
            plan: plan, region: context.session.region, profile: context.session.profile)
        let report = await PreflightSession().report(
            on: subject, from: context.cloud, source: source?.cloud, clock: context.clock)
        try Task.checkCancellation()
        return report
    }

    private func note(_ report: PreflightReport, all: Bool, in context: CommandContext) {
        let lines = PreflightLines(report: report, isASCII: context.output.isASCII)
        for line in lines.lines(all: all) { context.output.note(line) }
    }

    /// Throws where a check failed; what a correction fixes is left out.
    private static func refuse(
        _ report: PreflightReport, corrected: Bool = false, written input: CorrectedInput? = nil
    ) throws {
        let count = report.findings(.failed).count { !corrected || $0.correction == nil }
        guard count > 0 else { return }
        let isAcross = report.lines.contains { $0.id == PreflightCheck.accounts.id && $0.hasFailed }
        let left =
            input.map { "neither model nor transform was created, and the corrected input stays at \($0.uri)" }
            ?? "nothing was created"
        throw CommandFailure(
            .failed, "the preflight found \(DisplayText.counted(count, "thing")) that would fail: \(left)",
            remedy: "fix what failed, or launch anyway with --skip-preflight"
                + (input.map { "\n  remove the corrected input with: flightdeck resume --clean-up \($0.launch)" } ?? "")
                + (isAcross
                    ? "\n  flightdeck policies prints the missing policies; --copy-artifacts avoids them"
                    : ""))
    }
}

/// The two requests of a launch under their operations' names, and what the preflight found.
struct PlannedRequests: Encodable {
    var createModel: CreateModelRequest
    var createTransformJob: CreateTransformJobRequest
    /// What is copied before; nil where nothing is.
    var artifactCopies: [Copy]?
    var preflight: PreflightDocument?

    struct Copy: Encodable {
        var source: String
        var destination: String
        var size: Int

        private enum CodingKeys: String, CodingKey {
            case source = "Source"
            case destination = "Destination"
            case size = "Size"
        }
    }

    init(_ plan: LaunchPlan) {
        let requests = plan.requests
        createModel = requests.createModel
        createTransformJob = requests.createTransformJob
        guard !plan.artifactCopies.isEmpty else { return }
        artifactCopies = plan.artifactCopies.map {
            Copy(source: $0.source, destination: $0.destination, size: $0.size)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case createModel = "CreateModel"
        case createTransformJob = "CreateTransformJob"
        case artifactCopies = "ArtifactCopies"
        case preflight = "Preflight"
    }
}
