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
        let path = path == "-" ? nil : path
        let reading = OutputReading(listing: listing, context: context)
        let outcome = try await reading.run(job) { names, progress in
            let exporter = OutputExporter(storage: context.cloud, job: job, names: names)
            guard let path else {
                var stream = ResultStream(output: context.output)
                // On a terminal, the rows themselves show how far it is.
                let isSeen = context.output.isTerminal
                return try await exporter.export(request, of: listing, to: &stream) { if !isSeen { progress($0) } }
            }
            var file = try ResultFile(path)
            let outcome = try await exporter.export(request, of: listing, to: &file, progress: progress)
            // A file without a row would stand in the place of one that may have some.
            if outcome.objectsWritten > 0 || outcome.objects == 0 { try file.finish() }
            return outcome
        }
        let rows = DisplayText.counted(outcome.rows, "row")
        let objects = "\(DisplayText.count(outcome.objectsWritten)) of \(DisplayText.count(outcome.objects)) outputs"
        let isWritten = outcome.objectsWritten > 0 || outcome.objects == 0
        if let path {
            context.output.note(isWritten ? "\(rows) of \(objects) written to \(path)" : "\(path) wasn't written")
        }
        for line in outcome.flaws.lines { context.output.note(line) }
        try reading.end(
            objects: outcome.objects, takesAll: request.includesEarlier || request.object != nil, isJSON: false,
            shortfalls: reading.shortfalls(outcome.shortfalls))
    }
}
