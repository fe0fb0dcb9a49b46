/// What a column holds in all: labels with their counts, or numbers with their spread.
public enum ColumnSummary: Hashable, Sendable {
    /// Distinct values with their counts, most frequent first; `distinct` may be more than are listed.
    case labels([LabelCount], distinct: Int, rows: Int)
    case numbers(minimum: Double, mean: Double, maximum: Double, rows: Int)
    case empty

    public struct LabelCount: Hashable, Sendable {
        public var label: String
        public var count: Int

        public init(label: String, count: Int) {
            self.label = label
            self.count = count
        }
    }

    /// Summarizes one column of rows; fields beyond a row's end are left out.
    ///
    /// Numbers with at most `labelLimit` distinct whole values are labels: classes are often written as 0 and 1.
    public init(of rows: [[String]], column: Int = 0, labelLimit: Int = 20) {
        let values = rows.lazy.filter { column < $0.count }.map { $0[column] }
        // By their bytes: two spellings of an accent are two labels.
        var counts: [[UInt8]: Int] = [:]
        var minimum = Double.infinity
        var maximum = -Double.infinity
        var mean = 0.0
        var total = 0
        var areNumbers = true
        var areWhole = true
        for value in values {
            total += 1
            counts[Array(value.utf8), default: 0] += 1
            guard areNumbers, let number = Double(value), number.isFinite else {
                areNumbers = false
                continue
            }
            if number != number.rounded() { areWhole = false }
            minimum = min(minimum, number)
            maximum = max(maximum, number)
            mean += (number - mean) / Double(total)
        }
        if total == 0 {
            self = .empty
        } else if areNumbers, !(areWhole && counts.count <= labelLimit && counts.count * 2 <= total) {
            self = .numbers(minimum: minimum, mean: mean, maximum: maximum, rows: total)
        } else {
            let sorted = counts.sorted {
                $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
            }
            let labels = sorted.prefix(labelLimit).map {
                LabelCount(label: String(decoding: $0.key, as: UTF8.self), count: $0.value)
            }
            self = .labels(labels, distinct: counts.count, rows: total)
        }
    }
}
