import AWSOperations
import BatchInference

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

    static func correction(in report: PreflightReport) -> InputCorrection? {
        InputCorrection.merged(report.findings.compactMap(\.correction))
    }

    /// Writes a corrected input after asking.
    private func write(
        _ correction: InputCorrection, for plan: LaunchPlan, as identity: LaunchIdentity, in context: CommandContext
    ) async throws -> CorrectedInput {
        let corrector = InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
        do {
            let work = try await corrector.work(for: correction, of: plan)
            if !yes {
                guard try await context.confirm("\(work.sentence)?") else {
                    throw CommandFailure(.failed, "not confirmed: nothing was written or created")
                }
            } else {
                context.output.note(work.sentence)
            }
            let progress = ProgressLine(context.output)
            let input = try await corrector.write(work, for: plan, as: identity) { done, total in
                progress.show("writing the corrected input: \(done) of \(total) objects")
            }
            progress.clear()
            if !input.account.isEmpty { context.output.note(input.account) }
            context.output.note("the corrected input is \(input.uri)")
            return input
        } catch let problem as CorrectionProblem {
            throw CommandFailure(.failed, problem.problem, remedy: problem.remedy)
        }
    }

    /// What `--correct-input` would write, looked up without writing; nil where it is not wanted, or not needed.
    private func plannedCorrection(
        _ report: PreflightReport, for plan: LaunchPlan, in context: CommandContext
    ) async throws -> CorrectionWork? {
        guard correctInput, let correction = Self.correction(in: report) else { return nil }
        do {
            return try await InputCorrector(services: context.cloud, journal: context.journal, clock: context.clock)
                .work(for: correction, of: plan)
        } catch let problem as CorrectionProblem {
            throw CommandFailure(.failed, problem.problem, remedy: problem.remedy)
        }
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
        if let work {
            context.output.note("without --dry-run, --correct-input would first: \(work.sentence)")
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

    /// Throws where a check failed; what a correction mends is left out.
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
            .failed, "the preflight found \(count) thing\(count == 1 ? "" : "s") that would fail: \(left)",
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
