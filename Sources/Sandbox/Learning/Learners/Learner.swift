/// Which learner a candidate uses, with its hyperparameters.
indirect enum Learner: Hashable, Sendable {
    case constant
    case nearestNeighbours(k: Int)
    case gaussianNaiveBayes
    case softmax(SoftmaxRegression.Settings)
    case tree(depth: Int)
    case ridge(penalty: Double)
    /// Trees on resampled rows, averaged.
    case forest(trees: Int, depth: Int, seed: UInt64)
    case average([Learner])

    func train(on set: TrainingSet) throws(TrainingFailure) -> any TrainedModel {
        switch self {
        case .constant: return ConstantModel.train(on: set)
        case .nearestNeighbours(let k): return NearestNeighbours.train(on: set, k: k)
        case .gaussianNaiveBayes: return GaussianNaiveBayes.train(on: set)
        case .softmax(let settings): return try SoftmaxRegression.train(on: set, settings: settings)
        case .tree(let depth): return DecisionTree.train(on: set, depth: depth)
        case .ridge(let penalty): return try RidgeRegression.train(on: set, penalty: penalty)
        case .forest(let trees, let depth, let seed):
            var generator = SplitMix(seed: seed)
            return AveragedEnsemble(
                members: (0..<trees).map { _ in
                    DecisionTree.train(on: set.resampled(using: &generator), depth: depth)
                })
        case .average(let learners):
            var members: [any TrainedModel] = []
            for learner in learners { members.append(try learner.train(on: set)) }
            return AveragedEnsemble(members: members)
        }
    }
}

/// A learner's result: turns features into scores, and writes itself down so that it can be read back.
///
/// Scores are class probabilities, one column a class, or one column of values for a regression.
protocol TrainedModel: Sendable {
    /// The name under which a document says what it holds.
    static var kind: String { get }
    /// How many features a row has.
    var featureCount: Int { get }
    /// How many columns of scores a row gets.
    var outputCount: Int { get }
    func scores(for features: Matrix) -> Matrix
    func write(to document: inout ModelDocument)
    init(from document: ModelDocument) throws(ModelDocumentError)
}

/// Every kind of model that an artifact may hold.
enum TrainedModels {
    private static let kinds: [any TrainedModel.Type] = [
        ConstantModel.self, NearestNeighbours.self, GaussianNaiveBayes.self, SoftmaxRegression.self, DecisionTree.self,
        RidgeRegression.self, AveragedEnsemble.self,
    ]

    static func document(of model: any TrainedModel) -> ModelDocument {
        var document = ModelDocument()
        document["kind"] = [type(of: model).kind]
        model.write(to: &document)
        return document
    }

    static func read(_ document: ModelDocument) throws(ModelDocumentError) -> any TrainedModel {
        let kind = try document.word("kind")
        guard let type = kinds.first(where: { $0.kind == kind }) else { throw .badValue(entry: "kind", text: kind) }
        return try type.init(from: document)
    }
}

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

/// Answers the same for every row: class shares (so the majority wins), or the mean.
struct ConstantModel: TrainedModel {
    static let kind = "constant"
    let featureCount: Int
    var scores: [Double]
    var outputCount: Int { scores.count }

    static func train(on set: TrainingSet) -> ConstantModel {
        ConstantModel(featureCount: set.features.columns, scores: set.targets.columnMeans)
    }

    func scores(for features: Matrix) -> Matrix {
        Matrix(
            rows: features.rows, columns: scores.count,
            values: (0..<features.rows).flatMap { _ in scores })
    }

    func write(to document: inout ModelDocument) {
        document.set("features", [featureCount])
        document.set("scores", scores)
    }
}

extension ConstantModel {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        self.init(featureCount: try document.integer("features"), scores: try document.numbers("scores"))
    }
}

/// The mean of several models' scores.
struct AveragedEnsemble: TrainedModel {
    static let kind = "averaged-ensemble"
    var members: [any TrainedModel]
    var featureCount: Int { members.first?.featureCount ?? 0 }
    var outputCount: Int { members.first?.outputCount ?? 0 }

    func scores(for features: Matrix) -> Matrix {
        var result = Matrix(rows: features.rows, columns: outputCount)
        for member in members {
            let scores = member.scores(for: features).values
            for place in scores.indices { result.values[place] += scores[place] / Double(members.count) }
        }
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("members", [members.count])
        for (index, member) in members.enumerated() {
            document.nest(TrainedModels.document(of: member), under: "member-\(index)")
        }
    }
}

extension AveragedEnsemble {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let count = try document.integer("members", upTo: 1000)
        guard count > 0 else { throw .badValue(entry: "members", text: "0") }
        var members: [any TrainedModel] = []
        for index in 0..<count {
            let member = try TrainedModels.read(document.nested(under: "member-\(index)"))
            guard member.featureCount == members.first?.featureCount ?? member.featureCount,
                member.outputCount == members.first?.outputCount ?? member.outputCount
            else { throw .badValue(entry: "member-\(index)", text: "another shape") }
            members.append(member)
        }
        self.init(members: members)
    }
}
