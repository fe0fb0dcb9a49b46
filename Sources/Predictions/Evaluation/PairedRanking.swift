/// The scores that several models give the same rows, for how far apart the areas below their curves are.
///
/// Of many rows, evenly spread ones are kept: enough to tell how far a difference reaches, in bounded memory.
public struct PairedRanking: Sendable {
    public let classes: [String]
    private let models: Int
    /// Scores of a model for a row: one for two classes, one for each of more.
    private let width: Int
    private let cellLimit: Int
    /// The place of each row's class.
    private var truths: [Int32] = []
    /// By row, model and class; not a number where a model has none.
    private var scores: [Double] = []
    private var stride = 1
    private var seen = 0

    /// - Parameter cellLimit: Scores that are kept at most, of all models together.
    public init(models: Int, classes: [String], cellLimit: Int = 300_000) {
        (self.models, self.classes, self.cellLimit) = (models, classes, cellLimit)
        width = classes.count == 2 ? 1 : classes.count
    }

    /// Whether all rows are kept.
    public var isWhole: Bool { stride == 1 }

    /// Counts a row.
    ///
    /// - Parameter given: In the order of the models; nil for one whose scores can't be read.
    public mutating func add(truth: Int, _ given: [[Double]?]) {
        defer { seen += 1 }
        guard seen.isMultiple(of: stride) else { return }
        truths.append(Int32(truth))
        for own in given {
            guard let own, own.count == classes.count else {
                scores.append(contentsOf: repeatElement(.nan, count: width))
                continue
            }
            scores.append(contentsOf: width == 1 ? own[1...] : own[...])
        }
        guard scores.count >= cellLimit else { return }
        halve()
    }

    private mutating func halve() {
        let rowWidth = models * width
        var kept = 0
        for row in truths.indices where row.isMultiple(of: 2) {
            truths[kept] = truths[row]
            for cell in 0..<rowWidth { scores[kept * rowWidth + cell] = scores[row * rowWidth + cell] }
            kept += 1
        }
        truths.removeLast(truths.count - kept)
        scores.removeLast(scores.count - kept * rowWidth)
        stride *= 2
    }

    /// Rows so far, to return to.
    public var mark: Int { seen }

    /// Forgets the rows since a mark.
    public mutating func returnTo(_ mark: Int) {
        let kept = (mark + stride - 1) / stride
        truths.removeLast(max(0, truths.count - kept))
        scores.removeLast(max(0, scores.count - kept * models * width))
        seen = mark
    }

    /// What one model's area is above another's on the rows that both score, and its range in 95 of 100 samples; nil where a
    /// class has no rows or all of them.
    public func difference(_ first: Int, _ second: Int) -> PairedEvaluation.Difference? {
        let rowWidth = models * width
        let rows = truths.indices.filter {
            !scores[$0 * rowWidth + first * width].isNaN && !scores[$0 * rowWidth + second * width].isNaN
        }
        var value = 0.0
        // How far each row moves the difference: its variance is what samples of so many rows would show (DeLong).
        var influence = [Double](repeating: 0, count: rows.count)
        for column in 0..<width {
            let isPositive = rows.map { width == 1 ? truths[$0] == 1 : truths[$0] == Int32(column) }
            let positives = isPositive.count(where: \.self)
            guard positives > 0, positives < rows.count else { return nil }
            for (model, sign) in [(first, 1.0), (second, -1.0)] {
                let own = rows.map { scores[$0 * rowWidth + model * width + column] }
                let (area, placements) = Self.placements(own, isPositive, positives)
                value += sign * area / Double(width)
                for row in rows.indices {
                    let share = Double(isPositive[row] ? positives : rows.count - positives) / Double(rows.count)
                    influence[row] += sign * (placements[row] - area) / share / Double(width)
                }
            }
        }
        guard rows.count >= BootstrapBlocks.fewestRows else {
            return .init(value: value, interval: nil)
        }
        let count = Double(rows.count)
        let variance = influence.reduce(0) { $0 + $1 * $1 } / count / (count - 1)
        // The rows that aren't kept count as well.
        let reach = 1.959_963_984_540_054 * (variance / Double(stride)).squareRoot()
        return .init(value: value, interval: ConfidenceInterval(low: value - reach, high: value + reach))
    }

    /// The area, and of each row the share of the rows of the other kind that it stands on the right side of.
    private static func placements(
        _ scores: [Double], _ isPositive: [Bool], _ positives: Int
    ) -> (area: Double, placements: [Double]) {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let negatives = scores.count - positives
        var placements = [Double](repeating: 0, count: scores.count)
        var (below, othersBelow, sum, start) = (0, 0, 0.0, 0)
        while start < order.count {
            var end = start
            var (tied, othersTied) = (0, 0)
            while end < order.count, scores[order[end]] == scores[order[start]] {
                if isPositive[order[end]] { tied += 1 } else { othersTied += 1 }
                end += 1
            }
            for row in order[start..<end] {
                if isPositive[row] {
                    placements[row] = (Double(othersBelow) + Double(othersTied) / 2) / Double(negatives)
                    sum += placements[row]
                } else {
                    placements[row] = (Double(positives - below - tied) + Double(tied) / 2) / Double(positives)
                }
            }
            below += tied
            othersBelow += othersTied
            start = end
        }
        return (sum / Double(positives), placements)
    }
}
