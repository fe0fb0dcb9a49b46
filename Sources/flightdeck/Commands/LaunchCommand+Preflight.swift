import AWSOperations
import BatchInference

extension LaunchCommand {
    /// Runs the checks before a launch and says what they found; throws where one failed.
    func passPreflight(_ plan: LaunchPlan, source: SourceAccount?, in context: CommandContext) async throws {
        guard let report = try await preflight(plan, source: source, in: context) else { return }
        note(report, all: false, in: context)
        try Self.refuse(report)
    }

    /// Prints the two requests and what the checks found; creates nothing, and throws where a check failed.
    func printPlan(_ plan: LaunchPlan, source: SourceAccount?, in context: CommandContext) async throws {
        let report = try await preflight(plan, source: source, in: context)
        var document = PlannedRequests(plan)
        if json { document.preflight = report.map(PreflightDocument.init) }
        try context.output.printJSON(document)
        if !json { for line in Self.copyLines(of: plan) { context.output.note("would \(line)") } }
        guard let report else { return }
        if !json { note(report, all: true, in: context) }
        try Self.refuse(report)
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

    private static func refuse(_ report: PreflightReport) throws {
        let count = report.findings(.failed).count
        guard count > 0 else { return }
        let isAcross = report.lines.contains { $0.id == PreflightCheck.accounts.id && $0.hasFailed }
        throw CommandFailure(
            .failed, "the preflight found \(count) thing\(count == 1 ? "" : "s") that would fail: nothing was created",
            remedy: "mend what failed, or launch in spite of it with --skip-preflight"
                + (isAcross
                    ? "\n  flightdeck policies prints the policies that are missing; --copy-artifacts does without"
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
