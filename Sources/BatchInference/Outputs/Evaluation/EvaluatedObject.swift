import AWSOperations
import Predictions

/// One output whose rows are compared with their true values.
struct EvaluatedObject {
    private let reading: ObjectReading
    private let part: Int
    private let truth: Cell
    private let predicted: Cell
    private let slicing: Cell?
    private let scores: ScoreColumns
    private let titles: (target: String, predicted: String, slicing: String?)

    /// A cell of a row or of the one beside it.
    private struct Cell {
        var isInput: Bool
        var place: Int

        func bytes(_ row: Row, _ input: Row?) -> ArraySlice<UInt8> { (isInput ? input ?? Row() : row)[cell: place] }
    }

    /// Throws a `Shortfall` where a column isn't there.
    init(_ request: OutputEvaluator.Request, _ reading: ObjectReading, names: ColumnNames, part: Int) throws {
        (self.reading, self.part) = (reading, part)
        let (output, input) = (reading.titles, reading.input == nil ? [] : reading.inputTitles)
        func place(_ column: ColumnReference, asInput: Bool = false) throws -> ColumnReference.Place {
            // What is true stands in the input, also where a prediction has the same name.
            let found = asInput ? column.groupingPlace(output: output, input: input) : nil
            guard let place = found ?? column.place(output: output, input: input) else {
                throw reading.lacks(column, among: output + input)
            }
            return place
        }
        func cell(_ place: ColumnReference.Place) -> Cell {
            switch place {
            case .output(let place): Cell(isInput: false, place: reading.place(place))
            case .input(let place): Cell(isInput: true, place: place)
            }
        }
        func title(_ place: ColumnReference.Place) -> String {
            switch place {
            case .output(let column): output[column] ?? place.text
            case .input(let column): input[column] ?? place.text
            }
        }
        let target = try place(request.target, asInput: true)
        // Of several columns, any may hold the predictions.
        if request.column == nil, let gap = names.shortfall, names.responses.isEmpty, output.count > 1,
            output[reading.summaryColumn] == nil
        {
            throw Shortfall("can't tell which column of \(reading.uri) holds the predictions", failure: gap.failure)
        }
        let answer = try request.column.map { try place($0) } ?? .output(reading.summaryColumn)
        guard target != answer else {
            throw Shortfall(
                "can't evaluate \(reading.uri)",
                failure: .configuration(
                    problem: "the column \(title(target)) would be compared with itself",
                    remedy: "name the column with the true values"))
        }
        let slice = try request.slicedBy.map { try place($0, asInput: true) }
        (truth, predicted, slicing) = (cell(target), cell(answer), slice.map(cell))
        titles = (title(target), title(answer), slice.map(title))
        scores = ScoreColumns(reading, names: names)
    }

    func read(into result: inout OutputEvaluation, progress: (Int, Int) -> Void) async throws {
        let empty = PredictionEvaluation(scores: scores.meaning, part: part)
        let noSlices = SliceTally(limit: OutputEvaluator.sliceLimit)
        var (evaluation, slices) = (empty, noSlices)
        var cells: [ArraySlice<UInt8>] = []
        var firstWithoutScores: String?
        let name = String(reading.uri.pathName)
        let restart = { (evaluation, slices, firstWithoutScores) = (empty, noSlices, nil) }
        let counted = try await reading.read(restart: restart, progress: progress) { row, input in
            guard !row.isBlank else { return }
            cells.removeAll(keepingCapacity: true)
            for place in scores.places { cells.append(row[cell: place]) }
            let (truth, predicted) = (truth.bytes(row, input), predicted.bytes(row, input))
            let without = evaluation.withoutScores
            evaluation.add(truth: truth, predicted: predicted, scores: cells)
            if firstWithoutScores == nil, evaluation.withoutScores > without {
                firstWithoutScores = "\(name), row \(row.number + 1)"
            }
            guard let slicing else { return }
            slices.add(Array(slicing.bytes(row, input)), to: empty) {
                $0.add(truth: truth, predicted: predicted, scores: cells)
            }
        }
        result.take(evaluation, slices: slices)
        (result.target, result.predicted, result.slicing) = (titles.target, titles.predicted, titles.slicing)
        (result.scoreNote, result.firstWithoutScores, result.firstObject) = (scores.note, firstWithoutScores, name)
        (result.blankLines, result.cutRows, result.flaws) = (counted.blankLines, counted.cutRows, counted.flaws)
    }
}

/// The columns of an output that hold probabilities, and of which classes.
struct ScoreColumns {
    private(set) var meaning = PredictionEvaluation.Scores.none
    /// In a row as it is handed on.
    private(set) var places: [Int] = []
    /// Why no curve can be told, where there are probabilities all the same.
    private(set) var note: String?

    /// - Parameter known: The classes, where somebody knows them; nil where the names tell.
    init(_ reading: ObjectReading, names: ColumnNames, classes known: [String]? = nil) {
        let arrangement = reading.arrangement
        if !arrangement.classPlaces.isEmpty {
            // In one order, since each object may list them in its own.
            places = arrangement.classPlaces.sorted {
                (reading.titles[$0] ?? "").utf8.lexicographicallyPrecedes((reading.titles[$1] ?? "").utf8)
            }
            let classes = places.map { reading.titles[$0] ?? "" }
            guard classes.count > 1, Set(classes.map { Array($0.utf8) }).count == classes.count else {
                places = []
                return
            }
            meaning = .ofEach(classes)
            return
        }
        guard let place = reading.titles.firstIndex(of: "probability") else {
            let areOdd = reading.titles.contains { $0?.hasByteSuffix("probabilities") == true }
            note =
                areOdd
                ? "the lists of probabilities differ, so what needs scores is unknown"
                : "no column probability or probabilities, so what needs scores is unknown"
            return
        }
        guard let (first, second) = Self.twoClasses(reading, names: names, known) else {
            note = "the predicted class's probability alone gives no curve: launch with probabilities as well"
            return
        }
        places = [reading.place(place)]
        meaning = .ofSecond(first: first, second: second)
    }

    /// The classes, where there are two: Autopilot gives the probability of the second one.
    private static func twoClasses(
        _ reading: ObjectReading, names: ColumnNames, _ known: [String]?
    ) -> (String, String)? {
        if let known, known.count == 2 {
            let sorted = known.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return (sorted[0], sorted[1])
        }
        let target = names.trained.filter { column in !names.features.contains { $0.name == column.name } }
        if target.count == 1, let words = target[0].words {
            let sorted = words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return sorted.count == 2 ? (sorted[0], sorted[1]) : nil
        }
        // Without them, 0 and 1 are known by themselves.
        let label = reading.preview.summaryColumn
        let seen = Set(
            reading.preview.predicted.rows.compactMap { label < $0.cells.count ? $0.cells[label] : nil }
                .filter { !$0.isEmpty })
        return !seen.isEmpty && seen.isSubset(of: ["0", "1"]) ? ("0", "1") : nil
    }
}
