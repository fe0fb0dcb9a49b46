import AWSOperations
import BatchInference
import Predictions

/// Compares the outputs of a transform with the true values: progress on standard error, then the figures.
struct EvaluationReport {
    let transform: String
    let kind: PredictionEvaluation.Kind?
    let threshold: Double?
    let isJSON: Bool
    let context: CommandContext

    func run(
        _ request: OutputEvaluator.Request, _ listing: OutputListing, job: DescribeTransformJobResponse
    ) async throws {
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let evaluation: OutputEvaluation
        do throws(AWSFailure) {
            evaluation = try await OutputEvaluator(storage: context.cloud, job: job, names: names)
                .evaluation(of: request, in: listing) { progress.show($0.text) }
        } catch {
            guard error != .cancelled else { throw CancellationError() }
            throw error
        }
        progress.clear()
        let shortfalls = listing.shortfalls + listing.unreadableEntries() + evaluation.shortfalls
        if isJSON {
            try context.output.printJSON(
                EvaluationDocument(
                    transform: transform, evaluation: evaluation, listing: listing, request: request, kind: kind,
                    threshold: threshold),
                lacking: shortfalls, leftOut: listing.itemsLeftOut)
        } else {
            EvaluationText(
                evaluation: evaluation, request: request, kind: kind, threshold: threshold,
                isListIncomplete: !listing.shortfalls.isEmpty
            ).print(to: context.output)
            context.output.noteLeftOut(listing.itemsLeftOut, things: "objects")
        }
        let earlier = listing.counts.earlier
        if earlier > 0, !request.includesEarlier, request.object == nil {
            context.output.note(
                "left out \(DisplayText.count(earlier)) of an earlier run; --include-earlier takes them, too")
        }
        if evaluation.objects == 0 { context.output.note("no outputs (\(listing.outputLocation.uri))") }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }
}
