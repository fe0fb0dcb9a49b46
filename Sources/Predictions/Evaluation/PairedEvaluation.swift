/// How far apart two models' figures are on the same rows, and whether another sample of such rows might turn it round.
///
/// Both models are measured on each sample that is drawn, so that rows that are hard for both don't blur the difference.
public struct PairedEvaluation: Sendable {
    public enum Figure: String, Hashable, Sendable, CaseIterable, Codable {
        case accuracy = "Accuracy"
        case balancedAccuracy = "BalancedAccuracy"
        case macroPrecision = "MacroPrecision"
        case macroRecall = "MacroRecall"
        case macroF1 = "MacroF1"
        case auc = "AUC"
        case logLoss = "LogLoss"
        case rootMeanSquaredError = "RMSE"
        case meanAbsoluteError = "MAE"
        case r2 = "R2"

        /// Whether less is better.
        public var isLoss: Bool {
            self == .logLoss || self == .rootMeanSquaredError || self == .meanAbsoluteError
        }
    }

    /// The first model's figure without the second one's.
    public struct Difference: Hashable, Sendable, Codable {
        public var value: Double
        /// Nil of too few rows.
        public var interval: ConfidenceInterval?

        public init(value: Double, interval: ConfidenceInterval?) { (self.value, self.interval) = (value, interval) }
    }

    /// Rows with a label and a prediction of both.
    public private(set) var rows = 0
    public private(set) var onlyFirstRight = 0
    public private(set) var onlySecondRight = 0
    public private(set) var bothWrong = 0
    /// Rows for which the two predict differently.
    public private(set) var different = 0

    private var labels = ByteTable()
    /// The class of each label, as the place of its first spelling, and those of numbers.
    private var classes: [UInt64] = []
    private var numbers: [Double: UInt64] = [:]
    /// Rows of each true, first and second class, by their places.
    private var triples: [UInt64: Int] = [:]
    private var rowsBeyond = 0
    private var blocks: BootstrapBlocks
    /// What is taken off true numbers.
    private var shift: Double?

    /// Of more, samples take too long, and nothing that needs the classes is known.
    private static let tripleLimit = 4000

    private enum Sum {
        static let rows = 0, first = 1, second = 2, scored = 3, firstLoss = 4, secondLoss = 5, numbers = 6
        static let firstSquares = 7, secondSquares = 8, firstErrors = 9, secondErrors = 10, truth = 11, squares = 12
        static let count = 13
    }

    public init(part: Int = 0) { blocks = BootstrapBlocks(width: Sum.count, first: part * 617) }

    /// Counts a row that both have; cells without blanks around them.
    public mutating func add(
        truth: ArraySlice<UInt8>, _ first: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome),
        _ second: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome)
    ) {
        rows += 1
        var sums = [Double](repeating: 0, count: Sum.count)
        sums[Sum.rows] = 1
        switch (first.outcome.isRight, second.outcome.isRight) {
        case (true, true): (sums[Sum.first], sums[Sum.second]) = (1, 1)
        case (true, false):
            onlyFirstRight += 1
            sums[Sum.first] = 1
        case (false, true):
            onlySecondRight += 1
            sums[Sum.second] = 1
        case (false, false): bothWrong += 1
        }
        if let loss = first.outcome.loss, let other = second.outcome.loss {
            (sums[Sum.scored], sums[Sum.firstLoss], sums[Sum.secondLoss]) = (1, loss, other)
        }
        if let value = first.outcome.truth, let one = first.outcome.predicted, let other = second.outcome.predicted {
            let shift = shift ?? value
            self.shift = shift
            let moved = value - shift
            sums[Sum.numbers] = 1
            (sums[Sum.firstSquares], sums[Sum.secondSquares]) = (
                (one - value) * (one - value), (other - value) * (other - value)
            )
            (sums[Sum.firstErrors], sums[Sum.secondErrors]) = (abs(one - value), abs(other - value))
            (sums[Sum.truth], sums[Sum.squares]) = (moved, moved * moved)
            if one != other { different += 1 }
        } else if !Self.areSame(first, second) {
            different += 1
        }
        blocks.add(sums)
        addTriple(truth, first, second)
    }

    /// Whether two predictions are the same, as classes or as numbers.
    public static func areSame(
        _ first: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome),
        _ second: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome)
    ) -> Bool {
        first.cell == second.cell
            || first.outcome.predicted != nil && first.outcome.predicted == second.outcome.predicted
    }

    private mutating func addTriple(
        _ truth: ArraySlice<UInt8>, _ first: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome),
        _ second: (cell: ArraySlice<UInt8>, outcome: PredictionEvaluation.Outcome)
    ) {
        guard rowsBeyond == 0 else {
            rowsBeyond += 1
            return
        }
        guard let place = place(of: truth), let one = self.place(of: first.cell),
            let other = self.place(of: second.cell)
        else {
            dropTriples()
            return
        }
        add(place, one, other, 1)
    }

    /// 1 and 1.0 are one class.
    private mutating func place(of label: ArraySlice<UInt8>) -> UInt64? {
        let found = label.withUnsafeBufferPointer { labels.place(of: $0, atMost: ConfusionMatrix.classLimit) }
        guard let found else { return nil }
        if found == classes.count {
            let own = UInt64(found)
            if let number = label.withUnsafeBufferPointer(PredictionEvaluation.number) {
                classes.append(numbers[number] ?? own)
                numbers[number] = classes[found]
            } else {
                classes.append(own)
            }
        }
        return classes[found]
    }

    private mutating func add(_ truth: UInt64, _ first: UInt64, _ second: UInt64, _ count: Int) {
        triples[truth << 40 | first << 20 | second, default: 0] += count
        if triples.count > Self.tripleLimit { dropTriples() }
    }

    private mutating func dropTriples() {
        rowsBeyond = rows
        triples = [:]
    }

    public mutating func merge(_ other: PairedEvaluation) {
        rows += other.rows
        onlyFirstRight += other.onlyFirstRight
        onlySecondRight += other.onlySecondRight
        bothWrong += other.bothWrong
        different += other.different
        let apart = (other.shift ?? shift ?? 0) - (shift ?? other.shift ?? 0)
        shift = shift ?? other.shift
        blocks.merge(
            apart == 0
                ? other.blocks
                : other.blocks.mapped { sums in
                    var moved = sums
                    moved[Sum.truth] += apart * sums[Sum.numbers]
                    moved[Sum.squares] += 2 * apart * sums[Sum.truth] + apart * apart * sums[Sum.numbers]
                    return moved
                })
        guard rowsBeyond == 0, other.rowsBeyond == 0 else {
            dropTriples()
            return
        }
        let keys = other.labels.entries.map { other.labels.key($0) }
        for (triple, count) in other.triples where rowsBeyond == 0 {
            let places = [triple >> 40, triple >> 20 & 0xFFFFF, triple & 0xFFFFF].map { place(of: keys[Int($0)]) }
            guard let truth = places[0], let first = places[1], let second = places[2] else {
                dropTriples()
                return
            }
            add(truth, first, second, count)
        }
    }

    // MARK: What they come to

    /// Nil where a figure isn't known of one of the two.
    public func difference(of figure: Figure) -> Difference? {
        switch figure {
        case .accuracy: difference { Self.mean($0, Sum.first, Sum.second, of: Sum.rows) }
        case .logLoss: difference { Self.mean($0, Sum.firstLoss, Sum.secondLoss, of: Sum.scored) }
        case .meanAbsoluteError: difference { Self.mean($0, Sum.firstErrors, Sum.secondErrors, of: Sum.numbers) }
        case .rootMeanSquaredError:
            difference { sums in
                guard sums[Sum.numbers] > 0 else { return nil }
                return (sums[Sum.firstSquares] / sums[Sum.numbers]).squareRoot()
                    - (sums[Sum.secondSquares] / sums[Sum.numbers]).squareRoot()
            }
        case .r2:
            difference { sums in
                guard sums[Sum.numbers] > 1 else { return nil }
                let spread = sums[Sum.squares] - sums[Sum.truth] * sums[Sum.truth] / sums[Sum.numbers]
                return spread > 0 ? (sums[Sum.secondSquares] - sums[Sum.firstSquares]) / spread : nil
            }
        // The rows' scores are needed: `PairedRanking` has them.
        case .auc: nil
        case .balancedAccuracy: classDifference(\.balancedAccuracy)
        case .macroPrecision: classDifference(\.macroPrecision)
        case .macroRecall: classDifference(\.macroRecall)
        case .macroF1: classDifference(\.macroF1)
        }
    }

    private static func mean(_ sums: [Double], _ first: Int, _ second: Int, of count: Int) -> Double? {
        sums[count] > 0 ? (sums[first] - sums[second]) / sums[count] : nil
    }

    private func difference(_ figure: ([Double]) -> Double?) -> Difference? {
        guard let value = figure(blocks.total), value.isFinite else { return nil }
        return Difference(value: value, interval: blocks.interval(of: figure))
    }

    private func classDifference(_ figure: (ClassCounts) -> Double?) -> Difference? {
        guard rowsBeyond == 0, !triples.isEmpty else { return nil }
        let names = labels.entries.map { labels.text($0) }
        let values = names.map { PredictionEvaluation.number(in: $0) }
        // Numbers by their values, then the others by their names, so that samples don't depend on which row came first.
        let order = names.indices.sorted { one, other in
            switch (values[one], values[other]) {
            case (let one?, let other?): one < other
            case (nil, nil): names[one].utf8.lexicographicallyPrecedes(names[other].utf8)
            case (_?, nil): true
            case (nil, _): false
            }
        }
        var places = [Int](repeating: 0, count: names.count)
        for (place, index) in order.enumerated() { places[index] = place }
        let sorted = order.map { names[$0] }
        let all = triples.map { triple, count in
            (
                truth: places[Int(triple >> 40)], first: places[Int(triple >> 20 & 0xFFFFF)],
                second: places[Int(triple & 0xFFFFF)], count: count
            )
        }.sorted { ($0.truth, $0.first, $0.second) < ($1.truth, $1.first, $1.second) }
        func value(_ draw: (Int) -> Int) -> Double? {
            var (first, second) = (ClassCounts(names: sorted), ClassCounts(names: sorted))
            for triple in all {
                let drawn = draw(triple.count)
                guard drawn > 0 else { continue }
                first.add(truth: triple.truth, predicted: triple.first, count: drawn)
                second.add(truth: triple.truth, predicted: triple.second, count: drawn)
            }
            guard let one = figure(first), let other = figure(second) else { return nil }
            return one - other
        }
        guard let whole = value({ $0 }) else { return nil }
        guard rows >= BootstrapBlocks.fewestRows else { return Difference(value: whole, interval: nil) }
        var chance = SeededChance()
        let samples = (0..<BootstrapBlocks.replicates).map { _ in value { chance.poisson(Double($0)) } }
        return Difference(value: whole, interval: ConfidenceInterval(samples))
    }
}
