/// Features with what is to be learnt from them.
struct TrainingSet: Sendable {
    var features: Matrix
    /// One-hot classes, or one column of values.
    var targets: Matrix
    var isClassification: Bool

    func label(ofRow row: Int) -> Int {
        let shares = targets.row(row)
        return shares.indices.max { shares[$0] < shares[$1] }.map { $0 - shares.startIndex } ?? 0
    }

    /// As many rows drawn with replacement.
    func resampled(using generator: inout SplitMix) -> TrainingSet {
        let picked = (0..<features.rows).map { _ in generator.index(below: features.rows) }
        return TrainingSet(
            features: features.selecting(rows: picked), targets: targets.selecting(rows: picked),
            isClassification: isClassification)
    }
}

/// Why a candidate's training failed.
enum TrainingFailure: Error, Hashable, Sendable {
    case diverged(iteration: Int, rate: Double)
    case singular

    /// As a training job's FailureReason says it.
    var reason: String {
        switch self {
        case .diverged(let iteration, let rate):
            "AlgorithmError: Training did not converge: the loss became NaN at iteration \(iteration) "
                + "(learning rate \(rate)). Reduce the learning rate or normalize the features., exit code: 1"
        case .singular:
            "AlgorithmError: The normal equations are singular: features are linearly dependent. "
                + "Add L2 regularization., exit code: 1"
        }
    }
}
