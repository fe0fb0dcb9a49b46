/// How numbers are spread, as far as they were read.
public struct NumberSummary: Hashable, Sendable {
    public let count: Int
    public let minimum: Double
    public let mean: Double
    public let maximum: Double
    /// With one degree of freedom less than there are numbers, as pandas has it; nil for a single number.
    public let variance: Double?
    /// Whether quantiles and bars are of the numbers themselves, not of narrow ranges of them.
    public var isExact: Bool { ranges.allSatisfy { $0.lower == $0.upper } }

    /// Numbers in order, each with how often it comes; a range where it is not known which they are.
    private let ranges: [Group]

    private struct Group: Hashable, Sendable {
        var count: Int
        var lower: Double
        var upper: Double
    }

    /// A quantile; where it is not exact, it lies between the bounds for certain.
    public struct Quantile: Hashable, Sendable {
        public var value: Double
        public var lower: Double
        public var upper: Double

        public var isExact: Bool { lower == upper }
    }

    /// A bar of a histogram: the numbers from its lower bound up to the upper one, which only the last bar holds as well.
    public struct Bar: Hashable, Sendable {
        public var lower: Double
        public var upper: Double
        public var count: Int
    }

    init?(_ spread: NumberSpread) {
        var spread = spread
        spread.settle()
        guard spread.count > 0 else { return nil }
        (count, minimum, mean, maximum) = (spread.count, spread.minimum, spread.mean, spread.maximum)
        variance = count > 1 ? spread.squares / Double(count - 1) : nil
        ranges = spread.ranges().map { Group(count: $0.count, lower: $0.lower, upper: $0.upper) }
    }

    /// Of numbers that are all known.
    init?(_ values: [(value: Double, count: Int)]) {
        let sorted = values.sorted { $0.value < $1.value }
        guard let first = sorted.first, let last = sorted.last else { return nil }
        var (sum, lost, total) = (0.0, 0.0, 0)
        // Neumaier's sum keeps what rounding would lose.
        for (value, count) in sorted {
            let product = value * Double(count)
            let next = sum + product
            lost += abs(sum) >= abs(product) ? (sum - next) + product : (product - next) + sum
            sum = next
            total += count
        }
        var mean = (sum + lost) / Double(total)
        if !mean.isFinite { mean = sorted.reduce(0) { $0 + $1.value * (Double($1.count) / Double(total)) } }
        var squares = 0.0
        for (value, count) in sorted { squares += (value - mean) * (value - mean) * Double(count) }
        count = total
        (minimum, maximum, self.mean) = (first.value, last.value, mean)
        variance = total > 1 ? squares / Double(total - 1) : nil
        ranges = sorted.map { Group(count: $0.count, lower: $0.value, upper: $0.value) }
    }

    public var standardDeviation: Double? { variance.map { $0.squareRoot() } }

    /// The quantile of a share from 0 to 1, between two numbers by the distance from each, as pandas has it.
    public func quantile(_ share: Double) -> Quantile {
        let place = min(max(share, 0), 1) * Double(count - 1)
        let (low, high) = (number(Int(place.rounded(.down))), number(Int(place.rounded(.up))))
        let part = place - place.rounded(.down)
        func between(_ one: Double, _ other: Double) -> Double {
            part >= 0.5 ? other - (other - one) * (1 - part) : one + (other - one) * part
        }
        return Quantile(
            value: between(low.value, high.value), lower: between(low.lower, high.lower),
            upper: between(low.upper, high.upper))
    }

    /// The number at a place of the sorted ones.
    private func number(_ place: Int) -> Quantile {
        var before = 0
        for range in ranges {
            if place < before + range.count {
                let share = (Double(place - before) + 0.5) / Double(range.count)
                let value = range.lower + (range.upper - range.lower) * share
                return Quantile(value: value, lower: range.lower, upper: range.upper)
            }
            before += range.count
        }
        return Quantile(value: maximum, lower: maximum, upper: maximum)
    }

    /// How many numbers there are up to each of some ascending edges, these included; and whether none of these edges lies
    /// within a narrow range, of which it isn't known what is below it.
    public func counts(upTo edges: [Double]) -> (counts: [Int], isExact: Bool) {
        var counts: [Int] = []
        var isExact = true
        var index = 0
        var below = 0
        for edge in edges {
            while index < ranges.count, ranges[index].upper <= edge {
                below += ranges[index].count
                index += 1
            }
            guard index < ranges.count, ranges[index].lower <= edge else {
                counts.append(below)
                continue
            }
            // As far as the edge is into the range, as if its numbers lay evenly.
            isExact = false
            let range = ranges[index]
            let share = (edge - range.lower) / (range.upper - range.lower)
            counts.append(below + Int((share * Double(range.count)).rounded()))
        }
        return (counts, isExact)
    }

    /// Bars of one width from the smallest number to the largest; one where all are the same.
    public func histogram(bars wanted: Int) -> [Bar] {
        guard maximum > minimum, wanted > 0 else { return [Bar(lower: minimum, upper: maximum, count: count)] }
        let width = maximum / Double(wanted) - minimum / Double(wanted)
        guard width > 0 else { return [Bar(lower: minimum, upper: maximum, count: count)] }
        func edge(_ index: Int) -> Double { index == wanted ? maximum : minimum + width * Double(index) }
        var bars = (0..<wanted).map { Bar(lower: edge($0), upper: edge($0 + 1), count: 0) }
        for range in ranges {
            let middle = range.lower + (range.upper - range.lower) / 2
            var index = min(max(Int((middle / width - minimum / width).rounded(.down)), 0), wanted - 1)
            // Rounding must not move a number over an edge.
            while index > 0, middle < bars[index].lower { index -= 1 }
            while index < wanted - 1, middle >= bars[index].upper { index += 1 }
            bars[index].count += range.count
        }
        return bars
    }
}
