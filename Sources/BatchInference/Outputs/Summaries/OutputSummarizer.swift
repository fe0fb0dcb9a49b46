import AWSOperations
import Predictions
import Synchronization

/// Summarises all rows of a transform's outputs while they stream by, several objects side by side.
public struct OutputSummarizer: Sendable {
    /// What is asked of the rows.
    public struct Request: Hashable, Sendable {
        /// The column that is summarised; nil for all.
        public var column: ColumnReference?
        /// The input column whose values the predictions are counted by.
        public var groupedBy: ColumnReference?
        /// Which rows are taken: those for which all hold.
        public var conditions: [RowCondition] = []
        /// How many of the least certain rows are kept.
        public var leastConfident = 0
        public var includesEarlier = false
        /// The one object that is read, by its output's or its input's key, its end or its URI; nil for all.
        public var object: ByteText?

        public init() {}
    }

    public enum Update: Sendable {
        case progress(SummaryProgress)
        case finished(OutputSummary)
    }

    private let storage: any ObjectStorage
    private let job: DescribeTransformJobResponse
    private let names: ColumnNames

    /// Columns that are summarised where none is named.
    public static let columnLimit = 64
    /// Results that wait for an earlier object's.
    private static let waitingLimit = 8

    public init(storage: any ObjectStorage, job: DescribeTransformJobResponse, names: ColumnNames) {
        self.storage = storage
        self.job = job
        self.names = names
    }

    /// Progress, about ten times a second, then the summary. Cancelled with its consumer.
    ///
    /// What can't be read is in the summary's `shortfalls`, and the rest carries on.
    public func updates(of request: Request, in listing: OutputListing) -> AsyncThrowingStream<Update, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let summary = try await summary(of: request, in: listing) { continuation.yield(.progress($0)) }
                    continuation.yield(.finished(summary))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Summarises; `progress` is called about ten times a second. Throws `AWSFailure`.
    public func summary(
        of request: Request, in listing: OutputListing, progress: @escaping @Sendable (SummaryProgress) -> Void
    ) async throws(AWSFailure) -> OutputSummary {
        let positions = try OutputSelection(object: request.object?.string, includesEarlier: request.includesEarlier)
            .positions(in: listing)
        let tally = ProgressTally(report: progress)
        tally.begin(listing, positions)
        var total = OutputSummary()
        total.objects = positions.count
        let bytes = positions.reduce(0) { $0 + (listing.rows.outputSize(at: $1) ?? 0) }
        // Large objects fill the line with their parts; small ones wait for answers.
        let width = bytes / max(positions.count, 1) > 1 << 20 ? 3 : 8
        await withTaskGroup(of: (Int, OutputSummary).self) { group in
            var waiting: [Int: OutputSummary] = [:]
            var (next, merged) = (0, 0)
            func start() {
                while next < positions.count, next - merged < max(width, Self.waitingLimit),
                    next - merged - waiting.count < width
                {
                    let (number, row) = (next, listing.rows[positions[next]])
                    next += 1
                    group.addTask {
                        (number, await summary(of: request, row, in: listing, number: number, tally: tally))
                    }
                }
            }
            start()
            while let (number, part) = await group.next() {
                if Task.isCancelled { break }
                waiting[number] = part
                while let part = waiting.removeValue(forKey: merged) {
                    total.merge(part, uncertainLimit: request.leastConfident)
                    merged += 1
                }
                start()
            }
            group.cancelAll()
        }
        if Task.isCancelled { throw .cancelled }
        return total
    }

    private func summary(
        of request: Request, _ row: OutputRow, in listing: OutputListing, number: Int, tally: ProgressTally
    ) async -> OutputSummary {
        let loader = PredictionLoader(storage: storage, job: job, limits: ObjectReading.limits)
        defer { tally.finish(number) }
        do {
            let reading = try await ObjectReading(
                row, in: listing, loader: loader, storage: storage, names: names,
                needsInput: { request.needsInput($0) })
            let size = row.output?.$size ?? 0
            var summary = OutputSummary()
            if !reading.isEmpty {
                summary = try await ObjectSummary(request, reading, names: names).summary { bytes, rows in
                    tally.note(number, bytes: Int(reading.share(bytes) * Double(size)), rows: rows)
                }
            }
            summary.bytesRead = size
            summary.objectsRead = 1
            return summary
        } catch {
            var summary = OutputSummary()
            if let shortfall = error as? Shortfall {
                summary.shortfalls = [shortfall]
            } else {
                let uri = listing.outputLocation(of: row).uri
                summary.shortfalls = [Shortfall("can't summarise \(uri)", failure: AWSFailure(wrapping: error))]
            }
            return summary
        }
    }
}

extension OutputSummarizer.Request {
    /// Whether rows have to stand beside those of the input.
    func needsInput(_ preview: PredictionPreview) -> Bool {
        groupedBy != nil
            || RowCondition.needInput(conditions, output: preview.arrangement.titles, input: preview.given.titles)
    }
}

/// Adds up how far each object is, and tells of it now and then.
final class ProgressTally: Sendable {
    private struct State {
        var progress = SummaryProgress()
        var parts: [Int: (bytes: Int, rows: Int)] = [:]
        var reported: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let report: @Sendable (SummaryProgress) -> Void

    init(report: @escaping @Sendable (SummaryProgress) -> Void) { self.report = report }

    func begin(_ listing: OutputListing, _ positions: [Int]) {
        state.withLock { state in
            state.progress.objects = positions.count
            state.progress.bytesTotal = positions.reduce(0) { sum, position in
                sum + (listing.rows.outputSize(at: position) ?? 0)
            }
        }
    }

    func note(_ number: Int, bytes: Int, rows: Int) {
        let now = ContinuousClock.now
        let due: SummaryProgress? = state.withLock { state in
            let before = state.parts[number] ?? (0, 0)
            state.parts[number] = (bytes, rows)
            state.progress.bytesRead += bytes - before.bytes
            state.progress.rows += rows - before.rows
            if let reported = state.reported, now - reported < .milliseconds(100) { return nil }
            state.reported = now
            return state.progress
        }
        if let due { report(due) }
    }

    func finish(_ number: Int) {
        state.withLock { state in
            // Rows of what has failed are none of the summary's, but were read.
            state.parts[number] = nil
            state.progress.objectsDone += 1
        }
    }
}
