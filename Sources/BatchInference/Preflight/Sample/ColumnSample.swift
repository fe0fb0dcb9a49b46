import Glibc

/// The values of one column as columns are distinguished by them: some hundred of its rows, whatever their order.
struct ColumnSample: Sendable {
    /// Rows that are looked at, evenly over the column.
    static let limit = 500

    private(set) var count = 0
    private(set) var missing = 0
    /// Sorted.
    private(set) var numbers: [Double] = []
    /// Days, sorted.
    private(set) var dates: [Double] = []
    /// How often each word is there.
    private(set) var words: [String: Int] = [:]

    /// - Parameter value: The value in a row; nil where the row has no such column.
    init(rows: Int, value: (Int) -> String?) {
        let some = min(rows, Self.limit)
        for index in 0..<some {
            guard let value = value(rows <= Self.limit ? index : index * rows / some) else { continue }
            count += 1
            if ColumnProfile.isMissing(value) {
                missing += 1
            } else if let number = Double(value), number.isFinite {
                numbers.append(number)
            } else if let day = DateForm.day(value) {
                dates.append(day)
            } else {
                words[value, default: 0] += 1
            }
        }
        numbers.sort()
        dates.sort()
    }
}

/// Places that the values of two columns of the training are sorted into, so that a column of the input can be compared
/// with both.
struct ColumnBins {
    private var words: [String: Int] = [:]
    private let numbers: Steps
    private let dates: Steps
    private let count: Int

    init(_ first: ColumnSample, _ second: ColumnSample) {
        // Words that come but once tell nothing of a column but that it holds words.
        for sample in [first, second] {
            let fewest = max(2, sample.count / 50)
            for (word, times) in sample.words where times >= fewest && words[word] == nil {
                words[word] = 2 + words.count
            }
        }
        // More rows allow for finer steps.
        let steps = min(12, max(2, Int(Double(min(first.count, second.count)).squareRoot() / 1.5)))
        numbers = Steps(first.numbers, second.numbers, count: steps)
        dates = Steps(first.dates, second.dates, count: steps)
        count = 2 + words.count + numbers.count + dates.count
    }

    /// How many values of a column belong to each place.
    func histogram(_ sample: ColumnSample) -> [Double] {
        var counts = Array(repeating: 0.0, count: count)
        counts[0] = Double(sample.missing)
        for (word, times) in sample.words { counts[words[word] ?? 1] += Double(times) }
        numbers.add(sample.numbers, to: &counts, from: 2 + words.count)
        dates.add(sample.dates, to: &counts, from: 2 + words.count + numbers.count)
        return counts
    }

    /// Numbers in steps that hold about as many each, with a place below and above all of them.
    private struct Steps {
        /// The least numbers of all steps but the first.
        private var edges: [Double] = []
        private var range: ClosedRange<Double>?

        var count: Int { range == nil ? 1 : edges.count + 3 }

        init(_ first: [Double], _ second: [Double], count: Int) {
            let all = (first + second).sorted()
            guard let least = all.first, let greatest = all.last else { return }
            range = least...greatest
            for step in 1..<count {
                let edge = all[step * all.count / count]
                if edges.last.map({ edge > $0 }) ?? true { edges.append(edge) }
            }
        }

        /// - Parameter numbers: Sorted.
        func add(_ numbers: [Double], to counts: inout [Double], from start: Int) {
            guard let range else {
                counts[start] += Double(numbers.count)
                return
            }
            var step = 0
            for number in numbers {
                if number < range.lowerBound {
                    counts[start + edges.count + 1] += 1
                } else if number > range.upperBound {
                    counts[start + edges.count + 2] += 1
                } else {
                    while step < edges.count, edges[step] <= number { step += 1 }
                    counts[start + step] += 1
                }
            }
        }
    }
}

/// How much better a column of the input fits another column of the training than its own.
struct ColumnMatch: Sendable {
    /// The place in the input, and the column of the training that it looks like.
    var place: Int
    var other: Int
    /// The logarithm of how many times likelier its values are in the other column; negative where they are not.
    var evidence: Double
    /// What that would be on the average for values of the other column.
    var expected: Double
    /// How far its values are spread otherwise than the other column's: deviations beyond what chance gives, about 0 where
    /// they are spread alike.
    var misfit: Double

    /// What of the expected evidence is there.
    private var share: Double { expected > 1e-9 ? evidence / expected : 0 }
    /// Whether the values seem to be the other column's.
    var isLikely: Bool { evidence >= 2 && share >= 0.4 && misfit <= 3.5 }
    var isCertain: Bool { evidence >= 4 && (0.5...1.7).contains(share) && misfit <= 2.5 }
    /// Whether the two columns are spread so alike that nothing tells them apart.
    var isOpen: Bool { expected < 1 && evidence > -1 }

    /// Both matches of two columns, each with the other.
    static func between(
        _ first: Int, _ second: Int, trained: [ColumnSample], found: [ColumnSample]
    ) -> (ColumnMatch, ColumnMatch) {
        let bins = ColumnBins(trained[first], trained[second])
        let known = [bins.histogram(trained[first]), bins.histogram(trained[second])]
        let (own, theirs) = (shares(known[0]), shares(known[1]))
        let ratios = zip(own, theirs).map { log($1 / $0) }
        func sum(_ weights: [Double], _ sign: Double) -> Double {
            zip(weights, ratios).reduce(0) { $0 + $1.0 * $1.1 * sign }
        }
        func match(_ place: Int, _ other: Int, _ shares: [Double], _ counts: [Double], _ sign: Double) -> ColumnMatch {
            // The target is a column of the training alone.
            guard place < found.count else {
                return ColumnMatch(place: place, other: other, evidence: -.infinity, expected: 0, misfit: .infinity)
            }
            let values = bins.histogram(found[place])
            return ColumnMatch(
                place: place, other: other, evidence: sum(values, sign),
                expected: Double(found[place].count) * sum(shares, sign), misfit: misfit(of: values, beside: counts))
        }
        return (match(first, second, theirs, known[1], 1), match(second, first, own, known[0], -1))
    }

    /// How far a column of the input is spread otherwise than its own of the training.
    static func misfit(of found: ColumnSample, in trained: ColumnSample) -> Double {
        let bins = ColumnBins(trained, trained)
        return misfit(of: bins.histogram(found), beside: bins.histogram(trained))
    }

    /// Counts as shares, none of which is nought: a sample has not everything that there is.
    private static func shares(_ counts: [Double]) -> [Double] {
        let total = counts.reduce(0, +) + 0.5 * Double(counts.count)
        return counts.map { ($0 + 0.5) / total }
    }

    /// The chi-square distance of two samples: by how many of its standard deviations it is beyond its mean.
    private static func misfit(of found: [Double], beside known: [Double]) -> Double {
        let (few, many) = (found.reduce(0, +), known.reduce(0, +))
        guard few > 0, many > 0 else { return .infinity }
        var distance = 0.0
        var places = 0
        for (count, other) in zip(found, known) where count + other > 0 {
            let expected = few * (count + other) / (few + many)
            distance += (count - expected) * (count - expected) / (expected + 0.5)
            places += 1
        }
        let freedom = Double(max(places - 1, 1))
        return (distance - freedom) / (2 * freedom).squareRoot()
    }
}
