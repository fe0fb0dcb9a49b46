import Predictions
import SeededNumbers
import Testing

@Suite("Rows that wait, and columns by the values of others")
struct GroupingTests {
    @Test("rows come out of a queue as they went in, whatever their order of coming and going")
    func queue() {
        var random = SeededRandom(seed: 41)
        var (queue, expected) = (RowQueue(), [Row]())
        var reader = RowReader(.csv, keptLength: 40)
        var taken = Row(["left", "over"], number: 9)
        for number in 0..<3000 {
            let cells = (0..<random.below(4)).map { _ in
                random.below(5) == 0 ? "\"a\"\"b,\(number)\"" : String(repeating: "x", count: random.below(30))
            }
            reader.read(Array((cells.joined(separator: ",") + "\n").utf8)) {
                queue.append($0)
                expected.append($0)
            }
            for _ in 0..<random.below(3) where !queue.isEmpty {
                queue.takeFirst(into: &taken)
                #expect(taken == expected.removeFirst())
            }
        }
        while !expected.isEmpty {
            queue.takeFirst(into: &taken)
            #expect(taken == expected.removeFirst())
        }
        #expect(queue.isEmpty)
    }

    @Test("each value has the statistics of its rows; beyond the bound, rows are counted alone")
    func groups() {
        var random = SeededRandom(seed: 42)
        let values = ["", "Dream", "Biscoe", "é", "a longer value than the others, of more than sixteen bytes"]
        for limit in [1000, 3] {
            var grouped = GroupedStatistics(groupLimit: limit, limits: .init())
            var expected: [String: [String: Int]] = [:]
            var beyond = 0
            for number in 0..<5000 {
                let (value, label) = (random.one(of: values), "\(random.below(7))")
                // A row that ends before the column has no value, as one whose cell is empty.
                let other = value.isEmpty && number.isMultiple(of: 2) ? Row(["x"]) : Row(["x", value])
                grouped.add(Row([label]), cell: 0, by: other, cell: 1)
                if expected[value] != nil || expected.count < limit {
                    expected[value, default: [:]][label, default: 0] += 1
                } else {
                    beyond += 1
                }
            }
            #expect(grouped.rowsBeyond == beyond)
            let found = grouped.groups.map { group in
                let labels = group.statistics.labels().map { ($0.label, $0.count) }
                return (group.value, Dictionary(uniqueKeysWithValues: labels))
            }
            #expect(Dictionary(uniqueKeysWithValues: found) == expected)
            #expect(found.map(\.0) == expected.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        }
    }
}
