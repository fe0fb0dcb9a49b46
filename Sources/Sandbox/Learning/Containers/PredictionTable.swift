/// One cell of a prediction.
enum PredictionValue: Hashable, Sendable {
    case text(String)
    /// Numbers are single precision, as the algorithms' containers answer them.
    case number(Float)
    case list([PredictionValue])

    /// Plain text; a list as Python prints one.
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .list(let elements): "[" + elements.map(\.listed).joined(separator: ", ") + "]"
        }
    }

    private var listed: String {
        if case .text(let text) = self { return "'\(text)'" }
        return text
    }

    var csv: String {
        switch self {
        case .number(let number): return "\(number)"
        case .list: return "\"\(text)\""
        case .text(let text):
            guard text.utf8.contains(where: { [0x22, 0x2c, 0x0a].contains($0) }) else { return text }
            return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }
    }

    var json: JSONValue {
        if case .number(let number) = self { return .literal(number.isFinite ? "\(number)" : "NaN") }
        return .string(text)
    }
}

/// Predictions in columns named by inference keys.
struct PredictionTable: Hashable, Sendable {
    var keys: [String]
    var rows: [[PredictionValue]]

    /// The table in one of the types that containers answer.
    func encoded(as accept: String, endingWithNewline: Bool) throws(InvocationFailure) -> [UInt8] {
        switch accept {
        case "text/csv":
            let text = rows.map { $0.map(\.csv).joined(separator: ",") }.joined(separator: "\n")
            return Array((endingWithNewline && !rows.isEmpty ? text + "\n" : text).utf8)
        case "application/json":
            return Array(JSONValue.object([("predictions", .array(rows.map(object)))]).text.utf8)
        case "application/jsonlines", "application/jsonl":
            return Array(rows.map { object($0).text + "\n" }.joined().utf8)
        default:
            throw .unsupported(accept: accept)
        }
    }

    private func object(_ row: [PredictionValue]) -> JSONValue {
        .object(zip(keys, row).map { (key: $0, value: $1.json) })
    }
}
