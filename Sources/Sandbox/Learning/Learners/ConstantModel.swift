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
