/// Scores of the rows that are of a class and of those that aren't: for the area below the curve, and for thresholds.
public struct ScoreRanking: Sendable {
    /// Up to so many scores are kept as they are; of more, how many fall into each of `binCount` steps from 0 to 1.
    static let limit = 4_000_000
    static let binCount = 1 << 16

    private struct Bins {
        var positives = [Int](repeating: 0, count: ScoreRanking.binCount)
        var negatives = [Int](repeating: 0, count: ScoreRanking.binCount)

        mutating func add(_ score: Double, isPositive: Bool) {
            let bin = Int(max(0, min(score, 1)) * Double(ScoreRanking.binCount - 1))
            if isPositive { positives[bin] += 1 } else { negatives[bin] += 1 }
        }
    }

    private var positives: [Double] = []
    private var negatives: [Double] = []
    private var bins: Bins?
    private let limit: Int

    public init() { self.init(limit: Self.limit) }

    init(limit: Int) { self.limit = limit }

    /// Another that keeps as many, without scores.
    var emptied: ScoreRanking { ScoreRanking(limit: limit) }

    public mutating func add(_ score: Double, isPositive: Bool) {
        if bins != nil {
            bins?.add(score, isPositive: isPositive)
            return
        }
        if isPositive { positives.append(score) } else { negatives.append(score) }
        if positives.count + negatives.count > limit { bin() }
    }

    /// Keeps from here on only how many scores fall into each step.
    private mutating func bin() {
        var bins = Bins()
        for score in positives { bins.add(score, isPositive: true) }
        for score in negatives { bins.add(score, isPositive: false) }
        (positives, negatives) = ([], [])
        self.bins = bins
    }

    public mutating func merge(_ other: ScoreRanking) {
        if let more = other.bins {
            if bins == nil { bin() }
            for bin in 0..<Self.binCount {
                bins?.positives[bin] += more.positives[bin]
                bins?.negatives[bin] += more.negatives[bin]
            }
            return
        }
        for score in other.positives { add(score, isPositive: true) }
        for score in other.negatives { add(score, isPositive: false) }
    }

    /// The scores in order, each with how many rows of both kinds have it.
    public var steps: RankedScores {
        if let bins {
            let used = (0..<Self.binCount).filter { bins.positives[$0] + bins.negatives[$0] > 0 }
            return RankedScores(
                scores: used.map { Double($0) / Double(Self.binCount - 1) }, positives: used.map { bins.positives[$0] },
                negatives: used.map { bins.negatives[$0] }, isBinned: true)
        }
        let (positives, negatives) = (positives.sorted(), negatives.sorted())
        var ranked = RankedScores(scores: [], positives: [], negatives: [], isBinned: false)
        var (place, other) = (0, 0)
        while place < positives.count || other < negatives.count {
            let score = min(
                place < positives.count ? positives[place] : .infinity,
                other < negatives.count ? negatives[other] : .infinity)
            let (before, otherBefore) = (place, other)
            while place < positives.count, positives[place] <= score { place += 1 }
            while other < negatives.count, negatives[other] <= score { other += 1 }
            ranked.append(score, place - before, other - otherBefore)
        }
        return ranked
    }
}

/// Scores in ascending order, each once, with how many rows of the class and of the others have it.
public struct RankedScores: Sendable {
    public private(set) var scores: [Double]
    public private(set) var positives: [Int]
    public private(set) var negatives: [Int]
    /// Whether scores that are close together count as one.
    public let isBinned: Bool

    init(scores: [Double], positives: [Int], negatives: [Int], isBinned: Bool) {
        (self.scores, self.positives, self.negatives) = (scores, positives, negatives)
        self.isBinned = isBinned
    }

    mutating func append(_ score: Double, _ positives: Int, _ negatives: Int) {
        scores.append(score)
        self.positives.append(positives)
        self.negatives.append(negatives)
    }

    /// The area below the receiver operating characteristic, as scikit-learn's `roc_auc_score`, and by how much it may be
    /// wrong, 0 where all scores are distinguished; nil where all rows are of one kind.
    public var area: (value: Double, error: Double)? { Self.area(positives, negatives, isBinned: isBinned) }

    static func area(_ positives: [Int], _ negatives: [Int], isBinned: Bool) -> (value: Double, error: Double)? {
        let (all, others) = (positives.reduce(0, +), negatives.reduce(0, +))
        guard all > 0, others > 0 else { return nil }
        var (below, won, tied) = (0.0, 0.0, 0.0)
        for index in positives.indices {
            won += Double(positives[index]) * below
            tied += Double(positives[index]) * Double(negatives[index])
            below += Double(negatives[index])
        }
        let pairs = Double(all) * Double(others)
        return ((won + tied / 2) / pairs, isBinned ? tied / 2 / pairs : 0)
    }

    /// What a threshold comes to: rows with a score of at least it count as of the class.
    public struct Threshold: Hashable, Sendable, Codable {
        /// Infinite where no row counts as of the class.
        public var value: Double
        public var truePositives: Int
        public var falsePositives: Int
        public var falseNegatives: Int
        public var trueNegatives: Int

        public var precision: Double? {
            let called = truePositives + falsePositives
            return called == 0 ? nil : Double(truePositives) / Double(called)
        }
        public var recall: Double? {
            let all = truePositives + falseNegatives
            return all == 0 ? nil : Double(truePositives) / Double(all)
        }
        public var falsePositiveRate: Double? {
            let all = falsePositives + trueNegatives
            return all == 0 ? nil : Double(falsePositives) / Double(all)
        }

        private enum CodingKeys: String, CodingKey {
            case value, truePositives, falsePositives, falseNegatives, trueNegatives
        }

        public init(
            value: Double, truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int
        ) {
            (self.value, self.truePositives, self.falsePositives) = (value, truePositives, falsePositives)
            (self.falseNegatives, self.trueNegatives) = (falseNegatives, trueNegatives)
        }

        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            // JSON has no infinite numbers.
            value = try values.decodeIfPresent(Double.self, forKey: .value) ?? .infinity
            truePositives = try values.decode(Int.self, forKey: .truePositives)
            falsePositives = try values.decode(Int.self, forKey: .falsePositives)
            falseNegatives = try values.decode(Int.self, forKey: .falseNegatives)
            trueNegatives = try values.decode(Int.self, forKey: .trueNegatives)
        }

        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encodeIfPresent(value.isFinite ? value : nil, forKey: .value)
            try values.encode(truePositives, forKey: .truePositives)
            try values.encode(falsePositives, forKey: .falsePositives)
            try values.encode(falseNegatives, forKey: .falseNegatives)
            try values.encode(trueNegatives, forKey: .trueNegatives)
        }
    }

    /// What some thresholds come to, in their ascending order: one pass over the scores, however many there are.
    public func thresholds(_ values: [Double]) -> [Threshold] {
        let (all, others) = (positives.reduce(0, +), negatives.reduce(0, +))
        var (index, below, othersBelow) = (0, 0, 0)
        return values.sorted().map { value in
            while index < scores.count, scores[index] < value {
                below += positives[index]
                othersBelow += negatives[index]
                index += 1
            }
            return Threshold(
                value: value, truePositives: all - below, falsePositives: others - othersBelow, falseNegatives: below,
                trueNegatives: othersBelow)
        }
    }

    /// Some thresholds from the highest down, spread over the rows, from one that takes none to one that takes all.
    public func curve(points: Int) -> [Threshold] {
        let (all, others) = (positives.reduce(0, +), negatives.reduce(0, +))
        var current = Threshold(
            value: .infinity, truePositives: 0, falsePositives: 0, falseNegatives: all, trueNegatives: others)
        var curve = [current]
        let stride = max(1, (all + others) / max(points, 1))
        var since = 0
        for index in scores.indices.reversed() {
            current.value = scores[index]
            current.truePositives += positives[index]
            current.falsePositives += negatives[index]
            current.falseNegatives -= positives[index]
            current.trueNegatives -= negatives[index]
            since += positives[index] + negatives[index]
            if since >= stride || index == 0 {
                curve.append(current)
                since = 0
            }
        }
        return curve
    }

    /// Neighbours put together, so that few steps are left; as many rows in each as may be.
    func coarse(steps count: Int) -> RankedScores {
        guard scores.count > count else { return self }
        var coarse = RankedScores(scores: [], positives: [], negatives: [], isBinned: true)
        let rows = positives.reduce(0, +) + negatives.reduce(0, +)
        var (ours, others) = (0, 0)
        for index in scores.indices {
            ours += positives[index]
            others += negatives[index]
            if (ours + others) * count >= rows || index == scores.count - 1 {
                coarse.append(scores[index], ours, others)
                (ours, others) = (0, 0)
            }
        }
        return coarse
    }
}
