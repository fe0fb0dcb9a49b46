import Testing

@testable import BatchInference

@Suite struct ColumnSummaryTests {
    @Test func columnsAreSummarized() {
        let labels = ColumnSummary(of: [["a"], ["b"], ["a"], []])
        #expect(labels == .labels([.init(label: "a", count: 2), .init(label: "b", count: 1)], distinct: 2, rows: 3))
        #expect(
            ColumnSummary(of: [["x", "1.5"], ["x", "2.5"], ["x", "5"]], column: 1)
                == .numbers(minimum: 1.5, mean: 3, maximum: 5, rows: 3))
        let classes = (0..<10).map { ["\($0 % 2)"] }
        #expect(
            ColumnSummary(of: classes)
                == .labels([.init(label: "0", count: 5), .init(label: "1", count: 5)], distinct: 2, rows: 10))
        #expect(ColumnSummary(of: [[]]) == .empty)
        guard case .labels(let listed, distinct: 100, rows: 100) = ColumnSummary(of: (0..<100).map { ["l\($0)"] })
        else {
            Issue.record("no labels")
            return
        }
        #expect(listed.count == 20)
    }

    @Test("headers are guessed for questions alone")
    func headers() {
        func isLikely(_ text: String) -> Bool {
            HeaderLine.isLikely(RecordTable(Array(text.utf8), type: nil).rows.map(\.cells))
        }
        #expect(isLikely("island,bill\nTorgersen,39.1\n") && !isLikely("Torgersen,39.1\nBiscoe,46.1\n"))
        #expect(!isLikely("Adelie\nAdelie\nGentoo\n") && !isLikely("only,one\n"))
        #expect(isLikely("name,city\nAnn,Rome\nBob,Oslo\nEve,Bonn\n"))
    }
}
