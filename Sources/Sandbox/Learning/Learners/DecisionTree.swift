/// A binary tree of thresholds, grown by the largest fall in squared error.
///
/// With one-hot targets the squared error is Gini's impurity, so one tree serves classes and values.
struct DecisionTree: TrainedModel {
    static let kind = "decision-tree"
    let featureCount: Int
    let outputCount: Int
    /// The root is first; a leaf's `feature` is -1.
    var nodes: [Node]

    struct Node: Hashable, Sendable {
        var feature: Int
        var threshold: Double
        var below: Int
        var above: Int
        /// The leaf's answer: the mean of its targets.
        var answer: [Double]
    }

    static func train(on set: TrainingSet, depth: Int, minimumLeaf: Int = 3) -> DecisionTree {
        var grower = DecisionTreeGrower(set: set, minimumLeaf: minimumLeaf)
        grower.grow(rows: Array(0..<set.features.rows), depth: depth)
        return DecisionTree(
            featureCount: set.features.columns, outputCount: set.targets.columns, nodes: grower.nodes)
    }

    func scores(for features: Matrix) -> Matrix {
        var result = Matrix(rows: features.rows, columns: outputCount)
        for row in 0..<features.rows {
            var node = 0
            while nodes[node].feature >= 0 {
                let current = nodes[node]
                node = features[row, current.feature] <= current.threshold ? current.below : current.above
            }
            for column in 0..<outputCount { result[row, column] = nodes[node].answer[column] }
        }
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("features", [featureCount])
        document.set("split-features", nodes.map(\.feature))
        document.set("split-thresholds", nodes.map(\.threshold))
        document.set("children-below", nodes.map(\.below))
        document.set("children-above", nodes.map(\.above))
        document.set(
            "answers", Matrix(rows: nodes.count, columns: outputCount, values: nodes.flatMap(\.answer)))
    }
}

extension DecisionTree {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let answers = try document.matrix("answers")
        let features = try document.integers("split-features")
        let thresholds = try document.numbers("split-thresholds")
        let below = try document.integers("children-below")
        let above = try document.integers("children-above")
        let width = try document.integer("features")
        let count = answers.rows
        guard count > 0, features.count == count, thresholds.count == count, below.count == count, above.count == count
        else { throw .badValue(entry: "answers-size", text: "\(count)") }
        var nodes: [Node] = []
        for index in 0..<count {
            // Children come after their parent, so that no path can go in a circle.
            guard features[index] < width,
                features[index] < 0
                    || (index + 1..<count).contains(below[index]) && (index + 1..<count).contains(above[index])
            else { throw .badValue(entry: "split-features", text: "\(features[index])") }
            nodes.append(
                Node(
                    feature: features[index], threshold: thresholds[index], below: below[index], above: above[index],
                    answer: Array(answers.row(index))))
        }
        self.init(featureCount: width, outputCount: answers.columns, nodes: nodes)
    }
}

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
        let unsplit = whole.reduce(0) { $0 + $1 * $1 } / Double(rows.count)
        var best: (gain: Double, feature: Int, threshold: Double)?
        var left = whole
        var ordered: [(value: Double, row: Int)] = []
        ordered.reserveCapacity(rows.count)
        for feature in 0..<set.features.columns {
            ordered.removeAll(keepingCapacity: true)
            for row in rows { ordered.append((set.features[row, feature], row)) }
            ordered.sort { $0.value < $1.value || $0.value == $1.value && $0.row < $1.row }
            guard let least = ordered.first, let most = ordered.last, least.value < most.value else { continue }
            for column in 0..<outputs { left[column] = 0 }
            for index in 0..<ordered.count - 1 {
                for column in 0..<outputs { left[column] += set.targets[ordered[index].row, column] }
                let below = index + 1
                let above = ordered.count - below
                guard below >= minimumLeaf, above >= minimumLeaf, ordered[index].value < ordered[index + 1].value
                else { continue }
                var (leftSquares, rightSquares) = (0.0, 0.0)
                for column in 0..<outputs {
                    let rest = whole[column] - left[column]
                    leftSquares += left[column] * left[column]
                    rightSquares += rest * rest
                }
                let gain = leftSquares / Double(below) + rightSquares / Double(above)
                if gain > (best?.gain ?? unsplit + 1e-9) {
                    best = (gain, feature, (ordered[index].value + ordered[index + 1].value) / 2)
                }
            }
        }
        return best.map { ($0.feature, $0.threshold) }
    }
}
