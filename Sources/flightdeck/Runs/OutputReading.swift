import AWSOperations
import BatchInference

/// Reads all outputs of a transform with progress on standard error, and says at the end what was left out.
struct OutputReading {
    let listing: OutputListing
    let context: CommandContext

    /// Does the work with the columns' names. An interruption is `CancellationError`, as everywhere.
    func run<Value>(
        _ job: DescribeTransformJobResponse,
        _ work: (ColumnNames, @escaping @Sendable (SummaryProgress) -> Void) async throws -> Value
    ) async throws -> Value {
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        if let gap = names.shortfall { context.output.note(gap.line) }
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        do {
            return try await work(names) { progress.show($0.text) }
        } catch AWSFailure.cancelled {
            throw CancellationError()
        }
    }

    /// What couldn't be read of the list, and of the outputs.
    func shortfalls(_ own: [Shortfall]) -> [Shortfall] { listing.shortfalls + listing.unreadableEntries() + own }

    /// Says what was left out, and throws where something couldn't be read.
    ///
    /// - Parameters:
    ///   - objects: How many outputs were to be read.
    ///   - takesAll: Whether an earlier run's outputs, or one output alone, were asked for.
    func end(objects: Int, takesAll: Bool, isJSON: Bool, shortfalls: [Shortfall]) throws {
        let earlier = listing.counts.earlier
        if earlier > 0, !takesAll {
            context.output.note(
                "left out \(DisplayText.count(earlier)) of an earlier run; --include-earlier includes them")
        }
        // What couldn't be listed isn't known to be none.
        if objects == 0, listing.shortfalls.isEmpty {
            context.output.note("no outputs (\(listing.outputLocation.uri))")
        }
        if !isJSON { context.output.noteLeftOut(listing.itemsLeftOut, things: "objects") }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }
}
