import Predictions
import Testing

@testable import BatchInference

/// Figures for each value of another column.
@Suite struct SliceTallyTests {
    @Test("a value that is shown has all of its rows, wherever they lie; the rest is counted", arguments: 0..<20)
    func slicesAreWhole(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let kinds = 3 + seed % 9
        var rows: [[UInt8]: Int] = [:]
        var all = SliceTally(limit: 5)
        for part in 0..<6 {
            var slices = SliceTally(limit: 5)
            // Each object has values of its own, as where one was written each month.
            let first = UInt64(part) * (seed % 3)
            for _ in 0..<chance.next() % 40 {
                let value = Array("\((first + chance.next() % kinds) % 12)".utf8)
                rows[value, default: 0] += 1
                slices.add(value, to: PredictionEvaluation(scores: .none)) {
                    $0.add(truth: Array("a".utf8)[...], predicted: Array("b".utf8)[...], scores: [])
                }
            }
            all.merge(slices)
        }
        #expect(all.sorted.count <= 5)
        for (value, evaluation) in all.sorted { #expect(evaluation.rows == rows[value]) }
        let shown = all.sorted.reduce(0) { $0 + $1.evaluation.rows }
        #expect(shown + all.rowsBeyond == rows.values.reduce(0, +))
        if rows.count <= 5 { #expect(all.rowsBeyond == 0) }
    }
}
