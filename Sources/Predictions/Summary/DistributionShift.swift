#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How far a column is spread otherwise than in another run: the population stability index, and what it is made of.
public struct DistributionShift: Hashable, Sendable {
    /// The rows of both runs that fall into one class, or between two quantiles of the first run.
    public struct Bin: Hashable, Sendable {
        /// The class; nil for a range of numbers, or for all further classes.
        public var label: String?
        /// The bin's upper end, itself included; nil for a class, and for what is above the last.
        public var upper: Double?
        public var counts: [Int]
        /// Its part of the index.
        public var index: Double
    }

    public enum Kind: String, Hashable, Sendable {
        case classes
        /// Ranges between the tenths of the first run's numbers.
        case quantiles
    }

    public let kind: Kind
    /// In the order of the classes' frequency in the first run, or of the ranges.
    public let bins: [Bin]
    /// Whether counts are of the values themselves: not of the most frequent ones, or of narrow ranges of numbers.
    public let isExact: Bool

    /// The sum over all bins of (b − a) · ln(b / a), with a and b the shares of the two runs.
    public var index: Double { bins.reduce(0) { $0 + $1.index } }

    /// The share that stands for none: an empty bin has no logarithm.
    public static let leastShare = 0.0001
    /// Classes that are distinguished.
    public static let classLimit = 200

    /// Nil where one of the two has no values, or one has numbers and the other has not.
    public init?(from first: ColumnStatistics, to second: ColumnStatistics) {
        guard first.known > 0, second.known > 0 else { return nil }
        let areClasses = first.isLabels() && second.isLabels()
        if !areClasses, first.isNumeric, second.isNumeric, let one = first.numbers, let other = second.numbers {
            self.init(one, other)
            return
        }
        guard areClasses || !first.isNumeric && !second.isNumeric else { return nil }
        self.init(classesOf: first, second)
    }

    private init(classesOf first: ColumnStatistics, _ second: ColumnStatistics) {
        let (one, other) = (first.labels(), second.labels())
        var places: [[UInt8]: Int] = [:]
        var labels: [String] = []
        var counts: [[Int]] = []
        for (run, found) in [one, other].enumerated() {
            for label in found {
                let key = Array(label.label.utf8)
                if let place = places[key] {
                    counts[place][run] += label.count
                } else if labels.count < Self.classLimit {
                    places[key] = labels.count
                    labels.append(label.label)
                    counts.append(run == 0 ? [label.count, 0] : [0, label.count])
                }
            }
        }
        // What is beyond the kept classes, or not counted by itself, is a bin of its own.
        let rest = (0..<2).map { run in
            max(0, [first, second][run].known - counts.reduce(0) { $0 + $1[run] })
        }
        var all = zip(labels, counts).map { Bin(label: $0, upper: nil, counts: $1, index: 0) }
        if rest != [0, 0] { all.append(Bin(label: nil, upper: nil, counts: rest, index: 0)) }
        kind = .classes
        isExact = first.hasAllValues && second.hasAllValues
        bins = Self.indexed(all)
    }

    private init(_ first: NumberSummary, _ second: NumberSummary) {
        var edges: [Double] = []
        for tenth in 1..<10 {
            let edge = first.quantile(Double(tenth) / 10).value
            if edges.last.map({ edge > $0 }) ?? true { edges.append(edge) }
        }
        let (one, other) = (first.counts(upTo: edges), second.counts(upTo: edges))
        var bins: [Bin] = []
        for place in 0...edges.count {
            func count(_ counts: [Int], of all: Int) -> Int {
                (place < edges.count ? counts[place] : all) - (place == 0 ? 0 : counts[place - 1])
            }
            bins.append(
                Bin(
                    label: nil, upper: place < edges.count ? edges[place] : nil,
                    counts: [count(one.counts, of: first.count), count(other.counts, of: second.count)], index: 0))
        }
        kind = .quantiles
        isExact = first.isExact && second.isExact && one.isExact && other.isExact
        self.bins = Self.indexed(bins)
    }

    private static func indexed(_ bins: [Bin]) -> [Bin] {
        let totals = (0..<2).map { run in Double(max(1, bins.reduce(0) { $0 + $1.counts[run] })) }
        return bins.map { bin in
            var bin = bin
            let (a, b) = (
                max(Double(bin.counts[0]) / totals[0], leastShare), max(Double(bin.counts[1]) / totals[1], leastShare)
            )
            bin.index = (b - a) * log(b / a)
            return bin
        }
    }

    /// What such an index usually means: below 0.1 little has changed, from 0.25 on much has.
    public var word: String {
        switch index {
        case ..<0.1: "stable"
        case ..<0.25: "shifted"
        default: "shifted a lot"
        }
    }
}
