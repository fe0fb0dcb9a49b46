/// What a role's file in the cache is named after: the call's arguments as botocore writes them before hashing.
struct RoleCacheKey: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        case text(String)
        case number(Int)
    }

    /// The JSON that is hashed.
    let text: String

    /// - Parameter isMinified: Whether no spaces follow `,` and `:`: so for single sign-on alone.
    init(_ arguments: [String: Value], isMinified: Bool = false) {
        let fields = arguments.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, value in
            let written =
                switch value {
                case .text(let text): Self.quoted(text)
                case .number(let number): String(number)
                }
            return Self.quoted(name) + (isMinified ? ":" : ": ") + written
        }
        text = "{" + fields.joined(separator: isMinified ? "," : ", ") + "}"
    }

    /// A string as Python's `json.dumps` writes it: ASCII alone.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0C: result += "\\f"
            case 0x0D: result += "\\r"
            case 0x20...0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
