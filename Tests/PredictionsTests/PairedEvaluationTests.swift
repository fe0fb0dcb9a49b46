import Testing

@testable import Predictions

/// Two models beside each other on the same rows.
@Suite struct PairedEvaluationTests {
    private struct Both {
        var first = PredictionEvaluation(scores: .none)
        var second = PredictionEvaluation(scores: .none)
        var pair = PairedEvaluation()

        mutating func add(_ truth: String, _ one: String, _ other: String) {
            let (truth, one, other) = (Array(truth.utf8)[...], Array(one.utf8)[...], Array(other.utf8)[...])
            guard let a = first.add(truth: truth, predicted: one, scores: []),
                let b = second.add(truth: truth, predicted: other, scores: [])
            else { return }
            pair.add(truth: truth, (one, a), (other, b))
        }
    }

    @Test(
        "numbers too large for their sums leave figures unknown, and never numbers that are none",
        arguments: [1e155, 1e200, 1e308])
    func hugeNumbers(huge: Double) throws {
        var (one, both) = (PredictionEvaluation(scores: .none), Both())
        for row in 0..<100 {
            let truth = row == 40 ? "\(huge)" : "\(row).5"
            _ = one.add(truth: Array(truth.utf8)[...], predicted: Array("\(-row)".utf8)[...], scores: [])
            both.add(truth, "\(-row)", "\(-row - 1)")
        }
        let figures = one.regression
        for value in [figures.rootMeanSquaredError, figures.r2, figures.meanAbsoluteError, figures.meanError] {
            #expect(value?.isFinite != false)
        }
        #expect(figures.rootMeanSquaredError == nil && figures.rootMeanSquaredErrorInterval == nil)
        for figure in PairedEvaluation.Figure.allCases {
            let found = both.pair.difference(of: figure)
            #expect(found?.value.isFinite != false && found?.interval?.low.isFinite != false, "\(figure)")
        }
    }

    @Test("a score that is no probability is none")
    func impossibleScores() {
        var evaluation = PredictionEvaluation(scores: .ofEach(["a", "b"]))
        func add(_ scores: [String]) {
            _ = evaluation.add(
                truth: Array("a".utf8)[...], predicted: Array("a".utf8)[...], scores: scores.map { Array($0.utf8)[...] }
            )
        }
        add(["0.7", "0.3"])
        let before = evaluation.logLoss
        add(["7.5", "0.3"])
        add(["-0.5", "1.5"])
        #expect(evaluation.withoutScores == 2 && evaluation.logLoss == before)
    }

    @Test(
        "a difference is that of both figures, and of merged parts the same as of the whole",
        arguments: [["a", "b", "c"], ["0", "0.0", "1", "1.0"]])
    func differences(names: [String]) throws {
        var numbers = SeededChance(seed: 7)
        func pick() -> String { names[Int(numbers.next() % UInt64(names.count))] }
        var (whole, parts) = (Both(), [Both(), Both(), Both()])
        for row in 0..<900 {
            let truth = pick()
            let one = numbers.uniform() < 0.7 ? truth : pick()
            let other = numbers.uniform() < 0.4 ? truth : pick()
            whole.add(truth, one, other)
            parts[row % 3].add(truth, one, other)
        }
        var merged = parts[0].pair
        merged.merge(parts[1].pair)
        merged.merge(parts[2].pair)
        let (first, second) = (whole.first.matrix.classes, whole.second.matrix.classes)
        let expected: [(PairedEvaluation.Figure, Double)] = try [
            (.balancedAccuracy, #require(first.balancedAccuracy) - #require(second.balancedAccuracy)),
            (.macroF1, #require(first.macroF1) - #require(second.macroF1)),
        ]
        for (figure, value) in expected {
            for pair in [whole.pair, merged] {
                let found = try #require(pair.difference(of: figure))
                #expect(abs(found.value - value) < 1e-9)
                let range = try #require(found.interval)
                #expect(range.low <= found.value && found.value <= range.high && !range.includesNought)
            }
        }
        for figure in PairedEvaluation.Figure.allCases {
            let (one, other) = (whole.pair.difference(of: figure), merged.difference(of: figure))
            if let one, let other { #expect(abs(one.value - other.value) < 1e-9) }
            #expect((one == nil) == (other == nil), "\(figure)")
        }
        let accuracy = try #require(whole.pair.difference(of: .accuracy)).value
        #expect(abs(accuracy - Double(whole.pair.onlyFirstRight - whole.pair.onlySecondRight) / 900) < 1e-12)
        #expect(merged.different == whole.pair.different && merged.bothWrong == whole.pair.bothWrong)
    }

    @Test(
        "ranges are the same in whichever order the parts of an input are read",
        arguments: [["a", "b", "c", "d", "e", "f"], ["10", "9", "9.0", "-1", "2", "2.0"], ["10", "9", "1z", "b"]])
    func rangesDoNotDependOnOrder(names: [String]) {
        var numbers = SeededChance(seed: 11)
        func pick() -> String { names[Int(numbers.next() % UInt64(names.count))] }
        var parts = (0..<3).map { Both(pair: PairedEvaluation(part: $0)) }
        for row in 0..<300 {
            let truth = pick()
            parts[row % 3].add(
                truth, numbers.uniform() < 0.7 ? truth : pick(), numbers.uniform() < 0.5 ? truth : pick())
        }
        func merged(_ order: [Int]) -> PairedEvaluation {
            var all = PairedEvaluation()
            for part in order { all.merge(parts[part].pair) }
            return all
        }
        // All figures of the classes share their samples.
        let one = merged([0, 1, 2]).difference(of: .macroF1)
        #expect(one?.interval != nil)
        for order in [[2, 1, 0], [1, 2, 0]] { #expect(merged(order).difference(of: .macroF1) == one, "\(order)") }
    }

    @Test("numbers have the difference of their errors, wherever parts were cut and however large they are")
    func regression() throws {
        var numbers = SeededChance(seed: 3)
        var (whole, parts) = (Both(), [Both(), Both()])
        for row in 0..<400 {
            let truth = 1e9 + numbers.uniform() * 100
            let (one, other) = (truth + numbers.uniform() - 0.5, truth + 4 * (numbers.uniform() - 0.5))
            whole.add("\(truth)", "\(one)", "\(other)")
            parts[row < 130 ? 0 : 1].add("\(truth)", "\(one)", "\(other)")
        }
        var merged = parts[0].pair
        merged.merge(parts[1].pair)
        let (first, second) = (whole.first.regression, whole.second.regression)
        for (figure, value) in try [
            (
                PairedEvaluation.Figure.rootMeanSquaredError,
                #require(first.rootMeanSquaredError) - #require(second.rootMeanSquaredError)
            ),
            (.meanAbsoluteError, #require(first.meanAbsoluteError) - #require(second.meanAbsoluteError)),
            (.r2, #require(first.r2) - #require(second.r2)),
        ] {
            for pair in [whole.pair, merged] {
                let found = try #require(pair.difference(of: figure))
                #expect(abs(found.value - value) < 1e-6, "\(figure): \(found.value), not \(value)")
                #expect(found.interval?.includesNought == false)
            }
        }
    }

    @Test("the same predictions are never told apart, and few rows have no range")
    func nothingToTell() throws {
        var both = Both()
        for row in 0..<30 { both.add(row % 3 == 0 ? "a" : "b", row % 4 == 0 ? "a" : "b", row % 4 == 0 ? "a" : "b") }
        for figure in [PairedEvaluation.Figure.accuracy, .macroF1, .balancedAccuracy] {
            let found = try #require(both.pair.difference(of: figure))
            #expect(found.value == 0 && found.interval?.includesNought == true && both.pair.different == 0)
        }
        var few = Both()
        for _ in 0..<10 { few.add("a", "a", "b") }
        #expect(few.pair.difference(of: .accuracy) == PairedEvaluation.Difference(value: 1, interval: nil))
    }
}
