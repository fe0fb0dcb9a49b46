import AWSOperations
import BatchInference
import Testing

@Suite("Training beside validation")
struct TrainingGapTests {
    private func candidate(_ name: String, _ data: [(String, Double, MetricSetSource?)]) -> AutoMLCandidate {
        AutoMLCandidate(
            candidateName: name, objectiveStatus: .succeeded, candidateSteps: [], candidateStatus: .completed,
            creationTime: Timestamp(secondsSinceEpoch: 1), lastModifiedTime: Timestamp(secondsSinceEpoch: 1),
            candidateProperties: CandidateProperties(
                candidateMetrics: data.map {
                    MetricDatum(standardMetricName: .init(rawValue: $0.0), value: $0.1, set: $0.2)
                }))
    }

    @Test("a gap is large from 0.05 of a score and from a quarter of anything else, in the metric's own direction")
    func large() {
        func isLarge(_ train: Double, _ validation: Double, _ direction: ObjectiveDirection) -> Bool {
            TrainingGap(train: train, validation: validation, direction: direction).isLarge
        }
        #expect(isLarge(1, 0.94, .maximize))
        #expect(!isLarge(1, 0.95, .maximize))
        #expect(!isLarge(0.8, 0.9, .maximize))
        #expect(isLarge(200, 300, .minimize))
        #expect(!isLarge(290, 300, .minimize))
        #expect(!isLarge(400, 300, .minimize))
        #expect(isLarge(0, 0.1, .minimize))
        #expect(!isLarge(0, 0, .minimize))
        // A determination below zero is no score of 0 to 1.
        #expect(isLarge(0.9, -1, .maximize))
    }

    @Test("the board keeps both sets apart, and a metric of one set alone has no gap")
    func sets() throws {
        let board = Leaderboard(
            candidates: [
                candidate(
                    "a",
                    [
                        ("F1", 0.9, .validation), ("F1", 0.99, .train), ("LogLoss", 0.3, .train),
                        ("AUC", 0.8, .validation), ("InferenceLatency", 0.2, .validation),
                        ("InferenceLatency", 0.1, .train), ("RMSE", .nan, .train),
                    ])
            ], objective: MetricName("F1"))
        let row = try #require(board.rows.first)
        #expect(row.value == 0.9 && row.trainValues[MetricName("F1")] == 0.99)
        let gap = try #require(board.gap(of: MetricName("F1"), in: row))
        #expect(abs(gap.advantage - 0.09) < 1e-12 && gap.isLarge)
        #expect(board.gap(of: MetricName("LogLoss"), in: row) == nil)
        #expect(board.gap(of: MetricName("AUC"), in: row) == nil)
        #expect(board.gap(of: .latency, in: row) == nil)
        #expect(board.trainMetrics == [MetricName("F1")])
        #expect(row.trainValues[MetricName("RMSE")] == nil)
    }

    @Test("latencies have their unit")
    func latencies() {
        let texts = [0.000021, 0.0041, 0.12, 1.25, 0.9994, 0.9996, 0].map { DisplayText.latency(seconds: $0) }
        #expect(texts == ["0.021 ms", "4.1 ms", "120 ms", "1.25 s", "999 ms", "1.00 s", "0 ms"])
        #expect(MetricName("InferenceLatency").text(0.12) == "120 ms")
    }

    @Test(
        "the algorithm is what its image says",
        arguments: [
            ("1.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.3-1-cpu-py3", "xgboost"),
            ("1.dkr.ecr.eu-west-1.amazonaws.com/linear-learner:inference-cpu-1", "linear-learner"),
            ("1.dkr.ecr.eu-west-1.amazonaws.com/autogluon-inference:0.8-1-cpu-py39", "autogluon"),
            ("1.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-sklearn-automl:2.5-1-cpu-py3", "sklearn"),
            ("mine", "mine"),
        ])
    func algorithms(image: String, name: String) {
        var candidate = candidate("a", [])
        candidate.inferenceContainers = [
            AutoMLContainerDefinition(
                image: "1.dkr.ecr.eu-west-1.amazonaws.com/other:1", modelDataUrl: "s3://b/p",
                environment: ["AUTOML_TRANSFORM_MODE": "feature-transform"]),
            AutoMLContainerDefinition(image: image, modelDataUrl: "s3://b/m", environment: [:]),
        ]
        #expect(Leaderboard(candidates: [candidate]).rows.first?.algorithm == name)
        candidate.inferenceContainers = nil
        #expect(Leaderboard(candidates: [candidate]).rows.first?.algorithm == nil)
    }
}
