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
