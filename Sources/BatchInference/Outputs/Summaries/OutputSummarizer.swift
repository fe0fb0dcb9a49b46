import AWSOperations
import Predictions
import Synchronization

/// Summarizes all rows of a transform's outputs while they stream by, several objects side by side.
public struct OutputSummarizer: Sendable {
    /// What is asked of the rows.
    public struct Request: Hashable, Sendable {
        /// The column that is summarized, of the predictions or the input; nil for all of the predictions.
        public var column: ColumnReference?
        /// The column whose values the rows are counted by; of the input, unless it's known as one of the predictions.
        public var groupedBy: ColumnReference?
        /// The column whose numbers stand beside those of the one that is summarized, in a sample of the rows.
        public var scatteredWith: ColumnReference?
        /// Which rows are taken: those for which all hold.
        public var conditions: [RowCondition] = []
        /// How many of the least certain rows are kept.
        public var leastConfident = 0
        public var includesEarlier = false
        /// How the objects are read, where somebody has chosen it.
        public var forms = RecordForms()
        /// The one object that is read, by its output's or its input's key, its end or its URI; nil for all.
        public var object: ByteText?
        /// Where the objects have more bytes, a sample of whole ones, spread over them all, is read; nil for all.
        public var byteLimit: Int?

        public init() {}
    }

    /// How far it has come, with what the rows come to up to there.
    public enum Update: Sendable {
        case progress(SummaryProgress, OutputSummary)
        case finished(OutputSummary)
    }

    private let storage: any ObjectStorage
    private let job: DescribeTransformJobResponse
    private let names: ColumnNames

    /// Columns that are summarized where none is named.
    public static let columnLimit = 64
    /// Results that wait for an earlier object's.
    private static let waitingLimit = 8

    public init(storage: any ObjectStorage, job: DescribeTransformJobResponse, names: ColumnNames) {
        self.storage = storage
        self.job = job
        self.names = names
    }

    /// What has come, a few times a second, then the whole. Cancelled with its consumer.
    ///
    /// What can't be read is in the summary's `shortfalls`, and the rest carries on.
    ///
    /// - Parameter pager: The rows of the object that is asked for: they learn where each of them is, which is counted on
    ///   the way.
    public func updates(
        of request: Request, in listing: OutputListing, counting pager: RowPager? = nil
    ) -> AsyncThrowingStream<Update, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    let tally = ProgressTally(uncertainLimit: request.leastConfident) {
                        continuation.yield(.progress($0, $1))
                    }
                    let summary = try await summary(of: request, in: listing, tally, counting: pager)
                    continuation.yield(.finished(summary))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Summarizes; `progress` is called about ten times a second. Throws `AWSFailure`.
    public func summary(
        of request: Request, in listing: OutputListing, progress: @escaping @Sendable (SummaryProgress) -> Void
    ) async throws(AWSFailure) -> OutputSummary {
        try await summary(of: request, in: listing, ProgressTally(report: progress))
    }

    private func summary(
        of request: Request, in listing: OutputListing, _ tally: ProgressTally, counting pager: RowPager? = nil
    ) async throws(AWSFailure) -> OutputSummary {
        let selected = try OutputSelection(object: request.object?.string, includesEarlier: request.includesEarlier)
            .positions(in: listing)
        let positions = request.byteLimit.map { Self.sample(selected, of: listing, within: $0) } ?? selected
        tally.begin(listing, positions)
        var total = OutputSummary()
        total.objects = positions.count
        let bytes = positions.reduce(0) { $0 + (listing.rows.outputSize(at: $1) ?? 0) }
        // Large objects fill the line with their parts; small ones wait for answers.
        let width =
            switch bytes / max(positions.count, 1) {
            case ...(1 << 20): 8
            case ...(4 << 20): 5
            default: 3
            }
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
                        let part = await summary(
                            of: request, row, in: listing, number: number, tally: tally, counting: pager)
                        return (number, part)
                    }
                }
            }
            start()
            while let (number, part) = await group.next() {
                if Task.isCancelled { break }
                waiting[number] = part
                tally.finish(number, part)
                while let part = waiting.removeValue(forKey: merged) {
                    total.merge(part, uncertainLimit: request.leastConfident)
                    merged += 1
                }
                tally.merged(merged) { total }
                start()
            }
            group.cancelAll()
        }
        if Task.isCancelled { throw .cancelled }
        return total
    }

    /// Every so-manieth of the positions, so that together they have no more bytes than the limit; one at least.
    static func sample(_ positions: [Int], of listing: OutputListing, within limit: Int) -> [Int] {
        let sizes = positions.map { listing.rows.outputSize(at: $0) ?? 0 }
        let all = ByteSum.of(sizes)
        guard all > limit, positions.count > 1 else { return positions }
        let wanted = max(1, Int(Double(positions.count) * Double(limit) / Double(all)))
        var chosen: [Int] = []
        var bytes = 0
        for number in 0..<wanted {
            let index = number * positions.count / wanted
            guard chosen.isEmpty || bytes + sizes[index] <= limit else { continue }
            bytes = ByteSum.adding(bytes, sizes[index])
            chosen.append(positions[index])
        }
        return chosen
    }

    private func summary(
        of request: Request, _ row: OutputRow, in listing: OutputListing, number: Int, tally: ProgressTally,
        counting pager: RowPager?
    ) async -> OutputSummary {
        do {
            let reading = try await ObjectReading(
                row, in: listing, job: job, storage: storage, names: names, need: request)
            let size = row.output?.$size ?? 0
            var summary = OutputSummary()
            if !reading.isEmpty {
                let result = try await ObjectSummary(request, reading, of: row.id, names: names).summary {
                    bytes, rows, soFar in
                    tally.note(number, bytes: Int(reading.share(bytes) * Double(size)), rows: rows, soFar: soFar)
                }
                summary = result.summary
                // Who can't take it counts by itself.
                try? await pager?.adopt(input: result.input, output: result.output)
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
                summary.shortfalls = [Shortfall("can't summarize \(uri)", failure: AWSFailure(wrapping: error))]
            }
            return summary
        }
    }
}

extension OutputSummarizer.Request: InputNeed {
    var isCertain: Bool { false }

    /// Whether rows have to stand beside those of the input.
    func needsInput(output: [String?], input: [String?]?) -> Bool {
        groupedBy?.groupsByInput(output: output, input: input) == true
            || [column, scatteredWith].contains { $0?.isOfInput(output: output, input: input) == true }
            || conditions.contains { $0.isOfInput(output: output, input: input) }
    }
}

/// Adds up how far each object is, and what it comes to up to there, and tells of it now and then.
final class ProgressTally: Sendable {
    private struct State {
        var progress = SummaryProgress()
        var parts: [Int: (bytes: Int, rows: Int)] = [:]
        var reported: ContinuousClock.Instant?
        /// What the first objects come to.
        var merged = OutputSummary()
        var mergedAt: ContinuousClock.Instant?
        /// What later ones come to.
        var summaries: [Int: (summary: OutputSummary, at: ContinuousClock.Instant)] = [:]
    }

    private let state = Mutex(State())
    private let report: @Sendable (SummaryProgress, OutputSummary) -> Void
    /// Least certain rows that are kept; nil where summaries are not told of before the end.
    private let uncertainLimit: Int?
    private let pause: Duration

    /// Tells of progress alone.
    init(report: @escaping @Sendable (SummaryProgress) -> Void) {
        self.report = { progress, _ in report(progress) }
        (uncertainLimit, pause) = (nil, .milliseconds(100))
    }

    /// Tells of what rows come to as well.
    init(uncertainLimit: Int, report: @escaping @Sendable (SummaryProgress, OutputSummary) -> Void) {
        self.report = report
        (self.uncertainLimit, pause) = (uncertainLimit, .milliseconds(250))
    }

    func begin(_ listing: OutputListing, _ positions: [Int]) {
        state.withLock { state in
            state.progress.objects = positions.count
            state.progress.bytesTotal = positions.reduce(0) { sum, position in
                sum + (listing.rows.outputSize(at: position) ?? 0)
            }
        }
    }

    /// - Parameter soFar: What the object comes to up to there; asked for now and then alone.
    func note(_ number: Int, bytes: Int, rows: Int, soFar: () -> OutputSummary) {
        let now = ContinuousClock.now
        let isDue =
            uncertainLimit != nil && state.withLock { $0.summaries[number].map { now - $0.at >= pause } ?? true }
        let summary = isDue ? soFar() : nil
        tell(now) { state in
            let before = state.parts[number] ?? (0, 0)
            state.parts[number] = (bytes, rows)
            state.progress.bytesRead += bytes - before.bytes
            state.progress.rows += rows - before.rows
            if let summary { state.summaries[number] = (summary, now) }
        }
    }

    func note(_ number: Int, bytes: Int, rows: Int) { note(number, bytes: bytes, rows: rows) { OutputSummary() } }

    func finish(_ number: Int, _ summary: OutputSummary = OutputSummary()) {
        let now = ContinuousClock.now
        tell(now) { state in
            // Rows of what has failed are none of the summary's, but were read.
            state.parts[number] = nil
            state.progress.objectsDone += 1
            if uncertainLimit != nil { state.summaries[number] = (summary, now) }
        }
    }

    /// All objects before `count` are in one summary, which is asked for now and then alone.
    func merged(_ count: Int, _ total: () -> OutputSummary) {
        guard uncertainLimit != nil else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            if let at = state.mergedAt, now - at < pause { return }
            state.mergedAt = now
            state.merged = total()
            state.summaries = state.summaries.filter { $0.key >= count }
        }
    }

    private func tell(_ now: ContinuousClock.Instant, _ change: (inout State) -> Void) {
        let due: State? = state.withLock { state in
            change(&state)
            if let reported = state.reported, now - reported < pause { return nil }
            state.reported = now
            return state
        }
        guard let due else { return }
        var summary = due.merged
        if let uncertainLimit {
            for number in due.summaries.keys.sorted() {
                if let part = due.summaries[number]?.summary { summary.merge(part, uncertainLimit: uncertainLimit) }
            }
        }
        report(due.progress, summary)
    }
}
