import AWSOperations
import BatchInference

/// Writes predictions as one table, to a file or to standard output.
struct ExportReport {
    /// Nil for standard output.
    let path: String?
    let context: CommandContext

    func run(
        _ request: OutputExporter.Request, _ listing: OutputListing, job: DescribeTransformJobResponse
    ) async throws {
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        let exporter = OutputExporter(storage: context.cloud, job: job, names: names)
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let outcome: OutputExporter.Outcome
        do {
            if let path {
                var file = try ResultFile(path)
                outcome = try await exporter.export(request, of: listing, to: &file) { progress.show($0.text) }
                // A file without a row would stand in the place of one that may have some.
                if outcome.objectsWritten > 0 || outcome.objects == 0 { try file.finish() }
            } else {
                var stream = ResultStream(output: context.output)
                outcome = try await exporter.export(request, of: listing, to: &stream) { progress.show($0.text) }
            }
        } catch let failure as AWSFailure where failure == .cancelled {
            throw CancellationError()
        }
        progress.clear()
        let rows = "\(DisplayText.count(outcome.rows)) row\(outcome.rows == 1 ? "" : "s")"
        let objects = "\(DisplayText.count(outcome.objectsWritten)) of \(DisplayText.count(outcome.objects)) outputs"
        let isWritten = outcome.objectsWritten > 0 || outcome.objects == 0
        if let path {
            context.output.note(isWritten ? "\(rows) of \(objects) written to \(path)" : "\(path) isn't written")
        }
        let earlier = listing.counts.earlier
        if earlier > 0, !request.includesEarlier, request.object == nil {
            context.output.note(
                "left out \(DisplayText.count(earlier)) of an earlier run; --include-earlier takes them, too")
        }
        for line in outcome.flaws.lines { context.output.note(line) }
        if outcome.objects == 0 { context.output.note("no outputs (\(listing.outputLocation.uri))") }
        let shortfalls = listing.shortfalls + listing.unreadableEntries() + outcome.shortfalls
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }
}
