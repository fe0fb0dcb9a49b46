import AWSOperations
import Predictions

/// Reads the predictions of several candidates and their input side by side, row by row.
///
/// All are streamed: what is kept is counts, scores up to a bound, and a bounded number of rows on which they differ.
struct CandidateReading {
    /// The outputs of one candidate.
    struct Source: Sendable {
        /// Its place among the candidates.
        var candidate: Int
        var job: DescribeTransformJobResponse
        var listing: OutputListing
        var names: ColumnNames
    }

    /// What is known of one candidate at the end.
    struct Tally: Sendable {
        var evaluation: PredictionEvaluation?
        var slices = SliceTally(limit: CandidateReading.sliceLimit)
        var scoreNote: String?
        /// The first row whose scores can't be read, or the first object whose scores are of other classes.
        var firstWithoutScores: String?
        fileprivate var firstObject: String?
        var shortfalls: [String] = []
    }

    /// Values of the other column that are distinguished.
    static let sliceLimit = 50
    /// Scores that are kept of all candidates together.
    private static let scoreBudget = 3_000_000

    private let storage: any ObjectReader
    private let input: LabelledInput
    private let labels: LabelReading
    private let kind: PredictionEvaluation.Kind
    private let sources: [Source]
    private let ranges: SliceRanges?

    private(set) var tallies: [Tally]
    private(set) var pairs: [PairedEvaluation]
    private(set) var ranking: PairedRanking?
    private(set) var differences = Differences()
    private(set) var rows = 0

    /// Rows on which candidates differ.
    struct Differences: Sendable {
        var kept: [EvaluationResult.Disagreement] = []
        var count = 0
        var compared = 0

        mutating func note(_ row: @autoclosure () -> EvaluationResult.Disagreement, spread: Double?) {
            count += 1
            guard kept.count >= EvaluationResult.disagreementLimit else {
                kept.append(row())
                return
            }
            // Of classes the first ones, of numbers those that are farthest apart.
            guard let spread, let least = kept.indices.min(by: { (kept[$0].spread ?? 0) < (kept[$1].spread ?? 0) }),
                spread > kept[least].spread ?? 0
            else { return }
            kept[least] = row()
        }

        mutating func merge(_ other: Differences) {
            compared += other.compared
            let counted = count + other.count
            for row in other.kept { note(row, spread: row.spread) }
            count = counted
        }
    }

    init(
        _ sources: [Source], input: LabelledInput, kind: PredictionEvaluation.Kind, from storage: any ObjectReader
    ) {
        (self.sources, self.input, self.kind, self.storage) = (sources, input, kind, storage)
        ranges = input.sliceRanges
        labels = LabelReading(isRegression: kind == .regression, classes: input.classes)
        tallies = Array(repeating: Tally(), count: sources.count)
        pairPlaces = sources.indices.flatMap { first in sources.indices.filter { $0 > first }.map { (first, $0) } }
        pairs = pairPlaces.map { _ in PairedEvaluation() }
    }

    /// The places of two sources in the order of `pairs`.
    let pairPlaces: [(Int, Int)]

    /// Reads all objects to their ends; what can't be read is told of its candidate. Throws `AWSFailure.cancelled`.
    mutating func read(progress: (_ rows: Int) -> Void) async throws {
        guard let first = sources.first else { return }
        for (number, row) in first.listing.rows.enumerated() where row.input != nil {
            if Task.isCancelled { throw AWSFailure.cancelled }
            try await read(row, number: number, progress)
        }
        for index in sources.indices {
            for shortfall in sources[index].listing.shortfalls { tallies[index].shortfalls.append(shortfall.problem) }
        }
    }

    // MARK: One object

    /// The predictions of one candidate for one object.
    private final class Side {
        let source: Int
        let reading: ObjectReading
        let scores: ScoreColumns
        let predicted: Int
        let scorePlaces: [Int]
        var feed: RowFeed
        var queue = RowQueue()
        var row = Row()
        var evaluation: PredictionEvaluation
        var slices = SliceTally(limit: CandidateReading.sliceLimit)
        var cells: [ArraySlice<UInt8>] = []
        var outcome: PredictionEvaluation.Outcome?
        var rows = 0
        var firstWithoutScores: String?
        var problem: String?

        init(_ source: Int, _ reading: ObjectReading, _ names: ColumnNames, classes: [String]?, part: Int, limit: Int) {
            self.source = source
            self.reading = reading
            scores = ScoreColumns(reading, names: names, classes: classes)
            predicted = reading.place(reading.summaryColumn)
            scorePlaces = scores.places
            feed = reading.outputFeed()
            let classes = max(1, scores.meaning.classes.count)
            evaluation = PredictionEvaluation(
                scores: scores.meaning, part: part, scoreLimit: max(50_000, limit / (classes == 2 ? 1 : classes)))
        }

        var prediction: ArraySlice<UInt8> { PredictionEvaluation.trimmed(row[cell: predicted]) }

        /// Reads on; false at the end.
        func advance() async throws(AWSFailure) -> Bool {
            let reading = reading
            var (waiting, own) = (RowQueue(), feed)
            let moved = try await own.next { row in
                var fits = true
                if let shown = reading.prediction(row, fits: &fits) { waiting.append(shown) }
            }
            (queue, feed) = (waiting, own)
            return moved
        }
    }

    private mutating func read(_ row: OutputRow, number: Int, _ progress: (Int) -> Void) async throws {
        guard let location = sources[0].listing.inputLocation(of: row) else { return }
        let name = row.relativeName
        var sides: [Side] = []
        for index in sources.indices {
            do {
                if let side = try await side(index, row, number) { sides.append(side) }
            } catch {
                let failure = error as? Shortfall
                if failure?.failure == .cancelled || error as? AWSFailure == .cancelled { throw AWSFailure.cancelled }
                tallies[index].shortfalls.append(failure?.problem ?? AWSFailure(wrapping: error).problem)
            }
        }
        guard !sides.isEmpty else { return }
        var part = PairPart(pairs: pairs.map { _ in PairedEvaluation(part: number) })
        let mark = ranking?.mark ?? 0
        // Where one can't be read to its end, nobody knows which of its rows are those of the others.
        defer { if sides.contains(where: { $0.problem != nil }) { ranking?.returnTo(mark) } }
        do {
            try await walk(sides, location, row, name, &part, progress)
        } catch {
            guard error != .cancelled else { throw error }
            for side in sides {
                side.problem = "can't read \(name): \(error.problem)"
                tallies[side.source].shortfalls.append(side.problem ?? "")
            }
            return
        }
        merge(sides, part, name)
    }

    /// Nil where the candidate has no rows of the object.
    private func side(_ index: Int, _ row: OutputRow, _ number: Int) async throws -> Side? {
        let source = sources[index]
        guard let own = index == 0 ? row : source.listing.rows.first(where: { $0.id == row.id }), own.output != nil,
            own.state == .written
        else {
            throw Shortfall(
                "no predictions for \(row.relativeName)",
                failure: .configuration(problem: "its output is missing", remedy: ""))
        }
        let reading = try await ObjectReading(
            own, in: source.listing, job: source.job, storage: storage, names: source.names, need: OutputAlone())
        guard !reading.isEmpty else {
            throw Shortfall(
                "no predictions for \(row.relativeName)",
                failure: .configuration(problem: "its output is empty", remedy: ""))
        }
        return Side(
            index, reading, source.names, classes: input.classes, part: number,
            limit: Self.scoreBudget / sources.count)
    }

    /// What two candidates come to on one object.
    private struct PairPart {
        var pairs: [PairedEvaluation]
        var differences = Differences()
    }

    private mutating func walk(
        _ sides: [Side], _ location: S3Location, _ object: OutputRow, _ name: String, _ part: inout PairPart,
        _ progress: (Int) -> Void
    ) async throws(AWSFailure) {
        var feed = LabelledForm.csv.feed(location, object.input, storage)
        var waiting = RowQueue()
        var given = Row()
        var number = 0
        func isOpen(_ side: Side) -> Bool { side.problem == nil }
        while sides.contains(where: isOpen) {
            if waiting.isEmpty, !feed.hasEnded {
                var queue = RowQueue()
                _ = try await feed.next { if !$0.isBlank { queue.append($0) } }
                waiting = queue
            }
            for side in sides where side.problem == nil && side.queue.isEmpty && !side.feed.hasEnded {
                do throws(AWSFailure) {
                    _ = try await side.advance()
                } catch {
                    guard error != .cancelled else { throw error }
                    side.problem = "can't read its predictions for \(name): \(error.problem)"
                }
            }
            for side in sides where side.problem == nil && side.queue.isEmpty && side.feed.hasEnded && !waiting.isEmpty
            {
                side.problem =
                    "\(name): \(DisplayText.count(side.rows)) predictions for more rows, so none can be paired with a row"
            }
            while !waiting.isEmpty, sides.allSatisfy({ $0.problem != nil || !$0.queue.isEmpty }) {
                waiting.takeFirst(into: &given)
                number += 1
                for side in sides where side.problem == nil {
                    side.queue.takeFirst(into: &side.row)
                    side.rows += 1
                }
                take(given, number: number, sides, name, &part)
            }
            progress(rows + number)
            guard feed.hasEnded, waiting.isEmpty else { continue }
            for side in sides where side.problem == nil && !side.queue.isEmpty {
                side.problem =
                    "\(name): more predictions than its \(DisplayText.count(number)) rows, so none can be paired with a row"
            }
            if sides.allSatisfy({ $0.problem != nil || $0.feed.hasEnded && $0.queue.isEmpty }) { break }
        }
        rows += number
    }

    private mutating func take(_ given: Row, number: Int, _ sides: [Side], _ name: String, _ part: inout PairPart) {
        let cell = PredictionEvaluation.trimmed(given[cell: input.targetPlace])
        let truth: ArraySlice<UInt8>
        switch labels.meaning(of: labels.text(cell)) {
        case .itself: truth = cell
        case .other(let name): truth = Array(name.utf8)[...]
        case .unlabelled, .noNumber, .unknown: return
        }
        let slice = input.slicingPlace.map { place in
            let value = given.text(place) ?? ""
            return Array((ranges?.label(of: value) ?? value).utf8)
        }
        for side in sides where side.problem == nil {
            side.cells.removeAll(keepingCapacity: true)
            for place in side.scorePlaces { side.cells.append(side.row[cell: place]) }
            let prediction = side.prediction
            let without = side.evaluation.withoutScores
            side.outcome = side.evaluation.add(truth: truth, predicted: prediction, scores: side.cells)
            if side.firstWithoutScores == nil, side.evaluation.withoutScores > without {
                side.firstWithoutScores = "\(name).out, row \(number)"
            }
            guard let slice else { continue }
            // Scores of each slice would be kept once more.
            side.slices.add(slice, to: PredictionEvaluation(scores: .none)) {
                $0.add(truth: truth, predicted: prediction, scores: [])
            }
        }
        guard sources.count > 1 else { return }
        compare(given, truth, number, sides, name, &part)
    }

    private mutating func compare(
        _ given: Row, _ truth: ArraySlice<UInt8>, _ number: Int, _ sides: [Side], _ name: String, _ part: inout PairPart
    ) {
        for (place, (first, second)) in pairPlaces.enumerated() {
            guard let one = sides.first(where: { $0.source == first && $0.problem == nil }),
                let other = sides.first(where: { $0.source == second && $0.problem == nil }),
                let outcome = one.outcome, let otherOutcome = other.outcome
            else { continue }
            part.pairs[place].add(truth: truth, (one.prediction, outcome), (other.prediction, otherOutcome))
        }
        rank(sides)
        let known = sides.filter { $0.problem == nil && $0.outcome != nil }
        guard known.count > 1, let first = known.first, let outcome = first.outcome else { return }
        if known.count == sides.count { part.differences.compared += 1 }
        let isSame = known.dropFirst().allSatisfy { side in
            side.outcome.map {
                PairedEvaluation.areSame((first.prediction, outcome), (side.prediction, $0))
            } ?? true
        }
        guard !isSame else { return }
        let numbers = known.compactMap { $0.outcome?.predicted }
        let spread = kind == .regression ? numbers.max().map { $0 - (numbers.min() ?? $0) } : nil
        func row() -> EvaluationResult.Disagreement {
            EvaluationResult.Disagreement(
                place: "\(name), line \(number)", row: CopyRow(object: name, number: number),
                label: String(decoding: truth, as: UTF8.self),
                predictions: sources.indices.map { index in
                    known.first { $0.source == index }.map {
                        String(decoding: $0.prediction.prefix(200), as: UTF8.self)
                    }
                },
                cells: (0..<given.count).filter { $0 != input.targetPlace }.prefix(100).map {
                    String(decoding: given[cell: $0].prefix(200), as: UTF8.self)
                }, spread: spread)
        }
        part.differences.note(row(), spread: spread)
    }

    /// Keeps the scores of a row for which more than one candidate has some.
    private mutating func rank(_ sides: [Side]) {
        guard let first = sides.first(where: { $0.problem == nil && $0.outcome?.scored != nil }),
            let place = first.outcome?.scored?.place
        else { return }
        let classes = first.scores.meaning.classes
        if ranking == nil { ranking = PairedRanking(models: sources.count, classes: classes) }
        guard ranking?.classes == classes else { return }
        var given = [[Double]?](repeating: nil, count: sources.count)
        for side in sides where side.problem == nil && side.scores.meaning.classes == classes {
            given[side.source] = side.outcome?.scored?.chances
        }
        if given.count(where: { $0 != nil }) > 1 { ranking?.add(truth: place, given) }
    }

    private mutating func merge(_ sides: [Side], _ part: PairPart, _ name: String) {
        for side in sides {
            guard side.problem == nil else {
                tallies[side.source].shortfalls.append(side.problem ?? "")
                continue
            }
            tallies[side.source].take(
                side.evaluation, side.slices, note: side.scores.note,
                firstWithoutScores: side.firstWithoutScores, of: name)
        }
        for (place, (first, second)) in pairPlaces.enumerated() {
            let areWhole = [first, second].allSatisfy { source in
                sides.contains { $0.source == source && $0.problem == nil }
            }
            if areWhole { pairs[place].merge(part.pairs[place]) }
        }
        if sides.allSatisfy({ $0.problem == nil }) { differences.merge(part.differences) }
    }
}

extension CandidateReading.Tally {
    mutating func take(
        _ own: PredictionEvaluation, _ more: SliceTally, note: String?, firstWithoutScores first: String?,
        of name: String
    ) {
        guard var evaluation else {
            (evaluation, slices, scoreNote) = (own, more, note)
            (firstWithoutScores, firstObject) = (first, name)
            return
        }
        firstWithoutScores = firstWithoutScores ?? first
        if evaluation.scores != own.scores {
            // The fewer rows with scores give theirs up.
            let keeps = evaluation.scoredRows >= own.scoredRows
            firstWithoutScores = firstWithoutScores ?? (keeps ? name : firstObject)
            if !keeps { scoreNote = note }
        }
        self.evaluation = nil
        evaluation.merge(own)
        self.evaluation = evaluation
        slices.merge(more)
    }
}

/// Whoever reads an output beside nothing.
private struct OutputAlone: InputNeed {
    var isCertain: Bool { false }
    var takesMajorityOfLists: Bool { true }
    var forms: RecordForms { RecordForms() }
    func needsInput(output: [String?], input: [String?]?) -> Bool { false }
}
