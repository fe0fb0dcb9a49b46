/// What predictions are worth beside the true values, counted while rows stream by.
///
/// Classes and numbers are both counted until it's known which they are.
public struct PredictionEvaluation: Sendable {
    /// What the scores of a row are.
    public enum Scores: Hashable, Sendable {
        case none
        /// One: the probability of the second of two classes.
        case ofSecond(first: String, second: String)
        /// The probability of each class.
        case ofEach([String])

        public var classes: [String] {
            switch self {
            case .none: []
            case .ofSecond(let first, let second): [first, second]
            case .ofEach(let classes): classes
            }
        }
    }

    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        case classification
        case regression
    }

    public private(set) var scores: Scores
    /// Rows whose true value is empty, and rows with one but without a prediction: neither is counted elsewhere.
    public private(set) var unlabelled = 0
    public private(set) var withoutPrediction = 0
    public private(set) var matrix = ConfusionMatrix()
    public private(set) var regression: RegressionFigures
    /// Rows of which one of the two isn't a number.
    public private(set) var notNumbers = 0
    /// Rows whose scores can't be read, and rows whose label is none of the classes that have scores.
    public private(set) var withoutScores = 0
    public private(set) var withUnknownClass = 0
    /// Whether a number that isn't whole came, on either side.
    private var hasFractions = false
    /// One for two classes, one for each of more.
    private var rankings: [ScoreRanking] = []
    private var losses = CompensatedSum()
    private var lossRows = 0
    /// Rows, right ones, rows with a loss, and their losses.
    private var blocks: BootstrapBlocks
    private var classes: [[UInt8]]
    private var classNumbers: [Double?]

    /// - Parameters:
    ///   - part: The number of the part of the rows that this one counts, where several are merged.
    ///   - scoreLimit: Scores of a class that are kept as they are; nil for a few million.
    public init(scores: Scores, part: Int = 0, scoreLimit: Int? = nil) {
        self.scores = scores
        classes = scores.classes.map { Array($0.utf8) }
        classNumbers = classes.map { $0.withUnsafeBufferPointer(Self.number) }
        rankings = Array(
            repeating: ScoreRanking(limit: scoreLimit ?? ScoreRanking.limit),
            count: classes.count == 2 ? 1 : classes.count)
        let first = part * 617
        blocks = BootstrapBlocks(width: 4, first: first)
        regression = RegressionFigures(firstBlock: first)
    }

    /// What became of a row.
    public struct Outcome: Sendable {
        public var isRight: Bool
        /// The logarithmic loss, where the row has scores.
        public var loss: Double?
        /// Where they are numbers.
        public var truth: Double?
        public var predicted: Double?
        /// The place of its class among those with scores, and the probability of each.
        public var scored: (place: Int, chances: [Double])?
    }

    /// Counts a row; nil where it lacks a label or a prediction.
    ///
    /// - Parameter scores: In the order of the classes; one alone for `ofSecond`.
    @discardableResult public mutating func add(
        truth: ArraySlice<UInt8>, predicted: ArraySlice<UInt8>, scores cells: [ArraySlice<UInt8>]
    ) -> Outcome? {
        let (truth, predicted) = (Self.trimmed(truth), Self.trimmed(predicted))
        guard !truth.isEmpty else {
            unlabelled += 1
            return nil
        }
        guard !predicted.isEmpty else {
            withoutPrediction += 1
            return nil
        }
        let numbers = (
            truth.withUnsafeBufferPointer(Self.number), predicted.withUnsafeBufferPointer(Self.number)
        )
        truth.withUnsafeBufferPointer { truth in
            predicted.withUnsafeBufferPointer { matrix.add(truth: truth, predicted: $0) }
        }
        if let number = numbers.0, let other = numbers.1 {
            regression.add(truth: number, predicted: other)
            if number != number.rounded() || other != other.rounded() { hasFractions = true }
        } else {
            notNumbers += 1
        }
        let isRight = truth == predicted || numbers.0 != nil && numbers.0 == numbers.1
        let scored = scored(truth, numbers.0, cells)
        let loss = scored.map { addScores($0.chances, $0.place) }
        blocks.add([1, isRight ? 1 : 0, loss == nil ? 0 : 1, loss ?? 0])
        return Outcome(isRight: isRight, loss: loss, truth: numbers.0, predicted: numbers.1, scored: scored)
    }

    /// The probabilities of a row's classes and the place of its own; nil where that isn't all known, which is counted.
    private mutating func scored(
        _ truth: ArraySlice<UInt8>, _ number: Double?, _ cells: [ArraySlice<UInt8>]
    ) -> (place: Int, chances: [Double])? {
        guard !classes.isEmpty else { return nil }
        var chances = cells.compactMap { $0.withUnsafeBufferPointer(Self.number) }
        if case .ofSecond = scores, let second = chances.first { chances = [1 - second, second] }
        // What is no probability says nothing; a little is rounding.
        guard chances.count == classes.count, chances.allSatisfy({ (-1e-6...1 + 1e-6).contains($0) }) else {
            withoutScores += 1
            return nil
        }
        let place =
            classes.firstIndex { truth.elementsEqual($0) }
            ?? number.flatMap { number in classNumbers.firstIndex { $0 == number } }
        guard let place else {
            withUnknownClass += 1
            return nil
        }
        return (place, chances)
    }

    /// Counts the scores of a row; returns its logarithmic loss.
    private mutating func addScores(_ chances: [Double], _ place: Int) -> Double {
        if classes.count == 2 {
            rankings[0].add(chances[1], isPositive: place == 1)
        } else {
            for index in classes.indices { rankings[index].add(chances[index], isPositive: index == place) }
        }
        // As scikit-learn clips doubles.
        let loss = -Self.logarithm(max(Double.ulpOfOne, min(chances[place], 1 - Double.ulpOfOne)))
        losses.add(loss)
        lossRows += 1
        return loss
    }

    /// Where the scores are of other classes, those of fewer rows are dropped: their rows count as without scores.
    public mutating func merge(_ other: PredictionEvaluation) {
        guard scores == other.scores else {
            var other = other
            if lossRows >= other.lossRows { other.takeScores(of: self) } else { takeScores(of: other) }
            return merge(other)
        }
        unlabelled += other.unlabelled
        withoutPrediction += other.withoutPrediction
        matrix.merge(other.matrix)
        regression.merge(other.regression)
        notNumbers += other.notNumbers
        withoutScores += other.withoutScores
        withUnknownClass += other.withUnknownClass
        hasFractions = hasFractions || other.hasFractions
        for index in rankings.indices where index < other.rankings.count {
            rankings[index].merge(other.rankings[index])
        }
        losses.add(other.losses.value)
        lossRows += other.lossRows
        blocks.merge(other.blocks)
    }

    /// Has the other's kind of scores, and none of its own.
    private mutating func takeScores(of other: PredictionEvaluation) {
        (scores, classes, classNumbers) = (other.scores, other.classes, other.classNumbers)
        rankings = other.rankings.map { $0.emptied }
        (losses, lossRows, withUnknownClass) = (CompensatedSum(), 0, 0)
        withoutScores = scores == .none ? 0 : rows
        blocks = blocks.mapped { [$0[0], $0[1], 0, 0] }
    }

    // MARK: What they come to

    /// Rows that have both a label and a prediction.
    public var rows: Int { matrix.rows + matrix.rowsBeyond }

    /// What the rows seem to be: numbers where all are, and either some aren't whole or there are many of them; classes
    /// otherwise, and wherever there are scores.
    public var likelyKind: Kind {
        guard classes.isEmpty, notNumbers == 0, regression.rows > 0 else { return .classification }
        return hasFractions || matrix.rowsBeyond > 0 || matrix.classes.names.count > 50 ? .regression : .classification
    }

    /// The mean logarithmic loss of the rows with scores, as `log_loss`; nil without any.
    public var logLoss: Double? { lossRows == 0 ? nil : losses.value / Double(lossRows) }

    /// Rows that the curve and the loss are of.
    public var scoredRows: Int { lossRows }

    public var logLossInterval: ConfidenceInterval? { blocks.interval { $0[2] > 0 ? $0[3] / $0[2] : nil } }
    /// Of samples; where all rows are right or all are wrong, samples have no width, and it is the range of shares that give
    /// so many equal rows in more than 1 of 40 cases (Clopper and Pearson).
    public var accuracyInterval: ConfidenceInterval? {
        let sums = blocks.total
        guard let found = blocks.interval(of: { $0[0] > 0 ? $0[1] / $0[0] : nil }) else { return nil }
        guard sums[1] == 0 || sums[1] == sums[0] else { return found }
        let least = Self.power(0.025, 1 / sums[0])
        return sums[1] == 0
            ? ConfidenceInterval(low: 0, high: 1 - least) : ConfidenceInterval(low: least, high: 1)
    }

    /// A figure of the classes, in samples of the rows.
    public func interval(of figure: (ClassCounts) -> Double?) -> ConfidenceInterval? {
        guard rows >= BootstrapBlocks.fewestRows, matrix.rowsBeyond == 0 else { return nil }
        let counts = matrix.classes
        var chance = SeededChance()
        return ConfidenceInterval((0..<BootstrapBlocks.replicates).map { _ in figure(counts.resampled(by: &chance)) })
    }

    /// The ranked scores: of the second of two classes, or of each of more.
    public var rankedScores: [RankedScores] { rankings.map(\.steps) }

    /// An area below curves: of the second class where there are two, else the mean over the classes, each against the rest.
    public struct Area: Hashable, Sendable {
        public var value: Double
        /// By how much it may be wrong, since so many scores weren't all kept; 0 where they were.
        public var error: Double
        public var interval: ConfidenceInterval?
    }

    /// As `roc_auc_score` with `multi_class='ovr'`; nil where a class has no rows or all of them.
    public func area(of ranked: [RankedScores]) -> Area? {
        guard !ranked.isEmpty else { return nil }
        let areas = ranked.map(\.area)
        let found = areas.compactMap(\.self)
        guard found.count == areas.count else { return nil }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let value = mean(found.map(\.value))
        // In samples, scores that are close together count as one, and the middle is that of all.
        var chance = SeededChance()
        let coarse = ranked.map { $0.coarse(steps: 1000) }
        let middle = mean(coarse.compactMap(\.area?.value))
        let samples =
            lossRows < BootstrapBlocks.fewestRows
            ? []
            : (0..<200).map { _ -> Double? in
                let areas = coarse.map { $0.sampledArea(&chance) }
                let all = areas.compactMap(\.self)
                return all.count == areas.count ? min(1, max(0, mean(all) + value - middle)) : nil
            }
        return Area(value: value, error: mean(found.map(\.error)), interval: ConfidenceInterval(samples))
    }

    // MARK: Cells

    public static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var cell = cell
        while let first = cell.first, first == 0x20 || first == 0x09 { cell.removeFirst() }
        while let last = cell.last, last == 0x20 || last == 0x09 || last == 0x0D { cell.removeLast() }
        return cell
    }

    /// The number that a label or a prediction is; nil for anything else, for example `0x10` or `nan`.
    public static func number(in text: String) -> Double? {
        var text = text
        return text.withUTF8 { number($0) }
    }

    public static func number(in cell: ArraySlice<UInt8>) -> Double? { cell.withUnsafeBufferPointer { number($0) } }

    static func number(_ cell: UnsafeBufferPointer<UInt8>) -> Double? {
        if case .number(let value) = NumberText.read(cell) { value } else { nil }
    }
}
