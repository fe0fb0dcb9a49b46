import Glibc

/// Multinomial logistic regression, trained by gradient descent with momentum over the whole set.
struct SoftmaxRegression: TrainedModel {
    static let kind = "softmax-regression"
    /// One row a feature and a last one for the intercepts; one column a class.
    var weights: Matrix
    var featureCount: Int { weights.rows - 1 }
    var outputCount: Int { weights.columns }

    struct Settings: Hashable, Sendable {
        var rate = 0.5
        var momentum = 0.9
        var penalty = 1e-3
        var iterations = 150
    }

    static func train(on set: TrainingSet, settings: Settings) throws(TrainingFailure) -> SoftmaxRegression {
        let (rows, width, classes) = (set.features.rows, set.features.columns, set.targets.columns)
        var model = SoftmaxRegression(weights: Matrix(rows: width + 1, columns: classes))
        var velocity = Array(repeating: 0.0, count: (width + 1) * classes)
        for iteration in 1...settings.iterations {
            let error = model.scores(for: set.features).values
            guard error.allSatisfy({ $0.isFinite }) else { throw .diverged(iteration: iteration, rate: settings.rate) }
            var gradient = Array(repeating: 0.0, count: (width + 1) * classes)
            set.features.values.withUnsafeBufferPointer { features in
                set.targets.values.withUnsafeBufferPointer { targets in
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        for row in 0..<rows {
                            for label in 0..<classes {
                                let residual = (error[row * classes + label] - targets[row * classes + label])
                                for column in 0..<width {
                                    gradient[column * classes + label] += residual * features[row * width + column]
                                }
                                gradient[width * classes + label] += residual
                            }
                        }
                    }
                }
            }
            for place in velocity.indices {
                let penalty = place < width * classes ? settings.penalty * model.weights.values[place] : 0
                velocity[place] =
                    settings.momentum * velocity[place] - settings.rate * (gradient[place] / Double(rows) + penalty)
                model.weights.values[place] += velocity[place]
            }
        }
        return model
    }

    func scores(for features: Matrix) -> Matrix {
        let (width, classes) = (featureCount, outputCount)
        var result = Matrix(rows: features.rows, columns: classes)
        features.values.withUnsafeBufferPointer { features in
            weights.values.withUnsafeBufferPointer { weights in
                result.values.withUnsafeMutableBufferPointer { scores in
                    for row in 0..<scores.count / classes {
                        for label in 0..<classes {
                            var score = weights[width * classes + label]
                            for column in 0..<width {
                                score += features[row * width + column] * weights[column * classes + label]
                            }
                            scores[row * classes + label] = score
                        }
                    }
                }
            }
        }
        result.normaliseRowsBySoftmax()
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("weights", weights)
    }
}

extension SoftmaxRegression {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let weights = try document.matrix("weights")
        guard weights.rows > 0, weights.columns > 0 else { throw .badValue(entry: "weights-size", text: "0") }
        self.init(weights: weights)
    }
}

extension Matrix {
    /// Turns each row of log scores into probabilities.
    mutating func normaliseRowsBySoftmax() {
        let width = columns
        values.withUnsafeMutableBufferPointer { values in
            for start in stride(from: 0, to: values.count, by: max(1, width)) {
                var largest = -Double.infinity
                for place in start..<start + width { largest = max(largest, values[place]) }
                var sum = 0.0
                for place in start..<start + width {
                    values[place] = exp(values[place] - largest)
                    sum += values[place]
                }
                for place in start..<start + width { values[place] /= sum }
            }
        }
    }
}
