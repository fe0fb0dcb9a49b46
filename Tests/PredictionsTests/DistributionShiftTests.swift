import PythonOracle
import SeededNumbers
import Testing

@testable import Predictions

@Suite("The population stability index is numpy's and pandas's")
struct DistributionShiftTests {
    private struct Question: Codable {
        var first: [String]
        var second: [String]
    }

    private struct Figures: Codable {
        var index: Double
        var first: [Int]
        var second: [Int]
        var quantiles: [[Double]]
    }

    private static let numbersProgram = """
        import json, sys, numpy as np, pandas as pd
        answers = []
        for q in json.load(sys.stdin):
            a, b = (np.array([float(v) for v in q[k]]) for k in ("first", "second"))
            edges = np.unique(pd.Series(a).quantile([i / 10 for i in range(1, 10)]).to_numpy())
            def counts(x): return np.bincount(np.searchsorted(edges, x, side="left"), minlength=len(edges) + 1)
            ca, cb = counts(a), counts(b)
            pa, pb = np.maximum(ca / len(a), 1e-4), np.maximum(cb / len(b), 1e-4)
            answers.append({"index": float(np.sum((pb - pa) * np.log(pb / pa))), "first": ca.tolist(), "second": cb.tolist(),
                "quantiles": [[float(pd.Series(x).quantile(s)) for s in (0.05, 0.25, 0.5, 0.75, 0.95)] for x in (a, b)]})
        json.dump(answers, sys.stdout)
        """

    private static let classesProgram = """
        import json, sys, numpy as np, pandas as pd
        answers = []
        for q in json.load(sys.stdin):
            a, b = (pd.Series(q[k], dtype=object).value_counts() for k in ("first", "second"))
            labels = a.index.union(b.index)
            ca, cb = (x.reindex(labels, fill_value=0).to_numpy() for x in (a, b))
            pa, pb = np.maximum(ca / ca.sum(), 1e-4), np.maximum(cb / cb.sum(), 1e-4)
            answers.append({"index": float(np.sum((pb - pa) * np.log(pb / pa))), "first": sorted(ca.tolist()),
                "second": sorted(cb.tolist()), "quantiles": []})
        json.dump(answers, sys.stdout)
        """

    private static func statistics(_ values: [String]) -> ColumnStatistics {
        var statistics = ColumnStatistics()
        for value in values { statistics.add(value) }
        return statistics
    }

    @Test("numbers, by the tenths of the first run: skewed, tied, constant, far apart")
    func numbers() async throws {
        var random = SeededRandom(seed: 5)
        func uniform(_ count: Int, _ range: ClosedRange<Double>) -> [String] {
            (0..<count).map { _ in "\(Double.random(in: range, using: &random))" }
        }
        func tied(_ count: Int, _ most: Int) -> [String] {
            (0..<count).map { _ in "\(Double(Int.random(in: 0...most, using: &random)) / 4)" }
        }
        let questions = [
            Question(first: uniform(2000, 0...1), second: uniform(1500, 0...1)),
            Question(first: uniform(900, 0...1), second: uniform(1000, 0.3...1.4)),
            Question(first: tied(1000, 40), second: tied(700, 60)),
            Question(first: tied(500, 3) + uniform(5, 9...10), second: tied(800, 5)),
            Question(first: Array(repeating: "0.5", count: 30), second: uniform(50, 0...1)),
            Question(first: uniform(40, -5...5), second: uniform(40, 100...200)),
            Question(first: ["1.5"], second: ["2.5", "1.5"]),
        ]
        let answers: [Figures] = try await PythonOracle.answer(Self.numbersProgram, to: questions)
        for (number, (question, answer)) in zip(questions, answers).enumerated() {
            let (one, two) = (Self.statistics(question.first), Self.statistics(question.second))
            let shift = try #require(DistributionShift(from: one, to: two), "\(number)")
            #expect(shift.kind == .quantiles && shift.isExact, "\(number)")
            #expect(shift.bins.map { $0.counts[0] } == answer.first, "\(number)")
            #expect(shift.bins.map { $0.counts[1] } == answer.second, "\(number)")
            #expect(abs(shift.index - answer.index) < 1e-9, "\(number): \(shift.index), numpy has \(answer.index)")
            for (own, wanted) in zip([one, two], answer.quantiles) {
                for (share, value) in zip([0.05, 0.25, 0.5, 0.75, 0.95], wanted) {
                    #expect(abs((own.numbers?.quantile(share).value ?? .nan) - value) <= abs(value) * 1e-12 + 1e-12)
                }
            }
        }
    }

    @Test("classes: new ones, lost ones, two spellings of an accent")
    func classes() async throws {
        var random = SeededRandom(seed: 9)
        func draw(_ count: Int, _ labels: [String]) -> [String] {
            (0..<count).map { _ in labels.randomElement(using: &random) ?? "" }
        }
        let questions = [
            Question(first: draw(600, ["a", "b", "c"]), second: draw(500, ["a", "b", "c"])),
            Question(first: draw(600, ["a", "b", "b", "b"]), second: draw(500, ["a", "a", "d"])),
            Question(first: draw(90, ["caf\u{E9}", "cafe\u{301}"]), second: draw(80, ["caf\u{E9}", "x y", "\"q\""])),
            Question(first: draw(90, ["only"]), second: draw(90, ["other"])),
            Question(first: draw(300, ["0", "1"]), second: draw(200, ["0", "1", "1"])),
        ]
        let answers: [Figures] = try await PythonOracle.answer(Self.classesProgram, to: questions)
        for (number, (question, answer)) in zip(questions, answers).enumerated() {
            let shift = try #require(
                DistributionShift(from: Self.statistics(question.first), to: Self.statistics(question.second)))
            #expect(shift.kind == .classes && shift.isExact)
            #expect(shift.bins.map { $0.counts[0] }.sorted() == answer.first, "\(number)")
            #expect(shift.bins.map { $0.counts[1] }.sorted() == answer.second, "\(number)")
            #expect(abs(shift.index - answer.index) < 1e-9, "\(number): \(shift.index), numpy has \(answer.index)")
        }
    }

    @Test("more distinct numbers than are kept: close to numpy's, and said not to be exact")
    func manyNumbers() async throws {
        var random = SeededRandom(seed: 17)
        let first = (0..<9000).map { _ in "\(Double.random(in: 1...2, using: &random))" }
        let second = (0..<9000).map { _ in "\(Double.random(in: 1.1...2.2, using: &random))" }
        func narrow(_ values: [String]) -> ColumnStatistics {
            var statistics = ColumnStatistics(limits: .init(distinct: 1000))
            for value in values { statistics.add(value) }
            return statistics
        }
        let answers: [Figures] = try await PythonOracle.answer(
            Self.numbersProgram, to: [Question(first: first, second: second)])
        let shift = try #require(DistributionShift(from: narrow(first), to: narrow(second)))
        #expect(!shift.isExact)
        #expect(abs(shift.index - answers[0].index) < 0.02, "\(shift.index), numpy has \(answers[0].index)")
    }

    @Test("what can't be compared isn't: nothing there, or numbers beside words")
    func none() {
        let (numbers, words) = (Self.statistics(["1.5", "2.5"]), Self.statistics(["a", "b"]))
        #expect(DistributionShift(from: numbers, to: words) == nil)
        #expect(DistributionShift(from: words, to: numbers) == nil)
        #expect(DistributionShift(from: Self.statistics([]), to: words) == nil)
        #expect(DistributionShift(from: Self.statistics(["", ""]), to: words) == nil)
        #expect(DistributionShift(from: words, to: words)?.index == 0)
    }

    @Test("classes beyond those that are told apart are one bin, and no row is lost")
    func manyClasses() throws {
        let labels = (0..<600).map { "class-\($0)" }
        let statistics = Self.statistics(labels + labels + ["class-1"])
        let shift = try #require(DistributionShift(from: statistics, to: Self.statistics(labels)))
        #expect(shift.bins.count == DistributionShift.classLimit + 1)
        #expect(shift.bins.reduce(0) { $0 + $1.counts[0] } == 1201 && shift.bins.reduce(0) { $0 + $1.counts[1] } == 600)
        #expect(shift.bins.last?.label == nil && shift.bins[0].label == "class-1")
    }
}
