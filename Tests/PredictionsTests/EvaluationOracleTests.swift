import Foundation
import PythonOracle
import SeededNumbers
import Testing

@testable import Predictions

/// The figures of predictions beside their labels, against scikit-learn.
@Suite struct EvaluationOracleTests {
    private struct Case: Codable {
        var truth: [String]
        var predicted: [String]
        /// A row's probabilities, in the order of the classes.
        var scores: [[Double]]
        var classes: [String]
        var isRegression: Bool
    }

    private struct Answer: Codable {
        var figures: [String: Double?]
        /// True by predicted class, over the classes in order.
        var matrix: [[Int]]
        var names: [String]
    }

    private static let program = """
        import json, math, sys, warnings
        warnings.filterwarnings("ignore")
        try:
            from sklearn import metrics
        except ImportError:
            sys.exit("scikit-learn is missing in " + sys.executable + ": run make test, or set FLIGHTDECK_PYTHON")
        answers = []
        for q in json.load(sys.stdin):
            rows = [r for r in zip(q["truth"], q["predicted"], q["scores"] or [[]] * len(q["truth"])) if r[0] and r[1]]
            t, p, s = ([r[i] for r in rows] for i in range(3))
            found, matrix, names = {}, [], []
            if q["isRegression"]:
                t, p = [float(v) for v in t], [float(v) for v in p]
                found = dict(RMSE=math.sqrt(metrics.mean_squared_error(t, p)), MAE=metrics.mean_absolute_error(t, p),
                             R2=metrics.r2_score(t, p))
            else:
                names = sorted(set(t) | set(p))
                matrix = metrics.confusion_matrix(t, p, labels=names).tolist()
                found = dict(
                    Accuracy=metrics.accuracy_score(t, p), BalancedAccuracy=metrics.balanced_accuracy_score(t, p),
                    MacroPrecision=metrics.precision_score(t, p, average="macro", zero_division=0),
                    MacroRecall=metrics.recall_score(t, p, average="macro", zero_division=0),
                    MacroF1=metrics.f1_score(t, p, average="macro", zero_division=0))
                classes = q["classes"]
                if classes:
                    found["LogLoss"] = metrics.log_loss(t, s, labels=classes)
                    if len(classes) == 2:
                        found["AUC"] = metrics.roc_auc_score([v == classes[1] for v in t], [v[1] for v in s])
                    else:
                        found["AUC"] = metrics.roc_auc_score(t, s, labels=classes, multi_class="ovr", average="macro")
            answers.append(dict(figures=found, matrix=matrix, names=names))
        json.dump(answers, sys.stdout)
        """

    private static func cases() -> [Case] {
        var random = SeededRandom(seed: 7)
        func double() -> Double { Double(random.next() >> 11) / 0x1p53 }
        var cases: [Case] = []
        for number in 0..<60 {
            let count = [2, 2, 3, 5, 12][number % 5]
            var classes = (0..<count).map {
                ["no", "yes", "maybe", "a b", "\u{e9}", "Z"][$0 % 6] + ($0 < 6 ? "" : "\($0)")
            }
            if number % 7 == 3 { classes = (0..<count).map { "\($0)" } }
            // Both as scikit-learn wants its labels.
            classes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let rows = [3 * count, 40, 500, 2000][number % 4]
            var one = Case(truth: [], predicted: [], scores: [], classes: classes, isRegression: false)
            for row in 0..<rows {
                var chances = (0..<count).map { _ in double() + 1e-6 }
                if number % 3 == 0 { chances = chances.map { ($0 * 4).rounded() + 1 } }  // ties
                let sum = chances.reduce(0, +)
                chances = chances.map { $0 / sum }
                let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
                // Each class is there, as an area needs; one is never predicted in some cases.
                let truth = row < count ? row : double() < 0.6 ? best : Int(double() * Double(count)) % count
                one.truth.append(double() < 0.02 && row >= count ? "" : classes[truth])
                one.predicted.append(classes[number % 4 == 1 && best == 0 ? 1 : best])
                one.scores.append(chances)
            }
            if number % 6 == 5 {
                // A class that is predicted and never true, without scores.
                one.predicted[0] = "zz-unseen"
                (one.classes, one.scores) = ([], [])
            }
            cases.append(one)
        }
        for number in 0..<30 {
            let offset = [0, 1e6, -3, 1e9][number % 4]
            var one = Case(truth: [], predicted: [], scores: [], classes: [], isRegression: true)
            for _ in 0..<[2, 30, 3000][number % 3] {
                let truth = number == 5 ? 4.5 : offset + double() * 10
                one.truth.append("\(truth)")
                one.predicted.append(" \(truth + (double() - 0.5) * Double(number % 5))")
            }
            cases.append(one)
        }
        return cases
    }

    /// Counts in several parts that are merged, as objects are.
    private static func evaluation(_ one: Case, parts: Int) -> PredictionEvaluation {
        let scores: PredictionEvaluation.Scores =
            one.classes.isEmpty
            ? .none
            : one.classes.count == 2 && parts == 1
                ? .ofSecond(first: one.classes[0], second: one.classes[1]) : .ofEach(one.classes)
        var total: PredictionEvaluation?
        let size = (one.truth.count + parts - 1) / parts
        for part in 0..<parts {
            var evaluation = PredictionEvaluation(scores: scores, part: part)
            for row in (part * size..<min((part + 1) * size, one.truth.count)) {
                var cells = one.scores.isEmpty ? [] : one.scores[row].map { Array("\($0)".utf8)[...] }
                if case .ofSecond = scores { cells.removeFirst() }
                evaluation.add(
                    truth: Array(one.truth[row].utf8)[...], predicted: Array(one.predicted[row].utf8)[...],
                    scores: cells)
            }
            if total == nil { total = evaluation } else { total?.merge(evaluation) }
        }
        return total ?? PredictionEvaluation(scores: scores)
    }

    @Test(arguments: [1, 3]) func figuresAreThoseOfScikitLearn(parts: Int) async throws {
        let cases = Self.cases()
        let answers: [Answer] = try await PythonOracle.answer(Self.program, to: cases)
        try #require(answers.count == cases.count)
        for (number, (one, answer)) in zip(cases, answers).enumerated() where one.truth.count >= parts * 2 {
            let found = Self.evaluation(one, parts: parts)
            #expect(found.likelyKind == (one.isRegression ? .regression : .classification), "case \(number)")
            #expect(found.unlabelled == one.truth.count { $0.isEmpty })
            var figures: [String: Double?] = [:]
            if one.isRegression {
                figures = [
                    "RMSE": found.regression.rootMeanSquaredError, "MAE": found.regression.meanAbsoluteError,
                    "R2": found.regression.r2,
                ]
            } else {
                let classes = found.matrix.classes
                figures = [
                    "Accuracy": classes.accuracy, "BalancedAccuracy": classes.balancedAccuracy,
                    "MacroPrecision": classes.macroPrecision, "MacroRecall": classes.macroRecall,
                    "MacroF1": classes.macroF1,
                ]
                if !one.classes.isEmpty {
                    figures["LogLoss"] = found.logLoss
                    figures["AUC"] = found.area(of: found.rankedScores)?.value
                }
                let order = answer.names.map { name in classes.names.firstIndex(of: name) }
                let matrix = order.map { row in
                    order.map { column in
                        row.flatMap { row in column.map { classes.count(truth: row, predicted: $0) } } ?? -1
                    }
                }
                #expect(matrix == answer.matrix, "case \(number)")
            }
            #expect(figures.keys.sorted() == answer.figures.keys.sorted())
            for (name, value) in answer.figures {
                let (own, value) = (try #require(figures[name] ?? nil), try #require(value))
                #expect(
                    abs(own - value) <= 1e-9 * max(1, abs(value)), "\(name) of case \(number): \(own), not \(value)")
            }
        }
    }

    @Test func numbersAreOneClassHoweverTheyAreWritten() {
        var evaluation = PredictionEvaluation(scores: .ofSecond(first: "0", second: "1"))
        for (truth, predicted, score) in [("1", "1.0", "0.9"), ("0.0", "0", "0.2"), ("0", "1", "0.6")] {
            evaluation.add(
                truth: Array(truth.utf8)[...], predicted: Array(predicted.utf8)[...], scores: [Array(score.utf8)[...]])
        }
        let classes = evaluation.matrix.classes
        #expect(classes.names == ["0", "1"])
        #expect(classes.accuracy == 2.0 / 3)
        #expect(evaluation.area(of: evaluation.rankedScores)?.value == 1)
        #expect(evaluation.withUnknownClass == 0)
        // Where one of them is no number, each is its own.
        evaluation.add(truth: Array("x".utf8)[...], predicted: Array("1".utf8)[...], scores: [Array("0.5".utf8)[...]])
        #expect(evaluation.matrix.classes.names.count == 5)
        #expect(evaluation.withUnknownClass == 1)
    }

    @Test func whatCannotBeComparedIsCounted() {
        var evaluation = PredictionEvaluation(scores: .ofEach(["a", "b"]))
        let rows: [(String, String, [String])] = [
            ("", "a", ["1", "0"]), ("a", " ", ["1", "0"]), ("a", "a", ["x", "0"]), ("a", "a", []),
            ("b", "a", ["0.9", "0.1"]), ("c", "a", ["0.9", "0.1"]),
        ]
        for (truth, predicted, scores) in rows {
            evaluation.add(
                truth: Array(truth.utf8)[...], predicted: Array(predicted.utf8)[...],
                scores: scores.map { Array($0.utf8)[...] })
        }
        #expect(evaluation.unlabelled == 1 && evaluation.withoutPrediction == 1)
        #expect(evaluation.withoutScores == 2 && evaluation.withUnknownClass == 1)
        #expect(evaluation.rows == 4 && evaluation.scoredRows == 1)
        #expect(evaluation.area(of: evaluation.rankedScores) == nil)
        #expect(PredictionEvaluation(scores: .none).matrix.classes.accuracy == nil)
        #expect(PredictionEvaluation(scores: .none).regression.rootMeanSquaredError == nil)
    }

    /// More scores than are kept: the area says by how much it may be wrong, and isn't wrong by more.
    @Test func manyScoresSayHowExactTheyAre() throws {
        var random = SeededRandom(seed: 11)
        var (exact, binned, merged) = (ScoreRanking(), ScoreRanking(limit: 500), ScoreRanking(limit: 500))
        var part = ScoreRanking(limit: 500)
        for row in 0..<20_000 {
            let score = Double(random.next() >> 11) / 0x1p53
            let isPositive = Double(random.next() >> 11) / 0x1p53 < score
            exact.add(score, isPositive: isPositive)
            binned.add(score, isPositive: isPositive)
            if row % 3 == 0 {
                part.add(score, isPositive: isPositive)
            } else {
                merged.add(score, isPositive: isPositive)
            }
        }
        merged.merge(part)
        let truth = try #require(exact.steps.area)
        #expect(truth.error == 0)
        for other in [binned, merged] {
            let found = try #require(other.steps.area)
            #expect(found.error > 0 && found.error < 1e-3)
            #expect(abs(found.value - truth.value) <= found.error)
        }
        let steps = exact.steps
        let points = steps.thresholds([1, 0, 0.5])
        #expect(points.map(\.value) == [0, 0.5, 1] && points[0].trueNegatives == 0 && points[0].falseNegatives == 0)
        let point = points[1]
        let counted = steps.steps.filter { $0.score >= 0.5 }
        #expect(point.truePositives == counted.map(\.positives).reduce(0, +))
        #expect(point.falsePositives == counted.map(\.negatives).reduce(0, +))
        #expect(point.truePositives + point.falsePositives + point.falseNegatives + point.trueNegatives == 20_000)
        let curve = exact.steps.curve(points: 100)
        #expect(curve.count > 90 && curve.count < 110)
        #expect(curve.first?.recall == 0 && curve.last?.recall == 1 && curve.last?.trueNegatives == 0)
        #expect(
            zip(curve, curve.dropFirst()).allSatisfy { $0.value > $1.value && $0.truePositives <= $1.truePositives })
    }

    /// No row wrong doesn't mean that none will be.
    @Test func equalRowsHaveARange() throws {
        for isRight in [true, false] {
            var evaluation = PredictionEvaluation(scores: .none)
            for row in 0..<118 {
                let truth = Array(["a", "b"][row % 2].utf8)[...]
                let other = Array(["b", "a"][row % 2].utf8)[...]
                evaluation.add(truth: truth, predicted: isRight ? truth : other, scores: [])
            }
            let range = try #require(evaluation.accuracyInterval)
            // 1 - scipy.stats.beta.ppf(0.025, 118, 1) = 0.0307780…
            #expect(abs((isRight ? 1 - range.low : range.high) - 0.030_778_096_074_144_6) < 1e-12)
            #expect(isRight ? range.high == 1 : range.low == 0)
        }
    }

    /// Ranges hold the true figure in about 95 of 100 samples of a known population.
    @Test func rangesCoverTheTruth() {
        var random = SeededRandom(seed: 5)
        var covered = [0, 0, 0]
        for _ in 0..<60 {
            var evaluation = PredictionEvaluation(scores: .ofSecond(first: "a", second: "b"))
            for _ in 0..<300 {
                let isB = Double(random.next() >> 11) / 0x1p53 < 0.5
                let isRight = Double(random.next() >> 11) / 0x1p53 < 0.8
                let truth = isB ? "b" : "a"
                let predicted = isRight == isB ? "b" : "a"
                // Uniform, moved by half where it's of the class: the area is 1 - 0.5 × 0.5 / 2.
                let score = (Double(random.next() >> 11) / 0x1p53 + (isB ? 0.5 : 0)) / 1.5
                evaluation.add(
                    truth: Array(truth.utf8)[...], predicted: Array(predicted.utf8)[...],
                    scores: [Array("\(score)".utf8)[...]])
            }
            if let range = evaluation.accuracyInterval, range.low <= 0.8, 0.8 <= range.high { covered[0] += 1 }
            if let range = evaluation.interval(of: { $0.balancedAccuracy }), range.low <= 0.8, 0.8 <= range.high {
                covered[1] += 1
            }
            if let range = evaluation.area(of: evaluation.rankedScores)?.interval, range.low <= 0.875,
                0.875 <= range.high
            {
                covered[2] += 1
            }
        }
        #expect(covered.allSatisfy { (50...60).contains($0) }, "\(covered)")
    }

    private struct Ranked: Codable {
        var truth: [Int]
        /// By model, then by row: the probabilities of the classes.
        var scores: [[[Double]]]
        var classes: Int
    }

    private struct RankedAnswer: Codable {
        var difference: Double
        /// The standard error, by DeLong for two classes and by the bootstrap for more.
        var error: Double
    }

    private static let rankedProgram = """
        import json, sys
        import numpy as np
        from sklearn.metrics import roc_auc_score
        def area(t, s, k):
            return roc_auc_score(t, s[:, 1]) if k == 2 else roc_auc_score(t, s, multi_class="ovr", labels=range(k))
        def delong(t, a, b):
            def parts(s):
                p, n = s[t == 1], s[t == 0]
                wins = (p[:, None] > n[None, :]) + 0.5 * (p[:, None] == n[None, :])
                return wins.mean(axis=1), wins.mean(axis=0)
            (p, n), (q, m) = parts(a), parts(b)
            return np.sqrt((p - q).var(ddof=1) / len(p) + (n - m).var(ddof=1) / len(n))
        answers = []
        for q in json.load(sys.stdin):
            t, (a, b), k = np.array(q["truth"]), (np.array(s) for s in q["scores"]), q["classes"]
            if k == 2:
                error = delong(t, a[:, 1], b[:, 1])
            else:
                dice, found = np.random.default_rng(1), []
                for _ in range(400):
                    rows = dice.integers(0, len(t), len(t))
                    found.append(area(t[rows], a[rows], k) - area(t[rows], b[rows], k))
                error = np.std(found)
            answers.append(dict(difference=area(t, a, k) - area(t, b, k), error=error))
        json.dump(answers, sys.stdout)
        """

    @Test("the difference of two areas is scikit-learn's, and its range DeLong's or the bootstrap's")
    func areasBesideEachOther() async throws {
        var random = SeededRandom(seed: 11)
        func double() -> Double { Double(random.next() >> 11) / 0x1p53 }
        var cases: [Ranked] = []
        for number in 0..<8 {
            let classes = number % 4 == 3 ? 4 : 2
            var one = Ranked(truth: [], scores: [[], []], classes: classes)
            for _ in 0..<[60, 400, 1500, 600][number % 4] {
                let truth = Int(double() * Double(classes)) % classes
                one.truth.append(truth)
                let noise = double()
                for model in 0..<2 {
                    // Rows that are hard for one are hard for the other.
                    var chances = (0..<classes).map { place in
                        (place == truth ? 0.6 : 0.2) + noise * 0.3 * double() + double() * (model == 0 ? 0.8 : 1.1)
                    }
                    if number % 2 == 0 { chances = chances.map { ($0 * 4).rounded() + 1 } }
                    let sum = chances.reduce(0, +)
                    one.scores[model].append(chances.map { $0 / sum })
                }
            }
            cases.append(one)
        }
        let answers: [RankedAnswer] = try await PythonOracle.answer(Self.rankedProgram, to: cases)
        for (number, (one, answer)) in zip(cases, answers).enumerated() {
            var ranking = PairedRanking(models: 3, classes: (0..<one.classes).map { "\($0)" })
            var thinned = PairedRanking(models: 3, classes: ranking.classes, cellLimit: 900)
            func add(_ row: Int) {
                let given = [one.scores[0][row], nil, one.scores[1][row]]
                ranking.add(truth: one.truth[row], given)
                thinned.add(truth: one.truth[row], given)
            }
            for row in one.truth.indices {
                // What is taken back leaves nothing.
                if row % 50 == 7 {
                    let (mark, other) = (ranking.mark, thinned.mark)
                    for again in 0..<min(20, one.truth.count) { add(again) }
                    ranking.returnTo(mark)
                    thinned.returnTo(other)
                }
                add(row)
            }
            let found = try #require(ranking.difference(0, 2))
            #expect(ranking.isWhole && abs(found.value - answer.difference) < 1e-9, "case \(number)")
            let range = try #require(found.interval)
            let error = (range.high - range.low) / 2 / 1.959_963_984_540_054
            #expect(
                abs(error / answer.error - 1) < (one.classes == 2 ? 0.03 : 0.15),
                "case \(number): \(error) \(answer.error)")
            let turned = try #require(ranking.difference(2, 0))
            #expect(ranking.difference(0, 1) == nil && abs(turned.value + found.value) < 1e-12)
            guard !thinned.isWhole, let less = thinned.difference(0, 2)?.interval else { continue }
            #expect(abs((less.high - less.low) / (range.high - range.low) - 1) < 0.4, "case \(number)")
        }
    }

    @Test("objects whose scores are of other classes lose them, and nothing else")
    func otherClasses() {
        func evaluation(_ classes: [String], rows: Int) -> PredictionEvaluation {
            var one = PredictionEvaluation(scores: .ofEach(classes))
            for row in 0..<rows {
                let label = Array(classes[row % 2].utf8)[...]
                one.add(truth: label, predicted: label, scores: [Array("0.25".utf8)[...], Array("0.75".utf8)[...]])
            }
            return one
        }
        let many = evaluation(["a", "b"], rows: 30)
        for few in [evaluation(["a", "c"], rows: 10), PredictionEvaluation(scores: .none)] {
            var (first, second) = (many, few)
            first.merge(few)
            second.merge(many)
            for merged in [first, second] {
                #expect(merged.scores == many.scores && merged.logLoss == many.logLoss)
                #expect(merged.rows == 30 + few.rows && merged.withoutScores == few.rows)
                #expect(merged.area(of: merged.rankedScores)?.value == many.area(of: many.rankedScores)?.value)
                #expect(merged.matrix.classes.accuracy == 1)
            }
        }
    }
}
