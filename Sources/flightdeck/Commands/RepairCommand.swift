import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck repair TRANSFORM`
struct RepairCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Relaunch only the inputs of a transform that have no output.",
        discussion: """
            Lists the inputs and outputs, writes a manifest of the inputs that have no output from this run beside \
            the output, and launches it with the same model and output location, so that outputs, watch and \
            downloads count both runs as one. Settings that the likely cause calls for (a smaller payload, another \
            instance type) are changed and shown first; --no-fix keeps them as they were. Whatever doesn't need the \
            manifest is checked before anything is written, also with --dry-run. The manifest is removed again if \
            the launch doesn't happen. If nothing is missing, nothing is created, and the exit status is 0.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Flag(help: "Launch with the settings as they were.")
    var noFix = false

    @Option(help: ArgumentHelp("Run on instances of this type.", valueName: "type"))
    var instanceType: String?

    @Flag(help: "Print what would be sent again and both requests, and create nothing.")
    var dryRun = false

    @Flag(help: "Launch without the preflight checks, or despite what they find.")
    var skipPreflight = false

    @Flag(name: .shortAndLong, help: "Launch without asking.")
    var yes = false

    @Flag(help: "Follow the repair to its end; the exit status says how it ended.")
    var wait = false

    @Flag(help: "With --wait, succeed even if inputs have no output.")
    var allowMissing = false

    @Flag(help: "Print the repair's description as JSON; with --dry-run, what would be sent and the requests.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        if allowMissing, !wait { throw ValidationError("--allow-missing needs --wait") }
    }

    func run(in context: CommandContext) async throws {
        async let account = context.account
        guard var proposal = try await proposal(in: context) else { return }
        if let instanceType { proposal.plan.instanceType = TransformInstanceType(rawValue: instanceType) }
        if dryRun {
            return try await printProposal(proposal, in: context)
        }
        let identity = LaunchIdentity(
            account: try await account, region: context.session.region, profile: context.session.profile)
        for line in Self.lines(of: proposal) { context.output.note(line) }
        for line in LaunchCommand.summary(of: proposal.plan, identity: identity) { context.output.note(line) }
        // What can't succeed needs no manifest, and no answer.
        let early = try await preflight(proposal.plan, checks: PreflightCheck.withoutInput, in: context)
        if let early, early.findings(.failed).count > 0 {
            note(early, all: false, in: context)
            try Self.refuse(early, "nothing was written or created")
        }
        if !yes {
            let plan = proposal.plan
            let question =
                "\(proposal.manifest.sentence), and start \(plan.instanceCount) x \(plan.instanceType) in account "
                + "\(DisplayText.account(identity.account)), \(identity.region)?"
            guard try await context.confirm(question) else {
                throw CommandFailure(.failed, "not confirmed: nothing was written or created")
            }
        }
        let record = try await launch(proposal, as: identity, in: context)
        try await finish(record, in: context)
    }

    /// Nil where nothing is missing.
    private func proposal(in context: CommandContext) async throws -> RepairProposal? {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        do {
            return try await RepairPlanner(services: context.cloud, journal: context.journal, clock: context.clock)
                .proposal(for: transform, fixes: !noFix) { progress.show($0) }
        } catch let problem as RepairProblem where problem.isNothingToDo {
            progress.clear()
            if json {
                try context.output.printJSON(RepairDocument.nothing(transform, problem.problem))
            }
            context.output.note(problem.problem)
            return nil
        }
    }

    /// What is repaired, what is left out and what is changed, a line each.
    static func lines(of proposal: RepairProposal) -> [String] {
        let chain = proposal.repaired == proposal.firstRun ? "" : ", the newest repair of \(proposal.firstRun)"
        return [
            "repairs    \(proposal.repaired) (\(proposal.status))\(chain)",
            "missing    \(proposal.countText)",
            "manifest   \(DisplayText.count(proposal.repairedCount)) of them, in \(proposal.manifestURI)",
        ] + proposal.leftOut.map { "left out   \($0.text)" }
            + (proposal.fix.map { ["cause      \($0.diagnosis.cause)"] } ?? [])
            + ["fix        \(proposal.fixText)"] + proposal.notes.map { "note       \($0)" }
    }

    /// Prints what would be sent, and what can be checked without the manifest; throws where a check failed.
    private func printProposal(_ proposal: RepairProposal, in context: CommandContext) async throws {
        let output = context.output
        let report = try await preflight(proposal.plan, checks: PreflightCheck.withoutInput, in: context)
        if json {
            var document = RepairDocument(proposal)
            document.preflight = report.map(PreflightDocument.init)
            try output.printJSON(document)
        } else {
            for line in Self.lines(of: proposal) { output.note(line) }
            try output.printJSON(PlannedRequests(proposal.plan))
            if let report { note(report, all: true, in: context) }
            output.note("the input is checked once the manifest is written; --dry-run writes nothing")
        }
        if let report { try Self.refuse(report, "nothing was written or created") }
    }

    /// Writes the manifest, runs the checks, launches; takes the manifest away again where no launch comes about.
    private func launch(
        _ proposal: RepairProposal, as identity: LaunchIdentity, in context: CommandContext
    ) async throws -> LaunchRecord {
        let corrector = InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
        let input = try await corrector.write(proposal.manifest, for: proposal.plan, as: identity)
        do {
            try await passPreflight(proposal.plan, in: context)
            let launcher = Launcher(
                models: context.cloud, transforms: context.cloud, journal: context.journal, clock: context.clock)
            return try await LaunchProgress.follow(
                launcher.launch(proposal.plan, as: identity, cleanUpAfterRefusal: true), output: context.output)
        } catch {
            let isOpen = await context.journal.isOpen(proposal.plan.transformJobName)
            // A launch that can be continued still needs it.
            let left = isOpen ? nil : await corrector.discard(input)
            guard var failure = error as? CommandFailure else { throw error }
            if let left {
                failure.remedy += "\n  \(left): remove them with: flightdeck resume --clean-up \(input.launch)"
            }
            throw failure
        }
    }

    private func passPreflight(_ plan: LaunchPlan, in context: CommandContext) async throws {
        guard let report = try await preflight(plan, checks: PreflightCheck.all, in: context) else { return }
        note(report, all: false, in: context)
        try Self.refuse(report, "nothing was created, and the manifest was removed")
    }

    /// The finished report; nil where the user does without.
    private func preflight(
        _ plan: LaunchPlan, checks: [PreflightCheck], in context: CommandContext
    ) async throws -> PreflightReport? {
        guard !skipPreflight else { return nil }
        let report = await PreflightSession(checks: checks).report(
            on: PreflightSubject(plan: plan, region: context.session.region, profile: context.session.profile),
            from: context.cloud, source: nil, clock: context.clock)
        try Task.checkCancellation()
        return report
    }

    private func note(_ report: PreflightReport, all: Bool, in context: CommandContext) {
        let lines = PreflightLines(report: report, isASCII: context.output.isASCII)
        for line in lines.lines(all: all) { context.output.note(line) }
    }

    /// Throws where a check failed.
    ///
    /// - Parameter left: What has become of the repair then.
    private static func refuse(_ report: PreflightReport, _ left: String) throws {
        let count = report.findings(.failed).count
        guard count > 0 else { return }
        throw CommandFailure(
            .failed, "the preflight found \(DisplayText.counted(count, "thing")) that would fail: \(left)",
            remedy:
                "fix what failed, or launch anyway with --skip-preflight; R on the screens opens the form, where the "
                + "input can be corrected")
    }

    private func finish(_ record: LaunchRecord, in context: CommandContext) async throws {
        let name = record.transformJobName
        if !json { context.output.printClean(name) }
        if Task.isCancelled { throw TransformFollower.interruption(of: name) }
        guard wait else {
            if json { try context.output.printJSON(try await context.cloud.describeTransformJob(named: name)) }
            context.output.note("started; follow it with: flightdeck watch \(name)")
            return
        }
        var follower = TransformFollower(name: name, context: context, lines: json ? .none : .log(onError: true))
        follower.isNew = true
        try await follower.run(allowsMissing: allowMissing) { ended in
            if json, let description = ended.description { try context.output.printJSON(description) }
        }
        context.output.note("see both runs as one with: flightdeck outputs \(name)")
    }
}

extension LaunchJournal {
    /// Whether a launch of that name can be continued.
    func isOpen(_ name: String) async -> Bool {
        let open = ((try? await unfinished()) ?? []) + ((try? await underWay()) ?? [])
        return open.contains { $0.transformJobName == name && $0.correctedFolder == nil }
    }
}

/// `repair --dry-run --json`: what would be sent again, what is changed, and the two requests.
struct RepairDocument: Encodable {
    private let transform: String
    private let note: String?
    private let proposal: RepairProposal?
    /// What can be checked without the manifest; nil where nothing was.
    var preflight: PreflightDocument?

    init(_ proposal: RepairProposal) {
        transform = proposal.firstRun
        note = nil
        self.proposal = proposal
    }

    private init(transform: String, note: String) {
        self.transform = transform
        self.note = note
        proposal = nil
    }

    static func nothing(_ transform: String, _ note: String) -> RepairDocument {
        RepairDocument(transform: transform, note: note)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(transform, forKey: .transform)
        guard let proposal else {
            try container.encode(0, forKey: .repaired)
            return try container.encode(note, forKey: .note)
        }
        try container.encode(proposal.repaired, forKey: .repairs)
        try container.encode(proposal.inputCount, forKey: .inputs)
        try container.encode(proposal.writtenCount, forKey: .written)
        try container.encode(proposal.repairedCount, forKey: .repaired)
        try container.encode(proposal.manifestURI, forKey: .manifest)
        try container.encode(proposal.leftOut.map(LeftOut.init), forKey: .leftOut)
        try container.encode(proposal.fix.map(Fix.init), forKey: .fix)
        try container.encode(proposal.notes, forKey: .notes)
        let requests = proposal.plan.requests
        try container.encode(requests.createModel, forKey: .createModel)
        try container.encode(requests.createTransformJob, forKey: .createTransformJob)
        try container.encodeIfPresent(preflight, forKey: .preflight)
    }

    private struct LeftOut: Encodable {
        var reason: String
        var count: Int
        var example: String

        init(_ own: RepairProposal.LeftOut) {
            reason =
                switch own.reason {
                case .notData: "NotData"
                case .empty: "Empty"
                case .gone: "Gone"
                case .beyondManifest: "BeyondManifest"
                }
            count = own.count
            example = own.example
        }

        private enum CodingKeys: String, CodingKey {
            case reason = "Reason"
            case count = "Count"
            case example = "Example"
        }
    }

    private struct Fix: Encodable {
        struct Change: Encodable {
            var option: String
            var before: String
            var after: String

            private enum CodingKeys: String, CodingKey {
                case option = "Option"
                case before = "Before"
                case after = "After"
            }
        }

        var id: String
        var cause: String
        var advice: String
        var changes: [Change]

        init(_ fix: RepairFix) {
            id = fix.diagnosis.id
            cause = fix.diagnosis.cause
            advice = fix.diagnosis.fix
            changes = fix.changes.map { Change(option: $0.option, before: $0.before, after: $0.after) }
        }

        private enum CodingKeys: String, CodingKey {
            case id = "Id"
            case cause = "Cause"
            case advice = "Fix"
            case changes = "Changes"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case transform = "TransformJobName"
        case repairs = "Repairs"
        case inputs = "Inputs"
        case written = "Written"
        case repaired = "Repaired"
        case manifest = "ManifestS3Uri"
        case leftOut = "LeftOut"
        case fix = "LikelyCause"
        case notes = "Notes"
        case note = "Note"
        case createModel = "CreateModel"
        case createTransformJob = "CreateTransformJob"
        case preflight = "Preflight"
    }
}
