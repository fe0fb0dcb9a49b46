import AWSOperations
import Predictions

/// Compares all predictions of a transform with the true values, which its input or the joined output still holds.
public struct OutputEvaluator: Sendable {
    /// What is asked.
    public struct Request: Hashable, Sendable {
        /// The column with the true values.
        public var target: ColumnReference
        /// The column with the predicted ones; nil for the one that Autopilot's containers answer with.
        public var column: ColumnReference?
        /// The column by whose values the figures are told once more.
        public var slicedBy: ColumnReference?
        public var includesEarlier = false
        public var forms = RecordForms()
        /// The one object that is read; nil for all.
        public var object: ByteText?

        public init(target: ColumnReference) { self.target = target }
    }

    private let storage: any ObjectStorage
    private let job: DescribeTransformJobResponse
    private let names: ColumnNames

    /// Objects that are read side by side.
    private static let width = 4
    /// Values of the other column that are distinguished.
    public static let sliceLimit = 100

    public init(storage: any ObjectStorage, job: DescribeTransformJobResponse, names: ColumnNames) {
        (self.storage, self.job, self.names) = (storage, job, names)
    }

    /// Reads all pairs to their ends; what can't be read is in `shortfalls`. Throws `AWSFailure`.
    public func evaluation(
        of request: Request, in listing: OutputListing, progress: @escaping @Sendable (SummaryProgress) -> Void
    ) async throws(AWSFailure) -> OutputEvaluation {
        let positions = try OutputSelection(object: request.object?.string, includesEarlier: request.includesEarlier)
            .positions(in: listing)
        let tally = ProgressTally(report: progress)
        tally.begin(listing, positions)
        var total = OutputEvaluation()
        total.objects = positions.count
        await withTaskGroup(of: (Int, OutputEvaluation).self) { group in
            var waiting: [Int: OutputEvaluation] = [:]
            var (next, merged) = (0, 0)
            func start() {
                // Parts are merged in their order, so that two runs say the same to the last digit.
                while next < positions.count, next - merged < Self.width * 2, next - merged - waiting.count < Self.width
                {
                    let (number, row) = (next, listing.rows[positions[next]])
                    next += 1
                    group.addTask { (number, await part(of: request, row, in: listing, number: number, tally)) }
                }
            }
            start()
            while let (number, part) = await group.next() {
                if Task.isCancelled { break }
                waiting[number] = part
                tally.finish(number)
                while let part = waiting.removeValue(forKey: merged) {
                    total.merge(part)
                    merged += 1
                }
                start()
            }
            group.cancelAll()
        }
        if Task.isCancelled { throw .cancelled }
        return total
    }

    private func part(
        of request: Request, _ row: OutputRow, in listing: OutputListing, number: Int, _ tally: ProgressTally
    ) async -> OutputEvaluation {
        var part = OutputEvaluation()
        do {
            let reading = try await ObjectReading(
                row, in: listing, job: job, storage: storage, names: names, need: request)
            if !reading.isEmpty {
                let size = row.output?.$size ?? 0
                try await EvaluatedObject(request, reading, names: names, part: number).read(into: &part) {
                    tally.note(number, bytes: Int(reading.share($0) * Double(size)), rows: $1)
                }
            }
            part.objectsRead = 1
        } catch {
            part = OutputEvaluation()
            let uri = listing.outputLocation(of: row).uri
            part.shortfalls = [
                error as? Shortfall ?? Shortfall("can't evaluate \(uri)", failure: AWSFailure(wrapping: error))
            ]
        }
        return part
    }
}

extension OutputEvaluator.Request: InputNeed {
    var isCertain: Bool { false }
    var takesMajorityOfLists: Bool { true }

    /// True values stand in the input, unless they're said to stand in the output.
    func needsInput(output: [String?], input: [String?]?) -> Bool {
        !target.isNamedOutput
            || [column, slicedBy].contains { $0?.isOfInput(output: output, input: input) == true }
    }
}

/// What predictions come to beside the true values, of all objects that could be read.
public struct OutputEvaluation: Sendable {
    /// Nil before a row came.
    public private(set) var evaluation: PredictionEvaluation?
    /// The same for each value of another column.
    private(set) var slices = SliceTally(limit: OutputEvaluator.sliceLimit)
    public internal(set) var objects = 0
    public internal(set) var objectsRead = 0
    public internal(set) var blankLines = 0
    public internal(set) var cutRows = 0
    public internal(set) var flaws = FlawedObjects()
    public internal(set) var shortfalls: [Shortfall] = []
    /// The titles of the columns.
    public internal(set) var target = ""
    public internal(set) var predicted = ""
    public internal(set) var slicing: String?
    /// Why there are no scores, where there are none.
    public internal(set) var scoreNote: String?
    /// The first row whose scores can't be read, or the first object whose scores are of other classes.
    public internal(set) var firstWithoutScores: String?
    var firstObject: String?

    init() {}

    mutating func take(_ evaluation: PredictionEvaluation, slices: SliceTally) {
        (self.evaluation, self.slices) = (evaluation, slices)
    }

    mutating func merge(_ other: OutputEvaluation) {
        objectsRead += other.objectsRead
        blankLines += other.blankLines
        cutRows += other.cutRows
        flaws.merge(other.flaws)
        shortfalls += other.shortfalls
        guard let new = other.evaluation else { return }
        guard var evaluation else {
            (evaluation, slices) = (new, other.slices)
            (target, predicted, slicing) = (other.target, other.predicted, other.slicing)
            scoreNote = other.scoreNote
            (firstWithoutScores, firstObject) = (other.firstWithoutScores, other.firstObject)
            return
        }
        firstWithoutScores = firstWithoutScores ?? other.firstWithoutScores
        if evaluation.scores != new.scores {
            // The fewer rows with scores give theirs up: figures of one kind would be told of rows that have another.
            let keepsOwn = evaluation.scoredRows >= new.scoredRows
            firstWithoutScores = firstWithoutScores ?? (keepsOwn ? other.firstObject : firstObject)
            if !keepsOwn { scoreNote = other.scoreNote }
        }
        evaluation.merge(new)
        self.evaluation = evaluation
        slices.merge(other.slices)
    }
}
