/// Answers the mean of the `k` nearest training rows, by Euclidean distance.
struct NearestNeighbours: TrainedModel {
    static let kind = "nearest-neighbours"
    var k: Int
    var features: Matrix
    var targets: Matrix
    /// Added to every score before they are normalised, so that no class has probability nought; 0 for a regression.
    var smoothing: Double
    var featureCount: Int { features.columns }
    var outputCount: Int { targets.columns }

    static func train(on set: TrainingSet, k: Int) -> NearestNeighbours {
        NearestNeighbours(
            k: min(k, set.features.rows), features: set.features, targets: set.targets,
            smoothing: set.isClassification ? 0.5 : 0)
    }

    func scores(for queries: Matrix) -> Matrix {
        var result = Matrix(rows: queries.rows, columns: outputCount)
        let width = features.columns
        let total = Double(k) + smoothing * Double(outputCount)
        var nearest: [(distance: Double, row: Int)] = []
        for query in 0..<queries.rows {
            nearest.removeAll(keepingCapacity: true)
            queries.values.withUnsafeBufferPointer { wanted in
                features.values.withUnsafeBufferPointer { known in
                    for row in 0..<features.rows {
                        var distance = 0.0
                        for column in 0..<width {
                            let difference = wanted[query * width + column] - known[row * width + column]
                            distance += difference * difference
                        }
                        guard nearest.count < k || distance < nearest[k - 1].distance else { continue }
                        if nearest.count == k { nearest.removeLast() }
                        let place = nearest.firstIndex { $0.distance > distance } ?? nearest.count
                        nearest.insert((distance, row), at: place)
                    }
                }
            }
            for column in 0..<outputCount {
                let sum = nearest.reduce(0) { $0 + targets[$1.row, column] }
                result[query, column] = (sum + smoothing) / total
            }
        }
        return result
    }

    func write(to document: inout ModelDocument) {
        document.set("k", [k])
        document.set("smoothing", [smoothing])
        document.set("training-features", features)
        document.set("training-targets", targets)
    }
}

extension NearestNeighbours {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let features = try document.matrix("training-features")
        let targets = try document.matrix("training-targets")
        guard features.rows == targets.rows else {
            throw .badValue(entry: "training-targets-size", text: "\(targets.rows)")
        }
        let k = try document.integer("k", upTo: features.rows)
        guard k > 0 else { throw .badValue(entry: "k", text: "0") }
        guard let smoothing = try document.numbers("smoothing").first else { throw .missing(entry: "smoothing") }
        self.init(k: k, features: features, targets: targets, smoothing: smoothing)
    }
}
