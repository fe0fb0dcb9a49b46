/// Linear regression with a squared penalty on the weights, solved exactly by Cholesky's decomposition.
struct RidgeRegression: TrainedModel {
    static let kind = "ridge-regression"
    /// One weight a feature, then the intercept.
    var weights: [Double]
    var featureCount: Int { weights.count - 1 }
    var outputCount: Int { 1 }

    /// `penalty` is added to the diagonal for every weight but the intercept.
    static func train(on set: TrainingSet, penalty: Double) throws(TrainingFailure) -> RidgeRegression {
        let width = set.features.columns + 1
        var normal = Matrix(rows: width, columns: width)
        var right = Array(repeating: 0.0, count: width)
        for row in 0..<set.features.rows {
            let inputs = Array(set.features.row(row)) + [1]
            for first in 0..<width {
                right[first] += inputs[first] * set.targets[row, 0]
                for second in 0...first { normal[first, second] += inputs[first] * inputs[second] }
            }
        }
        for place in 0..<width - 1 { normal[place, place] += penalty }
        return RidgeRegression(weights: try solve(normal, right))
    }

    /// Solves a symmetric positive definite system of which only the lower triangle is read.
    private static func solve(_ matrix: Matrix, _ right: [Double]) throws(TrainingFailure) -> [Double] {
        var lower = matrix
        let count = matrix.rows
        for column in 0..<count {
            for row in column..<count {
                var value = lower[row, column]
                for inner in 0..<column { value -= lower[row, inner] * lower[column, inner] }
                if row == column {
                    guard value > 1e-9 else { throw .singular }
                    lower[row, column] = value.squareRoot()
                } else {
                    lower[row, column] = value / lower[column, column]
                }
            }
        }
        var solution = right
        for row in 0..<count {
            for inner in 0..<row { solution[row] -= lower[row, inner] * solution[inner] }
            solution[row] /= lower[row, row]
        }
        for row in (0..<count).reversed() {
            for inner in row + 1..<count { solution[row] -= lower[inner, row] * solution[inner] }
            solution[row] /= lower[row, row]
        }
        return solution
    }

    func scores(for features: Matrix) -> Matrix {
        let values = (0..<features.rows).map { row in
            zip(features.row(row), weights).reduce(weights[featureCount]) { $0 + $1.0 * $1.1 }
        }
        return Matrix(rows: features.rows, columns: 1, values: values)
    }

    func write(to document: inout ModelDocument) {
        document.set("weights", weights)
    }
}

extension RidgeRegression {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let weights = try document.numbers("weights")
        guard !weights.isEmpty else { throw .missing(entry: "weights") }
        self.init(weights: weights)
    }
}
