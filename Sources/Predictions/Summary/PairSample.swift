/// Pairs of numbers drawn evenly from all rows that have both, up to a bound of them.
public struct PairSample: Sendable {
    public struct Pair: Hashable, Sendable {
        public var x: Double
        public var y: Double

        public init(x: Double, y: Double) {
            (self.x, self.y) = (x, y)
        }
    }

    public let limit: Int
    public private(set) var pairs: [Pair] = []
    /// Rows that have both numbers; more than there are pairs where these are a sample.
    public private(set) var seen = 0

    public init(limit: Int = 5000) {
        self.limit = max(limit, 1)
    }

    public var isComplete: Bool { pairs.count == seen }

    /// Considers two cells; what isn't a finite number makes no pair.
    public mutating func add(_ x: Row, _ column: Int, _ y: Row, _ other: Int) {
        guard !x.isCut(cell: column), !y.isCut(cell: other), column < x.count, other < y.count,
            case .number(let first) = x.withCell(column, NumberText.read),
            case .number(let second) = y.withCell(other, NumberText.read), first.isFinite, second.isFinite
        else { return }
        add(Pair(x: first, y: second))
    }

    mutating func add(_ pair: Pair) {
        seen += 1
        if pairs.count < limit {
            pairs.append(pair)
        } else {
            let place = Int.random(in: 0..<seen)
            if place < limit { pairs[place] = pair }
        }
    }

    /// Takes in what was drawn from other rows, each row of either as likely as before.
    public mutating func merge(_ other: PairSample) {
        guard seen + other.seen > limit else {
            pairs += other.pairs
            seen += other.seen
            return
        }
        var (own, others) = (pairs.shuffled()[...], other.pairs.shuffled()[...])
        var (ownRows, otherRows) = (seen, other.seen)
        seen += other.seen
        pairs.removeAll(keepingCapacity: true)
        while pairs.count < limit, ownRows + otherRows > 0 {
            if Int.random(in: 0..<(ownRows + otherRows)) < ownRows {
                ownRows -= 1
                if let pair = own.popFirst() { pairs.append(pair) }
            } else {
                otherRows -= 1
                if let pair = others.popFirst() { pairs.append(pair) }
            }
        }
    }
}
