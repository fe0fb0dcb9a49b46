import AWSOperations
import BatchInference
import Testing

@Suite struct LeaderboardTests {
    /// Ten of twenty candidates as aws/amazon-sagemaker-examples, sm-autopilot_customer_churn.ipynb, cell 31 prints them:
    /// newest first, with metric names of two algorithms.
    private static let churn: [AutoMLCandidate] = [
        ("020-e82606f5", "validation:binary_f_beta", 0.35087719559669495),
        ("019-343c7bdb", "validation:f1", 0.752780020236969),
        ("018-7eb3911a", "validation:f1", 0.923229992389679),
        ("017-ab2e9b77", "validation:f1", 0.923229992389679),
        ("016-5aa287c4", "validation:binary_f_beta", 0.23999999463558197),
        ("015-56ca82e5", "validation:binary_f_beta", 0.23999999463558197),
        ("014-e9ec7e8c", "validation:f1", 0.8602499961853027),
        ("013-b86fdc91", "validation:f1", 0.8618000149726868),
        ("012-c8883e70", "validation:f1", 0.7779200077056885),
        ("011-c4159396", "validation:binary_f_beta", 0.47926267981529236),
    ].map { Samples.candidate("tuning-job-1-3572d1c0effe4c2db9-\($0.0)", metric: $0.1, value: $0.2) }

    @Test func metricNamesOfSeveralAlgorithmsAreRankedTogether() {
        let board = Leaderboard(candidates: Self.churn)
        #expect(board.objective == MetricName("F1"))
        #expect(board.direction == .maximize)
        #expect(
            board.rows.map { String($0.name.suffix(12).prefix(3)) } == [
                "018", "017", "013", "014", "012", "019", "011", "020", "016", "015",
            ])
        #expect(board.rows.map(\.rank) == [1, 1, 3, 4, 5, 6, 7, 8, 9, 9])
        #expect(board.best?.name == "tuning-job-1-3572d1c0effe4c2db9-018-7eb3911a")
        #expect(board.rows.count { $0.isBest } == 1)
    }

    @Test func theServicesBestWinsATie() {
        let name = "tuning-job-1-3572d1c0effe4c2db9-017-ab2e9b77"
        let board = Leaderboard(candidates: Self.churn, objective: MetricName("F1"), bestCandidateName: name)
        #expect(board.best?.name == name)
        #expect(board.best?.rank == 1)
        #expect(board.rows.first?.name == name)
    }

    @Test func errorsAreMinimised() {
        let candidates = [("a", 3.5), ("b", 1.25), ("c", 2.0)].map {
            Samples.candidate($0.0, metric: "validation:rmse", value: $0.1)
        }
        let board = Leaderboard(candidates: candidates, objective: MetricName("RMSE"))
        #expect(board.rows.map(\.name) == ["b", "c", "a"])
        #expect(board.direction.arrow == "↓")
    }

    @Test func aTypeThatTheServiceGivesDecidesTheDirection() {
        let candidates = [("a", 1.0), ("b", 2.0)].map {
            Samples.candidate($0.0, metric: "custom", value: $0.1, type: .minimize)
        }
        #expect(Leaderboard(candidates: candidates).rows.map(\.name) == ["a", "b"])
    }

    @Test func othersComeAfterTheRankedOnesByTheirState() {
        let candidates = [
            Samples.candidate("stopped", metric: nil, status: .stopped),
            Samples.candidate("failed", metric: nil, status: .failed),
            Samples.candidate("running", metric: "validation:f1", value: 0.99, status: .inProgress),
            Samples.candidate("odd", metric: "validation:f1", value: .nan),
            Samples.candidate("good", metric: "validation:f1", value: 0.5),
            Samples.candidate("other metric", metric: "validation:auc", value: 0.99),
        ]
        let board = Leaderboard(candidates: candidates, objective: MetricName("F1"))
        #expect(board.rows.map(\.name) == ["good", "odd", "other metric", "running", "failed", "stopped"])
        #expect(board.rows.map(\.rank) == [1, nil, nil, nil, nil, nil])
        #expect(board.best?.name == "good")
    }

    @Test func metricsStandSideBySideWithValidationPreferred() throws {
        let metrics = [
            MetricDatum(metricName: .accuracy, value: 0.7, set: .train),
            MetricDatum(metricName: .accuracy, value: 0.6, set: .validation),
            MetricDatum(metricName: .accuracy, value: 0.5, set: .test),
            MetricDatum(standardMetricName: .logLoss, value: 0.2, set: .validation),
            MetricDatum(metricName: .auc, value: nil, set: .validation),
        ]
        let board = Leaderboard(
            candidates: [
                Samples.candidate("a", value: 0.9, metrics: metrics), Samples.candidate("b", value: 0.8),
                Samples.candidate("c", value: 0.7, metrics: [metrics[3]]),
            ], objective: MetricName("F1"))
        #expect(board.metrics.map(\.name) == ["F1", "LogLoss", "Accuracy"])
        let first = try #require(board.rows.first)
        #expect(first.metrics[MetricName("Accuracy")] == MetricValue(value: 0.6, set: .validation))
        #expect(first.metrics[MetricName("F1")]?.value == 0.9)
    }

    @Test func anEmptyJobHasAnEmptyBoard() {
        let board = Leaderboard(candidates: [])
        #expect(board.rows.isEmpty && board.best == nil && board.metrics.isEmpty)
    }

    @Test(arguments: [
        ("validation:f1", "F1"), ("validation:binary_f_beta", "F1"), ("validation:f1_binary", "F1"),
        ("validation:accuracy", "Accuracy"), ("F1macro", "F1macro"), ("validation:macro_f_beta", "F1macro"),
        ("validation:mse", "MSE"), ("train:RMSE", "RMSE"), ("validation:roc_auc", "AUC"), ("mlogloss", "LogLoss"),
        ("validation:absolute_loss", "MAE"), ("BalancedAccuracy", "BalancedAccuracy"),
        ("validation:something_new", "something_new"),
    ])
    func namesAreNormalised(reported: String, name: String) {
        #expect(MetricName(reported).name == name)
    }

    @Test(arguments: [
        "MSE", "RMSE", "MAE", "MAPE", "MASE", "WAPE", "AverageWeightedQuantileLoss", "LogLoss", "InferenceLatency",
        "Perplexity", "ValidationLoss", "TrainingLoss", "validation:objective_loss", "validation:error",
    ])
    func minimised(name: String) { #expect(MetricName(name).direction == .minimize) }

    @Test(arguments: ["Accuracy", "F1", "AUC", "R2", "RecallMacro", "Rouge1", "validation:something_new"])
    func maximised(name: String) { #expect(MetricName(name).direction == .maximize) }
}
