import Glibc

/// A normal distribution for each feature within each class, taken as independent.
struct GaussianNaiveBayes: TrainedModel {
    static let kind = "gaussian-naive-bayes"
    var logPriors: [Double]
    /// One row a class.
    var means: Matrix
    var variances: Matrix
    var featureCount: Int { means.columns }
    var outputCount: Int { logPriors.count }

    /// `smoothing` is the share of the largest feature variance that is added to every variance.
    static func train(on set: TrainingSet, smoothing: Double = 1e-3) -> GaussianNaiveBayes {
        let (classes, width) = (set.targets.columns, set.features.columns)
        var means = Matrix(rows: classes, columns: width)
        var variances = Matrix(rows: classes, columns: width)
        var counts = Array(repeating: 0.0, count: classes)
        for row in 0..<set.features.rows {
            let label = set.label(ofRow: row)
            counts[label] += 1
            for column in 0..<width { means[label, column] += set.features[row, column] }
        }
        for label in 0..<classes {
            for column in 0..<width { means[label, column] /= max(1, counts[label]) }
        }
        for row in 0..<set.features.rows {
            let label = set.label(ofRow: row)
            for column in 0..<width {
                let difference = set.features[row, column] - means[label, column]
                variances[label, column] += difference * difference / counts[label]
            }
        }
        let floor = smoothing * max(variances.values.max() ?? 1, 1e-9)
        variances.values = variances.values.map { $0 + floor }
        let total = Double(set.features.rows)
        return GaussianNaiveBayes(
            logPriors: counts.map { log(max($0, 0.5) / total) }, means: means, variances: variances)
    }

    func scores(for features: Matrix) -> Matrix {
        var result = Matrix(rows: features.rows, columns: outputCount)
        for label in 0..<outputCount {
            let constant = logPriors[label] - 0.5 * variances.row(label).reduce(0) { $0 + log(2 * .pi * $1) }
            for row in 0..<features.rows {
                var score = constant
                for column in 0..<featureCount {
                    let difference = features[row, column] - means[label, column]
                    score -= 0.5 * difference * difference / variances[label, column]
                }
                result[row, label] = score
            }
        }
        result.normaliseRowsBySoftmax()
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("log-priors", logPriors)
        document.set("means", means)
        document.set("variances", variances)
    }
}

extension GaussianNaiveBayes {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let means = try document.matrix("means")
        let variances = try document.matrix("variances")
        let logPriors = try document.numbers("log-priors")
        guard means.rows == logPriors.count, variances.rows == means.rows, variances.columns == means.columns else {
            throw .badValue(entry: "means-size", text: "\(means.rows)")
        }
        self.init(logPriors: logPriors, means: means, variances: variances)
    }
}
