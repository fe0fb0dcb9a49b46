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
        guard let bins else { return RankedScores(rows: positives.sorted(), negatives.sorted()) }
        let used = (0..<Self.binCount).filter { bins.positives[$0] + bins.negatives[$0] > 0 }
        return RankedScores(
            scores: used.map { Double($0) / Double(Self.binCount - 1) }, positives: used.map { bins.positives[$0] },
            negatives: used.map { bins.negatives[$0] }, isBinned: true)
    }
}

/// Scores in ascending order, each once, with how many rows of the class and of the others have it.
public struct RankedScores: Sendable {
    /// One score that some rows have.
    public struct Step: Hashable, Sendable {
        public var score: Double
        public var positives: Int
        public var negatives: Int
    }

    private enum Content: Sendable {
        /// The scores of each row, in ascending order: steps of them would take thrice the room.
        case rows(positives: [Double], negatives: [Double])
        case steps([Step])
    }

    private let content: Content
    /// Whether scores that are close together count as one.
    public let isBinned: Bool
    /// Rows of the class, and the others.
    private let all: (positives: Int, negatives: Int)

    /// Of sorted scores.
    init(rows positives: [Double], _ negatives: [Double]) {
        content = .rows(positives: positives, negatives: negatives)
        (isBinned, all) = (false, (positives.count, negatives.count))
    }

    init(scores: [Double], positives: [Int], negatives: [Int], isBinned: Bool) {
        self.init(
            steps: scores.indices.map {
                Step(score: scores[$0], positives: positives[$0], negatives: negatives[$0])
            }, isBinned: isBinned)
    }

    private init(steps: [Step], isBinned: Bool) {
        (content, self.isBinned) = (.steps(steps), isBinned)
        all = steps.reduce(into: (0, 0)) { $0 = ($0.0 + $1.positives, $0.1 + $1.negatives) }
    }

    /// Goes through the steps, from the lowest score up.
    public func forEach(_ take: (Step) -> Void) {
        guard case .rows(let positives, let negatives) = content else {
            if case .steps(let steps) = content { steps.forEach(take) }
            return
        }
        var (place, other) = (0, 0)
        while place < positives.count || other < negatives.count {
            let score = min(
                place < positives.count ? positives[place] : .infinity,
                other < negatives.count ? negatives[other] : .infinity)
            let (before, otherBefore) = (place, other)
            while place < positives.count, positives[place] <= score { place += 1 }
            while other < negatives.count, negatives[other] <= score { other += 1 }
            take(Step(score: score, positives: place - before, negatives: other - otherBefore))
        }
    }

    /// Goes through the steps, from the highest score down.
    private func forEachReversed(_ take: (Step) -> Void) {
        guard case .rows(let positives, let negatives) = content else {
            if case .steps(let steps) = content { steps.reversed().forEach(take) }
            return
        }
        var (place, other) = (positives.count, negatives.count)
        while place > 0 || other > 0 {
            let score = max(
                place > 0 ? positives[place - 1] : -.infinity, other > 0 ? negatives[other - 1] : -.infinity)
            let (before, otherBefore) = (place, other)
            while place > 0, positives[place - 1] >= score { place -= 1 }
            while other > 0, negatives[other - 1] >= score { other -= 1 }
            take(Step(score: score, positives: before - place, negatives: otherBefore - other))
        }
    }

    /// All steps in an array; few rows only.
    var steps: [Step] {
        var steps: [Step] = []
        forEach { steps.append($0) }
        return steps
    }

    /// The area below the receiver operating characteristic, as scikit-learn's `roc_auc_score`, and by how much it may be
    /// wrong, 0 where all scores are distinguished; nil where all rows are of one kind.
    public var area: (value: Double, error: Double)? {
        Self.area(all.positives, all.negatives, isBinned: isBinned, forEach)
    }

    /// The same with each count drawn again.
    func sampledArea(_ chance: inout SeededChance) -> Double? {
        let steps = steps
        let positives = steps.map { chance.poisson(Double($0.positives)) }
        let negatives = steps.map { chance.poisson(Double($0.negatives)) }
        return RankedScores(
            scores: steps.map(\.score), positives: positives, negatives: negatives, isBinned: true
        ).area?.value
    }

    private static func area(
        _ positives: Int, _ negatives: Int, isBinned: Bool, _ forEach: ((Step) -> Void) -> Void
    ) -> (value: Double, error: Double)? {
        guard positives > 0, negatives > 0 else { return nil }
        var (below, won, tied) = (0.0, 0.0, 0.0)
        forEach { step in
            won += Double(step.positives) * below
            tied += Double(step.positives) * Double(step.negatives)
            below += Double(step.negatives)
        }
        let pairs = Double(positives) * Double(negatives)
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
        let values = values.sorted()
        var found: [Threshold] = []
        var (below, othersBelow) = (0, 0)
        func take(_ value: Double) {
            found.append(
                Threshold(
                    value: value, truePositives: all.positives - below, falsePositives: all.negatives - othersBelow,
                    falseNegatives: below, trueNegatives: othersBelow))
        }
        forEach { step in
            while found.count < values.count, values[found.count] <= step.score { take(values[found.count]) }
            below += step.positives
            othersBelow += step.negatives
        }
        while found.count < values.count { take(values[found.count]) }
        return found
    }

    /// Some thresholds from the highest down, spread over the rows, from one that takes none to one that takes all.
    public func curve(points: Int) -> [Threshold] {
        var current = Threshold(
            value: .infinity, truePositives: 0, falsePositives: 0, falseNegatives: all.positives,
            trueNegatives: all.negatives)
        var curve = [current]
        let stride = max(1, (all.positives + all.negatives) / max(points, 1))
        var since = 0
        forEachReversed { step in
            current.value = step.score
            current.truePositives += step.positives
            current.falsePositives += step.negatives
            current.falseNegatives -= step.positives
            current.trueNegatives -= step.negatives
            since += step.positives + step.negatives
            if since >= stride || current.falseNegatives == 0 && current.trueNegatives == 0 {
                curve.append(current)
                since = 0
            }
        }
        return curve
    }

    /// Neighbours put together, so that few steps are left; as many rows in each as may be.
    func coarse(steps count: Int) -> RankedScores {
        var distinct = 0
        forEach { _ in distinct += 1 }
        guard distinct > count else { return RankedScores(steps: steps, isBinned: isBinned) }
        var coarse: [Step] = []
        let rows = all.positives + all.negatives
        var (ours, others, seen) = (0, 0, 0)
        forEach { step in
            seen += 1
            ours += step.positives
            others += step.negatives
            if (ours + others) * count >= rows || seen == distinct {
                coarse.append(Step(score: step.score, positives: ours, negatives: others))
                (ours, others) = (0, 0)
            }
        }
        return RankedScores(steps: coarse, isBinned: true)
    }
}
