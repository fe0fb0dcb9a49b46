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

/// How a candidate turns columns into features, before it has seen any data.
struct FeatureRecipe: Hashable, Sendable {
    enum Scaling: Hashable, Sendable {
        case none
        case standard
        case range
    }

    var scaling: Scaling = .standard
    /// Powers up to this one of every number.
    var degree = 1
    var usesCategories = true
    /// Numeric columns to use; all where nothing is said.
    var numericColumns: [String]?

    /// Learns the pipeline from the training rows.
    func fit(_ table: DataTable, labels: [String]) -> FeaturePipeline {
        FeaturePipeline(
            columns: table.columns,
            encodings: table.columns.indices.map {
                encoding(ofColumn: table.columns[$0], cells: table.rows.map(\.[$0]))
            },
            labels: labels)
    }

    private func encoding(ofColumn name: String, cells: [String]) -> ColumnEncoding {
        let present = cells.filter { !$0.isEmpty }
        let numbers = present.compactMap { Double($0) }
        guard numbers.count == present.count, !numbers.isEmpty else {
            return usesCategories ? .category(levels: Set(present).sorted()) : .dropped
        }
        guard numericColumns?.contains(name) ?? true else { return .dropped }
        let ordered = numbers.sorted()
        let middle = ordered.count / 2
        let median = ordered.count % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)).squareRoot()
        switch scaling {
        case .none:
            return .numeric(missing: median, center: 0, scale: 1, degree: degree)
        case .standard:
            return .numeric(missing: median, center: mean, scale: deviation > 0 ? deviation : 1, degree: degree)
        case .range:
            let width = ordered[ordered.count - 1] - ordered[0]
            return .numeric(missing: median, center: ordered[0], scale: width > 0 ? width : 1, degree: degree)
        }
    }
}

/// What becomes of one input column.
enum ColumnEncoding: Hashable, Sendable {
    /// Missing values become `missing`; then the value less `center` is divided by `scale`, and powers up to `degree`
    /// are added as further features.
    case numeric(missing: Double, center: Double, scale: Double, degree: Int)
    /// One feature a level, 1 where the cell is that level; unknown and missing cells are all 0.
    case category(levels: [String])
    case dropped

    var featureCount: Int {
        switch self {
        case .numeric(_, _, _, let degree): degree
        case .category(let levels): levels.count
        case .dropped: 0
        }
    }

    /// How a cell that stands for "not known" may be written, besides being empty.
    static let missingMarks: Set<String> = ["", "NA", "N/A", "nan", "NaN", "NULL", "null", "?"]

    /// Appends the features of a cell.
    func append(_ cell: String, to features: inout [Double]) throws(InvocationFailure) {
        switch self {
        case .numeric(let missing, let center, let scale, let degree):
            var value = missing
            if let number = Double(cell), number.isFinite {
                value = number
            } else if !Self.missingMarks.contains(cell) {
                throw .badRequest("could not convert string to float: '\(cell)'")
            }
            let scaled = (value - center) / scale
            var power = 1.0
            for _ in 0..<degree {
                power *= scaled
                features.append(power)
            }
        case .category(let levels):
            for level in levels { features.append(level == cell ? 1 : 0) }
        case .dropped:
            break
        }
    }

    var words: [String] {
        switch self {
        case .numeric(let missing, let center, let scale, let degree):
            ["numeric", "\(missing)", "\(center)", "\(scale)", "\(degree)"]
        case .category(let levels): ["category"] + levels
        case .dropped: ["dropped"]
        }
    }

    init(words: [String]) throws(ModelDocumentError) {
        let numbers = words.dropFirst().compactMap { Double($0) }
        switch words.first {
        case "numeric" where numbers.count == 4 && numbers[2] != 0 && (1...9).contains(numbers[3]):
            self = .numeric(missing: numbers[0], center: numbers[1], scale: numbers[2], degree: Int(numbers[3]))
        case "category": self = .category(levels: Array(words.dropFirst()))
        case "dropped": self = .dropped
        default: throw .badValue(entry: "encoding", text: words.joined(separator: " "))
        }
    }
}
