import AWSOperations

/// An Autopilot job of the sandbox, and what of it can be seen at a given moment.
///
/// Nothing ticks: a running job's state is computed from the clock when somebody asks.
struct AutoMLJobRecord: Sendable {
    /// Which operation made the job; DescribeAutoMLJob refuses those of the second version.
    enum Maker: Sendable {
        case createAutoMLJob
        case createAutoMLJobV2
    }

    /// A candidate as it stands when it is finished.
    struct Candidate: Sendable {
        /// From here on listings have it, in progress.
        var visibleFrom: Timestamp
        /// From here on it is finished.
        var finishedAt: Timestamp
        var finished: AutoMLCandidate
        /// As it stands before.
        var unfinished: AutoMLCandidate
    }

    var account = Account.home
    var name: String
    var maker: Maker
    var problemType: ProblemType?
    var objective: AutoMLMetricEnum?
    /// Whether a smaller objective is better.
    var minimises = false
    var mode: AutoMLMode
    /// What a time-series job is about; nil for a tabular one.
    var forecast: TimeSeriesForecastingJobConfig?
    var target: String
    var trainingData: S3Location
    var output: S3Location
    var created: Timestamp
    /// When it ends, or has ended.
    var ends: Timestamp
    var failureReason: String?
    /// In the order of training.
    var candidates: [Candidate]

    var arn: String { account.arn("sagemaker", "automl-job/\(name.lowercased())") }

    func status(at now: Timestamp) -> AutoMLJobStatus {
        now < ends ? .inProgress : failureReason == nil ? .completed : .failed
    }

    func secondaryStatus(at now: Timestamp) -> AutoMLJobSecondaryStatus {
        guard now < ends else { return failureReason == nil ? .completed : .failed }
        let tuning: AutoMLJobSecondaryStatus = mode == .ensembling ? .trainingModels : .modelTuning
        return candidates.first.map { now >= $0.visibleFrom } == true ? tuning : .featureEngineering
    }

    func lastModified(at now: Timestamp) -> Timestamp {
        guard now < ends else { return ends }
        return candidates.flatMap { [$0.visibleFrom, $0.finishedAt] }.filter { $0 <= now }.max() ?? created
    }

    func candidates(at now: Timestamp) -> [AutoMLCandidate] {
        candidates.filter { $0.visibleFrom <= now }.map { now < $0.finishedAt ? $0.unfinished : $0.finished }
    }

    /// The completed candidate with the best objective so far; the first of equal ones.
    func best(at now: Timestamp) -> AutoMLCandidate? {
        var best: (value: Double, candidate: AutoMLCandidate)?
        for candidate in candidates(at: now) where candidate.candidateStatus == .completed {
            guard let value = candidate.finalAutoMLJobObjectiveMetric?.value else { continue }
            if best.map({ minimises ? value < $0.value : value > $0.value }) ?? true { best = (value, candidate) }
        }
        return best?.candidate
    }
}
