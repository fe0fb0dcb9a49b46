/// A fitted feature transform, with the order of the target's labels for the way back.
struct FeaturePipeline: Hashable, Sendable {
    /// The input columns' names, in order.
    var columns: [String]
    var encodings: [ColumnEncoding]
    /// The target's classes by index; empty for a regression.
    var labels: [String]

    var featureCount: Int { encodings.reduce(0) { $0 + $1.featureCount } }

    /// The features of raw rows; refuses rows of another width and text where a number belongs.
    func features(of rows: [[String]]) throws(InvocationFailure) -> Matrix {
        var values: [Double] = []
        values.reserveCapacity(rows.count * featureCount)
        for row in rows {
            guard row.count == encodings.count else {
                throw .badRequest("Expected number of columns is \(encodings.count), but received \(row.count)")
            }
            for (cell, encoding) in zip(row, encodings) { try encoding.append(cell, to: &values) }
        }
        return Matrix(rows: rows.count, columns: featureCount, values: values)
    }

    var document: ModelDocument {
        var document = ModelDocument()
        document["kind"] = ["feature-pipeline"]
        document["columns"] = columns
        for (column, encoding) in zip(columns, encodings) { document["encoding.\(column)"] = encoding.words }
        document["labels"] = labels
        return document
    }
}

extension FeaturePipeline {
    init(from document: ModelDocument) throws(ModelDocumentError) {
        let kind = try document.word("kind")
        guard kind == "feature-pipeline" else { throw .badValue(entry: "kind", text: kind) }
        columns = try document.words("columns")
        encodings = []
        for column in columns {
            encodings.append(try ColumnEncoding(words: try document.words("encoding.\(column)")))
        }
        labels = try document.words("labels")
    }
}
