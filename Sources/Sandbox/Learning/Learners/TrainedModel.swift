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
