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
