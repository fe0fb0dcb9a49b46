import AWSOperations
import BatchInference
import Predictions

/// Compares the outputs of a transform with the true values: progress on standard error, then the figures.
struct EvaluationReport {
    let transform: String
    let kind: PredictionEvaluation.Kind?
    let threshold: Double
    let isJSON: Bool
    let context: CommandContext

    func run(
        _ request: OutputEvaluator.Request, _ listing: OutputListing, job: DescribeTransformJobResponse
    ) async throws {
        let reading = OutputReading(listing: listing, context: context)
        let evaluation = try await reading.run(job) { names, progress in
            try await OutputEvaluator(storage: context.cloud, job: job, names: names)
                .evaluation(of: request, in: listing, progress: progress)
        }
        let summary = EvaluationSummary(evaluation, as: kind, thresholds: [threshold])
        let shortfalls = reading.shortfalls(summary.shortfalls)
        if isJSON {
            try context.output.printJSON(
                EvaluationDocument(
                    transform: transform, status: job.transformJobStatus, summary: summary, listing: listing,
                    request: request, threshold: threshold),
                lacking: shortfalls, leftOut: listing.itemsLeftOut)
        } else {
            EvaluationText(summary: summary, threshold: threshold, isListIncomplete: !listing.shortfalls.isEmpty)
                .print(to: context.output)
        }
        try reading.end(
            objects: summary.objects, takesAll: request.includesEarlier || request.object != nil, isJSON: isJSON,
            shortfalls: shortfalls)
    }
}
