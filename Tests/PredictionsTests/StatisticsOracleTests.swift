import Foundation
import Predictions
import PythonOracle
import SeededNumbers
import Testing

/// Counts, moments and quantiles against pandas.
@Suite struct StatisticsOracleTests {
    private struct Question: Codable {
        var columns: [[String]]
        var shares: [Double]
    }

    private struct Answer: Codable {
        var counts: [String: Int]
        var missing: Int
        var count: Int
        var mean: Double?
        var variance: Double?
        var minimum: Double?
        var maximum: Double?
        var quantiles: [Double]
        var bars: [Int]
    }

    private static let program = """
        import json, sys, collections, math
        import numpy as np, pandas as pd
        q = json.load(sys.stdin)
        answers = []
        # A sum of huge numbers may be none.
        def finite(v): return float(v) if math.isfinite(v) else None
        for cells in q["columns"]:
            s = pd.Series(cells, dtype=object)
            counts = collections.Counter(c for c in cells if c != "")
            def number(c):
                try: v = float(c)
                except ValueError: return None
                return v if math.isfinite(v) else None
            n = pd.Series([v for v in map(number, cells) if v is not None], dtype=float)
            some = len(n) > 0
            answers.append({
                "counts": counts, "missing": int((s == "").sum()), "count": len(n),
                "mean": finite(n.mean()) if some else None,
                "variance": finite(n.var()) if len(n) > 1 else None,
                "minimum": float(n.min()) if some else None, "maximum": float(n.max()) if some else None,
                "quantiles": [finite(n.quantile(p)) or 0.0 for p in q["shares"]] if some else [],
                "bars": [int(x) for x in np.histogram(n, bins=10)[0]] if some and n.min() < n.max() else []})
        json.dump(answers, sys.stdout)
        """

    private static let shares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 1]

    private static func columns() -> [[String]] {
        var random = SeededRandom(seed: 3)
        var columns: [[String]] = [
            [], [""], ["1"], ["a", "b", "a", ""], ["1", "2", "x", "", "nan"], ["1e3", "1000", "1000.0", "-0", "0"],
            [
                "9007199254740993", "0.1", "1e-320", "1.7976931348623157e308", "5e-324",
                "123456789012345678901234567890",
            ],
            ["3.14159265358979323846264338327950288", ".5", "5.", "+7", "1E+05", "0.30000000000000004"],
        ]
        for round in 0..<40 {
            let count = Int.random(in: 1...400, using: &random)
            columns.append(
                (0..<count).map { _ in
                    switch (round % 5, Int.random(in: 0..<20, using: &random)) {
                    case (_, 0): ""
                    case (0, _):
                        ["setosa", "versicolor", "virginica, maybe", "\"q\""].randomElement(using: &random) ?? ""
                    case (1, _): String(Double.random(in: 0...1, using: &random))
                    case (2, _): String(Int.random(in: -5...5, using: &random))
                    case (3, _): "\(Double.random(in: -1e9...1e9, using: &random))"
                    default: String(Double(bitPattern: UInt64.random(in: 0..<1 << 62, using: &random)))
                    }
                })
        }
        return columns
    }

    private static func close(_ one: Double?, _ other: Double?, _ scale: Double) -> Bool {
        // Of huge numbers, pandas knows no mean, and neither has to be right.
        guard scale < 1e150 else { return true }
        guard let one, let other else { return one == nil && other == nil }
        return one == other || abs(one - other) <= scale * 1e-11 || !one.isFinite || !other.isFinite
    }

    @Test func everyCountAndQuantileIsThatOfPandas() async throws {
        let columns = Self.columns()
        let answers: [Answer] = try await PythonOracle.answer(
            Self.program, to: Question(columns: columns, shares: Self.shares))
        try #require(answers.count == columns.count)
        for (cells, answer) in zip(columns, answers) {
            var statistics = ColumnStatistics()
            for cell in cells { statistics.add(cell) }
            #expect(statistics.missing == answer.missing && statistics.rows == cells.count)
            let labels = statistics.labels()
            #expect(Dictionary(uniqueKeysWithValues: labels.map { ($0.label, $0.count) }) == answer.counts)
            #expect(statistics.distinct.count == answer.counts.count && statistics.distinct.isExact)
            let numbers = statistics.numbers
            #expect((numbers?.count ?? 0) == answer.count, "\(cells.prefix(8))")
            #expect(numbers?.minimum == answer.minimum && numbers?.maximum == answer.maximum)
            let scale = max(abs(answer.minimum ?? 0), abs(answer.maximum ?? 0))
            #expect(Self.close(numbers?.mean, answer.mean, scale), "\(cells.prefix(8))")
            #expect(Self.close(numbers?.variance, answer.variance, scale * scale))
            guard let numbers else { continue }
            #expect(numbers.isExact)
            for (share, quantile) in zip(Self.shares, answer.quantiles) {
                let own = numbers.quantile(share)
                #expect(own.isExact && Self.close(own.value, quantile, scale), "\(share) of \(cells.prefix(8))")
            }
            if !answer.bars.isEmpty, scale < 1e12, scale > 1e-6 {
                #expect(numbers.histogram(bars: 10).map(\.count).reduce(0, +) == answer.count)
            }
        }
    }

    @Test func beyondTheBoundQuantilesLieWithinTheirBounds() async throws {
        var random = SeededRandom(seed: 9)
        let columns: [[String]] = [
            (0..<30_000).map { _ in String(Double.random(in: 0...1, using: &random)) },
            (0..<30_000).map { _ in String(Double.random(in: -1e6...1e6, using: &random)) },
            (0..<30_000).map { "\($0 % 7 == 0 ? "n/a" : String($0))" },
        ]
        let answers: [Answer] = try await PythonOracle.answer(
            Self.program, to: Question(columns: columns, shares: Self.shares))
        for (cells, answer) in zip(columns, answers) {
            var parts = (0..<4).map { _ in ColumnStatistics(limits: .init(distinct: 500)) }
            var whole = ColumnStatistics(limits: .init(distinct: 500))
            for (index, cell) in cells.enumerated() {
                whole.add(cell)
                parts[index * 4 / cells.count].add(cell)
            }
            var merged = parts[0]
            for part in parts.dropFirst() { merged.merge(part) }
            for statistics in [whole, merged] {
                let numbers = try #require(statistics.numbers)
                #expect(numbers.count == answer.count && statistics.rows == cells.count)
                #expect(numbers.minimum == answer.minimum && numbers.maximum == answer.maximum)
                let scale = max(abs(numbers.minimum), abs(numbers.maximum))
                #expect(Self.close(numbers.mean, answer.mean, scale))
                #expect(Self.close(numbers.variance, answer.variance, scale * scale))
                #expect(!statistics.distinct.isExact && statistics.texts == answer.counts["n/a"] ?? 0)
                for (share, quantile) in zip(Self.shares, answer.quantiles) {
                    let own = numbers.quantile(share)
                    #expect(own.lower <= quantile && quantile <= own.upper, "\(share): \(own) \(quantile)")
                    #expect(own.upper - own.lower <= max(abs(own.lower), abs(own.upper)) / 500)
                }
                #expect(numbers.histogram(bars: 10).map(\.count).reduce(0, +) == answer.count)
            }
            #expect(whole.numbers?.quantile(0.3) == merged.numbers?.quantile(0.3))
        }
    }

    @Test func frequentTextsAreBoundedFromBothSides() {
        var random = SeededRandom(seed: 21)
        var truth: [String: Int] = [:]
        var parts = (0..<3).map { _ in ColumnStatistics(limits: .init(distinct: 200)) }
        for index in 0..<60_000 {
            let label =
                Int.random(in: 0..<3, using: &random) == 0
                ? "often \(Int.random(in: 0..<5, using: &random))" : "id \(Int.random(in: 0..<40_000, using: &random))"
            truth[label, default: 0] += 1
            parts[index % 3].add(label)
        }
        var all = parts[0]
        all.merge(parts[1])
        all.merge(parts[2])
        #expect(all.rows == 60_000 && !all.hasAllValues && all.distinct.count <= 200)
        let labels = all.labels(limit: 5)
        #expect(Set(labels.map(\.label)) == Set((0..<5).map { "often \($0)" }))
        for label in all.labels() {
            let count = truth[label.label] ?? 0
            #expect(label.count <= count && count <= label.count + all.countError)
        }
        #expect(all.countError < 1000)
    }

    @Test func numbersThatMayBeClasses() {
        func isLabels(_ cells: [String]) -> Bool {
            var statistics = ColumnStatistics()
            for cell in cells { statistics.add(cell) }
            return statistics.isLabels()
        }
        #expect(isLabels(["0", "1", "0", "1"]) && isLabels(["a"]) && isLabels(["1", "x"]))
        #expect(!isLabels(["0.5", "1", "0.5", "1"]) && !isLabels(["1", "2", "3"]) && !isLabels([]))
    }
}
