/// Grows the nodes of one `DecisionTree`.
struct DecisionTreeGrower {
    let set: TrainingSet
    let minimumLeaf: Int
    private(set) var nodes: [DecisionTree.Node] = []

    init(set: TrainingSet, minimumLeaf: Int) {
        self.set = set
        self.minimumLeaf = minimumLeaf
    }

    /// Adds the subtree for these rows and returns its root's place.
    @discardableResult
    mutating func grow(rows: [Int], depth: Int) -> Int {
        let place = nodes.count
        nodes.append(
            DecisionTree.Node(feature: -1, threshold: 0, below: -1, above: -1, answer: answer(for: rows)))
        guard depth > 0, rows.count >= 2 * minimumLeaf, let split = bestSplit(of: rows) else { return place }
        let below = rows.filter { set.features[$0, split.feature] <= split.threshold }
        let above = rows.filter { set.features[$0, split.feature] > split.threshold }
        nodes[place].feature = split.feature
        nodes[place].threshold = split.threshold
        nodes[place].below = grow(rows: below, depth: depth - 1)
        nodes[place].above = grow(rows: above, depth: depth - 1)
        return place
    }

    /// The mean of the targets; class shares are drawn a little towards even ones, so that none is nought.
    private func answer(for rows: [Int]) -> [Double] {
        let sums = rows.reduce(into: Array(repeating: 0.0, count: set.targets.columns)) { sums, row in
            for column in sums.indices { sums[column] += set.targets[row, column] }
        }
        let smoothing = set.isClassification ? 0.5 : 0
        let total = Double(rows.count) + smoothing * Double(sums.count)
        return sums.map { ($0 + smoothing) / total }
    }

    /// The split with the least squared error left, among those that leave enough rows on both sides.
    ///
    /// A side's squared error is a constant less |sum|²/count, so only the sums are followed.
    private func bestSplit(of rows: [Int]) -> (feature: Int, threshold: Double)? {
        let outputs = set.targets.columns
        var whole = Array(repeating: 0.0, count: outputs)
        for row in rows {
            for column in 0..<outputs { whole[column] += set.targets[row, column] }
        }
        func gain(_ sums: [Double], _ count: Int) -> Double {
            var squares = 0.0
            for sum in sums { squares += sum * sum }
            return squares / Double(count)
        }
        var best: (gain: Double, feature: Int, threshold: Double)?
        let unsplit = gain(whole, rows.count)
        var left = whole
        var right = whole
        for feature in 0..<set.features.columns {
            let ordered = rows.map { (value: set.features[$0, feature], row: $0) }
                .sorted { ($0.value, $0.row) < ($1.value, $1.row) }
            for column in 0..<outputs {
                left[column] = 0
                right[column] = whole[column]
            }
            for index in 0..<ordered.count - 1 {
                for column in 0..<outputs {
                    let target = set.targets[ordered[index].row, column]
                    left[column] += target
                    right[column] -= target
                }
                let count = index + 1
                guard count >= minimumLeaf, ordered.count - count >= minimumLeaf,
                    ordered[index].value < ordered[index + 1].value
                else { continue }
                let found = gain(left, count) + gain(right, ordered.count - count)
                if found > (best?.gain ?? unsplit + 1e-9) {
                    best = (found, feature, (ordered[index].value + ordered[index + 1].value) / 2)
                }
            }
        }
        return best.map { ($0.feature, $0.threshold) }
    }
}
