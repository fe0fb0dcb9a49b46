import Testing

@testable import Predictions

@Suite("Values too long to be kept are counted one by one all the same")
struct LongValueTests {
    private static func value(_ letter: Character, _ length: Int, end: String = "") -> String {
        String(repeating: letter, count: length) + end
    }

    @Test("distinct ones, the same ones, and those that differ at their end alone")
    func counts() throws {
        let long = Self.value("x", 70_000)
        let values = [
            long, long, Self.value("x", 70_001), Self.value("x", 70_000, end: "1"), Self.value("x", 70_000, end: "2"),
            "short", "",
        ]
        var (one, two) = (ColumnStatistics(), ColumnStatistics())
        for value in values { one.add(value) }
        for value in values.reversed() { two.add(value) }
        #expect(one.distinct == .init(count: 5, isExact: true) && one.hasAllValues && one.texts == 6)
        one.merge(two)
        #expect(one.distinct == .init(count: 5, isExact: true))
        let labels = one.labels()
        #expect(labels.map(\.count).reduce(0, +) == one.known && labels[0].count == 4)
        #expect(labels[0].length == 70_000 && labels[0].label == String(repeating: "x", count: 256) + "…")
        #expect(Set(labels.compactMap(\.length)) == [70_000, 70_001] && labels.count { $0.length == nil } == 1)
    }

    @Test("no more of them are kept than the limits say, and then counts say so")
    func bounded() {
        var statistics = ColumnStatistics(limits: .init(distinct: 16, bytes: 1 << 20, value: 100))
        for number in 0..<40 { statistics.add(Self.value("y", 200, end: "\(number)")) }
        #expect(!statistics.distinct.isExact && statistics.distinct.count <= 16 && statistics.countError > 0)
        #expect(statistics.known == 40 && statistics.texts == 40 && statistics.isLabels())
    }
}
