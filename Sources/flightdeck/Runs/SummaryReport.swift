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
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let summary: OutputSummary
        do throws(AWSFailure) {
            summary = try await OutputSummarizer(storage: context.cloud, job: job, names: names)
                .summary(of: request, in: listing) { progress.show($0.text) }
        } catch {
            guard error != .cancelled else { throw CancellationError() }
            throw error
        }
        progress.clear()
        let shortfalls = listing.shortfalls + listing.unreadableEntries() + summary.shortfalls
        if isJSON {
            try context.output.printJSON(
                SummaryDocument(transform: transform, summary: summary, listing: listing, request: request),
                lacking: shortfalls, leftOut: listing.itemsLeftOut)
        } else {
            SummaryText(
                summary: summary, showsColumns: showsColumns, isFiltered: !request.conditions.isEmpty,
                isListIncomplete: !listing.shortfalls.isEmpty
            )
            .print(to: context.output)
        }
        let earlier = listing.counts.earlier
        if earlier > 0, !request.includesEarlier, request.object == nil {
            context.output.note(
                "left out \(DisplayText.count(earlier)) of an earlier run; --include-earlier takes them, too")
        }
        if summary.objects == 0 { context.output.note("no outputs (\(listing.outputLocation.uri))") }
        if !isJSON { context.output.noteLeftOut(listing.itemsLeftOut, things: "objects") }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }
}
