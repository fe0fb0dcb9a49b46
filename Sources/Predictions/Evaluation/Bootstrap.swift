import Glibc

/// The range in which a figure lies in 95 of 100 samples of so many rows.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
    public var low: Double
    public var high: Double

    /// Whether nothing speaks against no difference.
    public var includesNought: Bool { low <= 0 && high >= 0 }

    /// The same, so much higher.
    public func moved(by shift: Double) -> ConfidenceInterval {
        ConfidenceInterval(low: low + shift, high: high + shift)
    }

    /// Seen from the other side.
    public var reversed: ConfidenceInterval {
        var copy = self
        (copy.low, copy.high) = (-high, -low)
        return copy
    }

    public init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

    /// The 2.5th and the 97.5th percentile of what samples gave; nil where too few gave anything.
    init?(_ figures: [Double?]) {
        let found = figures.compactMap(\.self).filter(\.isFinite).sorted()
        guard found.count >= figures.count / 2, found.count >= 100 else { return nil }
        func at(_ share: Double) -> Double {
            let place = share * Double(found.count - 1)
            let below = Int(place)
            guard below + 1 < found.count else { return found[below] }
            return found[below] + (found[below + 1] - found[below]) * (place - Double(below))
        }
        (low, high) = (at(0.025), at(0.975))
    }
}

/// Random numbers that are the same each time, so that two runs over the same rows say the same.
public struct SeededChance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64 = 0x5EED) { state = seed }

    // SplitMix64.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Above 0, up to 1.
    public mutating func uniform() -> Double { (Double(next() >> 11) + 1) / 0x1p53 }

    /// How often something comes that comes so often on average.
    mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean > 100 {
            // So many are spread like a bell to well below what an interval tells.
            let radius = (-2 * log(uniform())).squareRoot()
            return max(0, Int((mean + mean.squareRoot() * radius * cos(2 * .pi * uniform())).rounded()))
        }
        let limit = exp(-mean)
        var (count, product) = (0, uniform())
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }
}

/// Sums over rows, kept apart in as many blocks as samples are drawn of: up to so many rows, each is a block of its own.
struct BootstrapBlocks: Sendable {
    static let count = 1000
    static let replicates = 1000
    /// Of fewer rows, no range can be told.
    static let fewestRows = 20

    let width: Int
    /// Empty before a row came: many are made for slices and kinds of figures that get none.
    private var sums: [Double] = []
    private var next: Int
    private var used = 0

    /// - Parameters:
    ///   - width: Sums of a block.
    ///   - first: The block of the first row, so that small parts that are merged later don't all fill the same ones.
    init(width: Int, first: Int = 0) {
        self.width = width
        next = first % Self.count
    }

    mutating func add(_ terms: [Double]) {
        if sums.isEmpty { sums = Array(repeating: 0, count: width * Self.count) }
        for (index, term) in terms.enumerated() { sums[next * width + index] += term }
        next = next + 1 == Self.count ? 0 : next + 1
        used += 1
    }

    mutating func merge(_ other: BootstrapBlocks) {
        used += other.used
        guard !other.sums.isEmpty else { return }
        guard !sums.isEmpty else {
            sums = other.sums
            return
        }
        for index in sums.indices { sums[index] += other.sums[index] }
    }

    /// The sums over all rows.
    var total: [Double] {
        var total = [Double](repeating: 0, count: width)
        guard !sums.isEmpty else { return total }
        for block in 0..<Self.count {
            for index in 0..<width { total[index] += sums[block * width + index] }
        }
        return total
    }

    /// The sums of each block made again.
    func mapped(_ change: ([Double]) -> [Double]) -> BootstrapBlocks {
        var copy = self
        guard !sums.isEmpty else { return copy }
        for block in 0..<Self.count {
            let range = block * width..<(block + 1) * width
            copy.sums.replaceSubrange(range, with: change(Array(sums[range])))
        }
        return copy
    }

    /// Of a figure that is made of the sums; nil of too few rows.
    func interval(of figure: ([Double]) -> Double?) -> ConfidenceInterval? {
        // Squares of huge numbers have no sum, so that nothing is known of their ranges.
        guard used >= Self.fewestRows, sums.allSatisfy(\.isFinite) else { return nil }
        var chance = SeededChance()
        var figures: [Double?] = []
        figures.reserveCapacity(Self.replicates)
        var total = [Double](repeating: 0, count: width)
        for _ in 0..<Self.replicates {
            for index in 0..<width { total[index] = 0 }
            for block in 0..<Self.count {
                let weight = chance.poisson(1)
                guard weight > 0 else { continue }
                for index in 0..<width { total[index] += Double(weight) * sums[block * width + index] }
            }
            figures.append(figure(total))
        }
        return ConfidenceInterval(figures)
    }
}

/// A sum whose rounding doesn't grow with the number of its terms (Neumaier).
struct CompensatedSum: Hashable, Sendable {
    private var sum = 0.0
    private var rest = 0.0

    var value: Double { sum + rest }

    mutating func add(_ term: Double) {
        let new = sum + term
        rest += abs(sum) >= abs(term) ? (sum - new) + term : (term - new) + sum
        sum = new
    }
}

extension PredictionEvaluation {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
