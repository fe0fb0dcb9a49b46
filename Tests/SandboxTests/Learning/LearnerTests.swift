import Testing

@testable import Sandbox

struct LearnerTests {
    private func regression(_ features: [[Double]], _ targets: [Double]) -> TrainingSet {
        TrainingSet(
            features: Matrix(rows: features.count, columns: features[0].count, values: features.flatMap(\.self)),
            targets: Matrix(rows: targets.count, columns: 1, values: targets), isClassification: false)
    }

    private func classes(_ features: [[Double]], _ labels: [Int], count: Int) -> TrainingSet {
        TrainingSet(
            features: Matrix(rows: features.count, columns: features[0].count, values: features.flatMap(\.self)),
            targets: Matrix(oneHot: labels, count: count), isClassification: true)
    }

    @Test func `ridge regression solves the normal equations`() throws {
        // numpy.linalg.solve(A.T @ A + diag([1, 1, 0]), A.T @ y) with A = [X | 1]
        let set = regression([[1, 2], [2, 0.5], [3, -1], [4, 4], [5, 2.5]], [3, 4.5, 5, 11, 10])
        let model = try RidgeRegression.train(on: set, penalty: 1)
        for (found, expected) in zip(model.weights, [1.5606756313545422, 0.7405706789111186, 0.8330600196785833]) {
            #expect(isClose(found, expected, within: 1e-10))
        }
    }

    @Test func `equal columns without a penalty are singular`() {
        #expect(throws: TrainingFailure.singular) {
            try RidgeRegression.train(on: regression([[1, 1], [2, 2], [3, 3]], [1, 2, 3]), penalty: 0)
        }
    }

    @Test func `naive Bayes agrees with SciPy's normal densities`() {
        // scipy.stats.norm.logpdf with the classes' means and deviations, priors 1/2, variances + 1e-3 of the largest
        let set = classes([[1, 2], [2, 1], [1.5, 3], [6, 5], [7, 8], [5, 6]], [0, 0, 0, 1, 1, 1], count: 2)
        let scores = GaussianNaiveBayes.train(on: set).scores(for: Matrix(rows: 1, columns: 2, values: [3.5, 4]))
        #expect(isClose(scores[0, 0], 0.00064567950258671, within: 1e-12))
        #expect(isClose(scores[0, 1], 0.9993543204974132))
    }

    @Test func `softmax regression separates what can be separated`() throws {
        let set = classes(
            [[-2, 0], [-1, 0.5], [1, 0], [2, -0.5], [0, 3], [0.5, 4]], [0, 0, 1, 1, 2, 2], count: 3)
        let scores = try SoftmaxRegression.train(on: set, settings: .init()).scores(for: set.features)
        #expect(scores.mostProbableColumns == [0, 0, 1, 1, 2, 2])
        for row in 0..<6 { #expect(isClose(scores.row(row).reduce(0, +), 1)) }
    }

    @Test func `training that runs away says so`() {
        let set = classes([[1], [2], [3], [4]], [0, 1, 0, 1], count: 2)
        let error = #expect(throws: TrainingFailure.self) {
            try SoftmaxRegression.train(on: set, settings: .init(rate: 1000, penalty: 1))
        }
        #expect(error?.reason.hasPrefix("AlgorithmError: Training did not converge") == true)
    }

    @Test func `a tree finds the threshold between two groups`() {
        let tree = DecisionTree.train(
            on: regression([[1], [2], [3], [10], [11], [12]], [5, 5, 5, 9, 9, 9]), depth: 1)
        #expect(tree.nodes.count == 3)
        #expect(tree.nodes[0].threshold == 6.5)
        #expect(tree.scores(for: Matrix(rows: 2, columns: 1, values: [6.5, 6.6])).values == [5, 9])
    }

    @Test func `a tree leaves its rows together where they are too few`() {
        let tree = DecisionTree.train(on: regression([[1], [2], [3], [4]], [1, 2, 3, 4]), depth: 5, minimumLeaf: 3)
        #expect(tree.nodes.count == 1)
        #expect(tree.nodes[0].answer == [2.5])
    }

    @Test func `neighbours vote`() {
        let model = NearestNeighbours.train(
            on: classes([[0], [1], [10], [11], [12]], [0, 0, 1, 1, 1], count: 2), k: 3)
        // Two of the three nearest to 2 are of the first class: (2 + ½) / (3 + 1).
        #expect(model.scores(for: Matrix(rows: 1, columns: 1, values: [2])).values == [0.625, 0.375])
    }

    @Test func `neighbours of a regression are averaged`() {
        let model = NearestNeighbours.train(on: regression([[0], [1], [10]], [2, 4, 100]), k: 2)
        #expect(model.scores(for: Matrix(rows: 1, columns: 1, values: [0.4])).values == [3])
    }

    @Test(arguments: [
        Learner.constant, .nearestNeighbours(k: 3), .gaussianNaiveBayes, .softmax(.init()), .tree(depth: 3),
        .forest(trees: 3, depth: 2, seed: 1), .average([.constant, .tree(depth: 2)]),
    ])
    func `a model that is written and read back predicts the same`(_ learner: Learner) throws {
        let set = classes(
            [[1, 2], [2, 1], [1.5, 3], [6, 5], [7, 8], [5, 6], [0.1, 0.3]], [0, 0, 0, 1, 1, 1, 0], count: 2)
        let model = try learner.train(on: set)
        let text = TrainedModels.document(of: model).text
        let read = try TrainedModels.read(ModelDocument(text: text))
        #expect(read.scores(for: set.features) == model.scores(for: set.features))
        #expect(read.featureCount == 2)
        #expect(read.outputCount == 2)
    }

    @Test(arguments: [
        "", "kind magic\n", "kind constant\nfeatures 2\n", "kind constant\nfeatures 2\nscores one\n",
        "kind decision-tree\nfeatures 1\nsplit-features 0\nsplit-thresholds 1\nchildren-below 0\nchildren-above 0\n"
            + "answers-size 1 1\nanswers 1\n",
        "kind nearest-neighbours\nk 5\nsmoothing 0\ntraining-features-size 1 1\ntraining-features 1\n"
            + "training-targets-size 1 1\ntraining-targets 1\n",
        "kind softmax-regression\nweights-size 2 2\nweights 1 2 3\n",
        "kind ridge-regression\nweights\n",
        "kind averaged-ensemble\nmembers 1\n",
    ])
    func `a model's text that does not add up is refused`(_ text: String) {
        #expect(throws: ModelDocumentError.self) { try TrainedModels.read(ModelDocument(text: text)) }
    }
}
