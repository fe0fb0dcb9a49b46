import AWSOperations

/// A time-series job of the second API version, whose candidates are really fitted and measured on the last year.
struct ForecastJob: Sendable {
    struct Candidate: Sendable {
        var name: String
        var forecaster: Forecaster
        var metrics: ForecastMetrics
    }

    static let name = "climate-forecast"
    /// Repository and tag in the registry.
    static let image = "autogluon-inference:0.8-1-cpu-py39-ts"
    private static let horizon = 12
    /// The last year is kept from the fitting.
    private static var trainedMonths: Int { (SeriesData.items.map(\.values.count).min() ?? 0) - horizon }

    /// In the order of training.
    let candidates: [Candidate]

    init() {
        let methods: [(String, Forecaster.Method)] = [
            ("SeasonalNaive-t1", .seasonalNaive), ("Drift-t1", .drift), ("HoltWinters-t1", Self.fitted()),
        ]
        candidates = methods.map { name, method in
            let forecaster = Forecaster(method: method, horizon: Self.horizon)
            return Candidate(
                name: name, forecaster: forecaster,
                metrics: ForecastMetrics(of: forecaster, on: SeriesData.items, at: Self.trainedMonths))
        }
    }

    /// The smoothing rates with the least loss over the two years before the last.
    private static func fitted() -> Forecaster.Method {
        let rates = [0.05, 0.2, 0.5, 0.8]
        var best: (loss: Double, method: Forecaster.Method)?
        for level in rates {
            for trend in [0.01, 0.05, 0.2] {
                for season in rates {
                    let method = Forecaster.Method.holtWinters(level: level, trend: trend, season: season)
                    let forecaster = Forecaster(method: method, horizon: horizon)
                    let loss = [1, 2].reduce(0.0) { sum, years in
                        sum
                            + ForecastMetrics(
                                of: forecaster, on: SeriesData.items, at: trainedMonths - years * horizon
                            ).weightedQuantileLoss
                    }
                    if best.map({ loss < $0.loss }) ?? true { best = (loss, method) }
                }
            }
        }
        return best?.method ?? .seasonalNaive
    }

    /// The training data: every month with a header.
    var trainingCSV: [UInt8] { SeriesData.csv(months: 0..<Self.trainedMonths + Self.horizon) }

    /// Histories to forecast from: both items, and one alone.
    var inputs: [(key: String, bytes: [UInt8])] {
        let last = Self.trainedMonths + Self.horizon
        return [
            ("inbox/forecast/both.csv", SeriesData.csv(months: last - 72..<last)),
            ("inbox/forecast/mauna-loa.csv", SeriesData.csv(of: [SeriesData.items[0]], months: last - 60..<last)),
        ]
    }

    func artifacts(bucket: String) -> [(location: S3Location, bytes: [UInt8])] {
        candidates.flatMap { candidate in
            let backtest = BacktestReport(
                forecaster: candidate.forecaster, items: SeriesData.items, start: Self.trainedMonths)
            let folder = Self.backtestPrefix(candidate)
            return [
                (Self.modelKey(candidate), ModelArtifact(forecaster: candidate.forecaster).bytes),
                ("\(folder)/accuracy-metrics/accuracy-metrics.csv", backtest.accuracy),
                ("\(folder)/forecasted-values/forecasted-values.csv", backtest.values),
            ].map { (S3Location(bucket: bucket, key: $0.0), $0.1) }
        }
    }

    private static func reportsPrefix(_ candidate: Candidate) -> String {
        "out/\(name)/documentation/\(candidate.name)"
    }

    private static func backtestPrefix(_ candidate: Candidate) -> String {
        "\(reportsPrefix(candidate))/backtest_results/output"
    }

    private static func modelKey(_ candidate: Candidate) -> String {
        "out/\(name)/sagemaker-automl-candidates/model/\(candidate.name)/timeseries_candidate.model.tar.gz"
    }

    func record(seededAt: Timestamp) -> AutoMLJobRecord {
        let created = seededAt.adding(seconds: -3.2 * 86_400)
        let candidates = candidates.enumerated().map { index, candidate in
            let begins = created.adding(seconds: Double(400 + index * 420))
            let ends = begins.adding(seconds: Double(260 + index * 61) + 0.208)
            return AutoMLJobRecord.Candidate(
                visibleFrom: begins, finishedAt: ends, finished: described(candidate, from: begins, to: ends),
                unfinished: described(candidate, from: begins, to: nil))
        }
        var record = AutoMLJobRecord(
            name: Self.name, creationOperation: .createAutoMLJobV2, problemType: nil,
            objective: AutoMLMetricEnum(rawValue: "AverageWeightedQuantileLoss"), minimises: true, mode: .ensembling,
            target: SeriesData.targetColumn, trainingData: DemoPlaces.training(Self.name), output: DemoPlaces.output,
            created: created, ends: created.adding(seconds: 31 * 60), failureReason: nil, candidates: candidates)
        record.forecast = TimeSeriesForecastingJobConfig(
            forecastFrequency: "1M", forecastHorizon: Self.horizon,
            timeSeriesConfig: TimeSeriesConfig(
                targetAttributeName: SeriesData.targetColumn, timestampAttributeName: SeriesData.timestampColumn,
                itemIdentifierAttributeName: SeriesData.itemColumn),
            forecastQuantiles: ["p10", "p50", "p90"])
        return record
    }

    /// The candidate as the API answers it; in training without an end.
    private func described(_ candidate: Candidate, from begins: Timestamp, to ends: Timestamp?) -> AutoMLCandidate {
        let step = "\(Self.name)-ts-1-\(StableName.digits(of: candidate.name, count: 24))"
        var described = AutoMLCandidate(
            candidateName: candidate.name, objectiveStatus: ends == nil ? .pending : .succeeded,
            candidateSteps: [
                AutoMLCandidateStep(
                    candidateStepType: .trainingJob,
                    candidateStepArn: Account.home.arn("sagemaker", "training-job/\(step.lowercased())"),
                    candidateStepName: step)
            ],
            candidateStatus: ends == nil ? .inProgress : .completed, creationTime: begins,
            lastModifiedTime: ends ?? begins, endTime: ends)
        guard ends != nil else { return described }
        let objective = AutoMLMetricEnum(rawValue: "AverageWeightedQuantileLoss")
        described.finalAutoMLJobObjectiveMetric = FinalAutoMLJobObjectiveMetric(
            metricName: objective, value: candidate.metrics.weightedQuantileLoss, type: .minimize,
            standardMetricName: objective)
        described.inferenceContainers = [
            AutoMLContainerDefinition(
                image: "\(TrainedCandidate.registry).dkr.ecr.\(Account.region).amazonaws.com/\(Self.image)",
                modelDataUrl: "s3://\(DemoPlaces.bucket)/\(Self.modelKey(candidate))",
                environment: [
                    "MODEL_NAME": String(candidate.name.map { $0 == "-" ? "_" : $0 }),
                    "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
                    "SAGEMAKER_PROGRAM": "inference.py",
                    "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
                ])
        ]
        described.candidateProperties = CandidateProperties(
            candidateArtifactLocations: Self.artifactLocations(candidate),
            candidateMetrics: candidate.metrics.standard.map { metric in
                MetricDatum(
                    metricName: AutoMLMetricEnum(rawValue: metric.name.rawValue), standardMetricName: metric.name,
                    value: metric.value, set: .validation)
            })
        return described
    }

    /// Nothing lies under the prefix of the explanation, as of many jobs.
    private static func artifactLocations(_ candidate: Candidate) -> CandidateArtifactLocations {
        CandidateArtifactLocations(
            explainability: "s3://\(DemoPlaces.bucket)/\(reportsPrefix(candidate))/explainability/output",
            backtestResults: "s3://\(DemoPlaces.bucket)/\(backtestPrefix(candidate))")
    }
}
