import AWSOperations
import BatchInference

/// Summarizes the outputs of a transform: progress on standard error, then the result.
struct SummaryReport {
    let transform: String
    /// Whether columns are told of, not the least certain rows alone.
    let showsColumns: Bool
    let isJSON: Bool
    let context: CommandContext

    func run(
        _ request: OutputSummarizer.Request, _ listing: OutputListing, job: DescribeTransformJobResponse
    ) async throws {
        let reading = OutputReading(listing: listing, context: context)
        let summary = try await reading.run(job) { names, progress in
            try await OutputSummarizer(storage: context.cloud, job: job, names: names)
                .summary(of: request, in: listing, progress: progress)
        }
        let shortfalls = reading.shortfalls(summary.shortfalls)
        if isJSON {
            try context.output.printJSON(
                SummaryDocument(
                    transform: transform, status: job.transformJobStatus, summary: summary, listing: listing,
                    request: request),
                lacking: shortfalls, leftOut: listing.itemsLeftOut)
        } else {
            SummaryText(
                summary: summary, showsColumns: showsColumns, isFiltered: !request.conditions.isEmpty,
                isListIncomplete: !listing.shortfalls.isEmpty, outputPrefix: listing.outputLocation.uri.asFolder
            )
            .print(to: context.output)
        }
        try reading.end(
            objects: summary.objects, takesAll: request.includesEarlier || request.object != nil, isJSON: isJSON,
            shortfalls: shortfalls)
    }
}
