import AWSOperations
import BatchInference

extension LaunchCommand {
    /// Runs the checks before a launch and says what they found; throws where one failed.
    func passPreflight(_ plan: LaunchPlan, in context: CommandContext) async throws {
        guard let report = try await preflight(plan, in: context) else { return }
        note(report, all: false, in: context)
        try Self.refuse(report)
    }

    /// Prints the two requests and what the checks found; creates nothing, and throws where a check failed.
    func printPlan(_ plan: LaunchPlan, in context: CommandContext) async throws {
        let report = try await preflight(plan, in: context)
        var document = PlannedRequests(plan.requests)
        if json { document.preflight = report.map(PreflightDocument.init) }
        try context.output.printJSON(document)
        guard let report else { return }
        if !json { note(report, all: true, in: context) }
        try Self.refuse(report)
    }

    /// The finished report; nil where the user does without.
    private func preflight(_ plan: LaunchPlan, in context: CommandContext) async throws -> PreflightReport? {
        guard !skipPreflight else { return nil }
        let subject = PreflightSubject(plan: plan, region: context.session.region)
        let report = await PreflightSession().report(on: subject, from: context.cloud, clock: context.clock)
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
        throw CommandFailure(
            .failed, "the preflight found \(count) thing\(count == 1 ? "" : "s") that would fail: nothing was created",
            remedy: "mend what failed, or launch in spite of it with --skip-preflight")
    }
}

/// The two requests of a launch under their operations' names, and what the preflight found.
struct PlannedRequests: Encodable {
    var createModel: CreateModelRequest
    var createTransformJob: CreateTransformJobRequest
    var preflight: PreflightDocument?

    init(_ requests: LaunchPlan.Requests) {
        createModel = requests.createModel
        createTransformJob = requests.createTransformJob
    }

    private enum CodingKeys: String, CodingKey {
        case createModel = "CreateModel"
        case createTransformJob = "CreateTransformJob"
        case preflight = "Preflight"
    }
}
