import Predictions

/// What predictions come to for each value of another column, up to so many values.
///
/// Each value that is kept has all of its rows: what may be a part of them counts among the rows of other values.
struct SliceTally: Sendable {
    private let limit: Int
    private var evaluations: [[UInt8]: PredictionEvaluation] = [:]
    /// Rows of values that aren't kept.
    private(set) var rowsBeyond = 0

    init(limit: Int) { self.limit = limit }

    /// Counts a row with a value; `new` makes what its rows are counted in.
    mutating func add(
        _ value: [UInt8], to new: @autoclosure () -> PredictionEvaluation, _ count: (inout PredictionEvaluation) -> Void
    ) {
        guard evaluations[value] != nil || evaluations.count < limit else {
            rowsBeyond += 1
            return
        }
        count(&evaluations[value, default: new()])
    }

    /// Adds the rows of another part of the input.
    mutating func merge(_ other: SliceTally) {
        var merged: [[UInt8]: PredictionEvaluation] = [:]
        var dropped = 0
        for (value, evaluation) in evaluations {
            if let more = other.evaluations[value] {
                var both = evaluation
                both.merge(more)
                merged[value] = both
            } else if other.rowsBeyond == 0 {
                merged[value] = evaluation
            } else {
                // It may be among the values that the other part had no room for.
                dropped += evaluation.rows
            }
        }
        for (value, evaluation) in other.sorted where evaluations[value] == nil {
            if rowsBeyond == 0, merged.count < limit {
                merged[value] = evaluation
            } else {
                dropped += evaluation.rows
            }
        }
        evaluations = merged
        rowsBeyond += other.rowsBeyond + dropped
    }

    /// By their bytes.
    var sorted: [(value: [UInt8], evaluation: PredictionEvaluation)] {
        evaluations.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
}
