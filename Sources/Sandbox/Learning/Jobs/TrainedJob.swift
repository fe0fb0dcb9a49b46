import AWSOperations

/// An Autopilot job whose candidates were really trained on the penguins.
struct TrainedJob: Sendable {
    var name: String
    var problemType: ProblemType
    var objective: AutoMLMetricEnum
    var mode: AutoMLMode
    /// The column that the job predicts.
    var target: String
    /// The columns of an input row, in order: all but the target.
    var inputColumns: [String]
    /// In the order of training, best and failed ones among them.
    var candidates: [TrainedCandidate]

    /// The completed candidate with the best objective.
    var best: TrainedCandidate? { nil }
}
