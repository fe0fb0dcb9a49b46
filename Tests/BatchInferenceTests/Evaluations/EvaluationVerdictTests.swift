import Predictions
import Testing

@testable import BatchInference

/// Which candidate to use, where some are equal or have no figures.
@Suite struct EvaluationVerdictTests {
    /// 30 rows of one class, 10 of another; a candidate is wrong on these.
    private func result(wrong: [[Int]?], seconds: [Double] = []) throws -> EvaluationResult {
        let classes = (0..<40).map { $0 < 30 ? "yes" : "no" }
        func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }
        func prediction(_ rows: [Int], _ row: Int) -> ArraySlice<UInt8> {
            bytes(rows.contains(row) == (classes[row] == "yes") ? "no" : "yes")
        }
        var outcomes: [[PredictionEvaluation.Outcome]] = []
        let candidates = try wrong.enumerated().map { place, rows in
            var candidate = EvaluationResult.Candidate(name: "c\(place)", transform: "t\(place)", output: "s3://o/")
            candidate.seconds = place < seconds.count ? seconds[place] : nil
            guard let rows else {
                outcomes.append([])
                (candidate.problem, candidate.remedy) = ("its transform ended as Failed", "use a GPU")
                return candidate
            }
            var evaluation = PredictionEvaluation(scores: .none)
            var own: [PredictionEvaluation.Outcome] = []
            for row in 0..<40 {
                let outcome = evaluation.add(truth: bytes(classes[row]), predicted: prediction(rows, row), scores: [])
                own.append(try #require(outcome))
            }
            outcomes.append(own)
            candidate.figures = EvaluationFigures(evaluation, as: .classification)
            return candidate
        }
        var result = EvaluationResult(kind: .classification, candidates: candidates, objective: "Accuracy")
        for first in wrong.indices {
            for second in wrong.indices where second > first {
                guard let one = wrong[first], let other = wrong[second] else { continue }
                var pair = PairedEvaluation()
                for row in 0..<40 {
                    pair.add(
                        truth: bytes(classes[row]), (prediction(one, row), outcomes[first][row]),
                        (prediction(other, row), outcomes[second][row]))
                }
                result.pairs.append(
                    .init(
                        first: first, second: second, rows: pair.rows, onlyFirstRight: pair.onlyFirstRight,
                        onlySecondRight: pair.onlySecondRight, bothWrong: pair.bothWrong, different: pair.different,
                        differences: ["Accuracy": try #require(pair.difference(of: .accuracy))]))
            }
        }
        return result
    }

    @Test("ties are ordered by the other figures and then by rank, whatever the running times")
    func ties() throws {
        for seconds in [[50.1, 50.2, 50.3], [50.3, 50.2, 50.1], [50.2, 50.3, 50.1]] {
            let result = try result(wrong: [[37, 38, 39], [0, 1, 2], [3, 4, 5]], seconds: seconds)
            #expect(result.ranking == [1, 2, 0] && result.choice == 1)
            let rows = try #require(result.pairTable).rows
            #expect(rows.map { $0[0] } == ["B and C", "B and A", "C and A"])
            #expect(rows.allSatisfy { $0[1] == "equal" })
            #expect(result.verdict[0] == "c1, c2 and c0 can't be told apart by accuracy on these rows.")
            #expect(result.verdict[1].contains("as good as any by all figures"))
            #expect(result.verdict[2].hasPrefix("c1 and c2: accuracy equal ("))
        }
        let two = try result(wrong: [[37, 38, 39], [0, 1, 2]])
        #expect(two.verdict[1].contains("which has the best balanced accuracy of 2 with equal accuracy"))
        let apart = try result(wrong: [[0, 1, 2], [0]])
        #expect(try #require(apart.pairTable).rows[0].prefix(2) == ["B than A", "0.0500"])
    }

    @Test("candidates that one figure can't tell apart are told apart by another that can, and equal rows are said")
    func otherFigures() throws {
        var result = try result(wrong: [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
        #expect(result.verdict.contains("c0 and c1: accuracy equal, right and wrong on the same rows"))
        #expect(!result.verdict.contains { $0.hasPrefix("By ") })
        // A loss: the first of a pair has less of it.
        let sure = PairedEvaluation.Difference(value: -0.2, interval: .init(low: -0.3, high: -0.1))
        let unsure = PairedEvaluation.Difference(value: -0.2, interval: .init(low: -0.3, high: 0.1))
        for place in result.pairs.indices {
            result.pairs[place].differences[PairedEvaluation.Figure.logLoss.rawValue] =
                result.pairs[place].first == 0 ? sure : unsure
        }
        #expect(
            result.verdict[1]
                == "By log loss, c0 is better than each other one of them by more than chance explains.")
        result.pairs[0].differences[PairedEvaluation.Figure.logLoss.rawValue] = unsure
        #expect(!result.verdict.contains { $0.hasPrefix("By ") })
    }

    @Test("a candidate without figures is named with its reason wherever the verdict stands, and counts for no other")
    func gaps() throws {
        let many = Array(0..<20)
        let result = try result(wrong: [[], many, nil])
        #expect(result.verdict[0].contains("better than each other one of the 2 with figures by more than"))
        #expect(
            result.verdict.suffix(2) == [
                "2 of 3 candidates have figures.", "c2 has no figures: its transform ended as Failed; use a GPU.",
            ])
        #expect(result.problems.isEmpty)
        var record = EvaluationRecord(
            id: "1", name: "eval", account: "111122223333", region: "eu-west-1", jobName: "job",
            createdAt: .init(secondsSinceEpoch: 0), updatedAt: .init(secondsSinceEpoch: 0),
            input: LabelledInput(uri: "s3://rows-1/a.csv", target: "y"), kind: .classification, threshold: 0.5,
            timeLimit: 3600)
        (record.state, record.result) = (.ended, result)
        #expect(record.stateWords == "partly done" && record.title.hasPrefix("2 of 3 candidates of job on "))
        #expect(record.markdown.contains("- \(MarkdownText.escaped(record.result?.gaps.last ?? "none"))\n"))
        record.result = try self.result(wrong: [[], many])
        #expect(record.stateWords == "done" && record.title.hasPrefix("2 candidates of job on "))
        #expect(record.result?.gaps == [])
    }

    @Test("the mean error says which is subtracted from which, and is that") func meanError() {
        var evaluation = PredictionEvaluation(scores: .none)
        for row in 0..<4 {
            evaluation.add(truth: Array("\(row)".utf8)[...], predicted: Array("\(row + 2)".utf8)[...], scores: [])
        }
        let figure = EvaluationFigures(evaluation, as: .regression).figures.first { $0.key == "MeanError" }
        #expect(figure?.name == "mean error, prediction minus truth" && figure?.value == 2)
    }
}
