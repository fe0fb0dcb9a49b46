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
    /// The rows that the job learnt from, target and all.
    var data: DataTable
    /// In the order of training, best and failed ones among them.
    var candidates: [TrainedCandidate]

    /// Whether a smaller objective is better.
    var minimises: Bool { [.mse, .rmse, .mae].contains(objective) }

    /// The completed candidate with the best objective; the first of equal ones.
    var best: TrainedCandidate? { best(of: candidates) }

    /// The best of some of the candidates, as of those that a running job has finished.
    func best(of some: [TrainedCandidate]) -> TrainedCandidate? {
        some.filter { $0.objectiveValue != nil }.reduce(nil as TrainedCandidate?) { best, next in
            guard let best, let value = best.objectiveValue, let other = next.objectiveValue else { return next }
            return (minimises ? other < value : other > value) ? next : best
        }
    }

    /// The job's input: a header, then every row, the target among the columns.
    var trainingCSV: [UInt8] {
        let lines = [data.columns] + data.rows
        return Array(lines.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
    }
}
