/// The spread of any number of numbers in bounded memory: moments, and counts of narrow ranges of values.
///
/// A range holds the numbers that share sign, exponent and the first ten bits of the mantissa, so that it is never wider
/// than a thousandth of its numbers. Every number is counted in its own range: what is said of quantiles is bounded for
/// certain, and does not depend on how the numbers were divided among several spreads before they were merged.
struct NumberSpread: Sendable {
    /// Of all numbers, those in the block among them.
    var count: Int { settled + block.count }
    private var settled = 0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    private(set) var mean = 0.0
    /// The sum of squared distances from the mean.
    private(set) var squares = 0.0
    /// Numbers that are not in the moments yet.
    private var block: [Double] = []
    /// The place of each page among the counts; -1 for one without numbers.
    private var pages = [Int16](repeating: -1, count: 1 << 12)
    private var counts: [Int] = []

    private static let blockLength = 1024
    private static let mantissaBits: UInt64 = 10
    private static let pageLength = 1 << Int(mantissaBits)

    init() { block.reserveCapacity(Self.blockLength) }

    @inline(__always)
    mutating func add(_ value: Double) {
        // Minus nought is nought.
        block.append(value + 0)
        if block.count == Self.blockLength { settle() }
    }

    mutating func add(_ value: Double, times: Int) {
        guard times > 0 else { return }
        tally(value + 0, times)
        join(count: times, minimum: value, maximum: value, mean: value, squares: 0)
    }

    mutating func merge(_ other: NumberSpread) {
        var other = other
        other.settle()
        settle()
        for (page, place) in other.pages.enumerated() where place >= 0 {
            let own = open(page: page)
            for slot in 0..<Self.pageLength {
                counts[own * Self.pageLength + slot] += other.counts[Int(place) * Self.pageLength + slot]
            }
        }
        join(
            count: other.count, minimum: other.minimum, maximum: other.maximum, mean: other.mean, squares: other.squares
        )
    }

    /// Counts what came since the last time: its moments by themselves first, then together with the rest, so that
    /// rounding does not add up number by number.
    mutating func settle() {
        guard !block.isEmpty else { return }
        var (least, most, sum) = (block[0], block[0], 0.0)
        for value in block {
            least = min(least, value)
            most = max(most, value)
            sum += value
            tally(value, 1)
        }
        var blockMean = sum / Double(block.count)
        if !blockMean.isFinite { blockMean = block.reduce(0) { $0 + $1 / Double(block.count) } }
        var blockSquares = 0.0
        for value in block { blockSquares += (value - blockMean) * (value - blockMean) }
        let length = block.count
        block.removeAll(keepingCapacity: true)
        join(count: length, minimum: least, maximum: most, mean: blockMean, squares: blockSquares)
    }

    private mutating func join(count other: Int, minimum: Double, maximum: Double, mean: Double, squares: Double) {
        guard other > 0 else { return }
        let all = settled + other
        let distance = mean - self.mean
        self.squares += squares + distance * distance * (Double(settled) / Double(all)) * Double(other)
        self.mean += distance * (Double(other) / Double(all))
        self.minimum = min(self.minimum, minimum)
        self.maximum = max(self.maximum, maximum)
        settled = all
    }

    // In the order of the numbers themselves: negative ones have their bits turned over.
    @inline(__always)
    private static func key(_ value: Double) -> Int {
        let bits = value.bitPattern
        let ordered = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
        return Int(ordered >> (52 - mantissaBits))
    }

    private static func value(ofOrdered ordered: UInt64) -> Double {
        Double(bitPattern: ordered >> 63 == 1 ? ordered & ~(1 << 63) : ~ordered)
    }

    @inline(__always)
    private mutating func tally(_ value: Double, _ times: Int) {
        let key = Self.key(value)
        let page = open(page: key >> Int(Self.mantissaBits))
        counts[page &* Self.pageLength &+ key & (Self.pageLength &- 1)] &+= times
    }

    @inline(__always)
    private mutating func open(page: Int) -> Int {
        let place = pages[page]
        if place >= 0 { return Int(place) }
        pages[page] = Int16(counts.count / Self.pageLength)
        counts += Array(repeating: 0, count: Self.pageLength)
        return Int(pages[page])
    }

    /// Numbers that lie together: how many, and between which bounds.
    struct Range {
        var count: Int
        var lower: Double
        var upper: Double
    }

    /// All ranges that hold numbers, in order; those at the ends are no wider than the numbers.
    func ranges() -> [Range] {
        var own = self
        own.settle()
        var ranges: [Range] = []
        for (page, place) in own.pages.enumerated() where place >= 0 {
            for slot in 0..<Self.pageLength {
                let count = own.counts[Int(place) * Self.pageLength + slot]
                guard count > 0 else { continue }
                let ordered = UInt64(page << Int(Self.mantissaBits) | slot) << (52 - Self.mantissaBits)
                let last = ordered | (1 << (52 - Self.mantissaBits) - 1)
                ranges.append(
                    Range(
                        count: count, lower: max(Self.value(ofOrdered: ordered), own.minimum),
                        upper: min(Self.value(ofOrdered: last), own.maximum)))
            }
        }
        return ranges
    }
}
