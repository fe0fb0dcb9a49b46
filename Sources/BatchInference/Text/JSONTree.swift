/// A JSON value with its keys in the order in which they were written.
public indirect enum JSONTree: Hashable, Sendable {
    /// A key and its value.
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: JSONTree

        public init(key: String, value: JSONTree) {
            self.key = key
            self.value = value
        }
    }

    case object([Member])
    case array([JSONTree])
    case string(String)
    /// A number as it is written.
    case number(String)
    case bool(Bool)
    case null

    /// A string as JSON writes it, with its quotes; what a terminal could act on or hide is escaped.
    public static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case let hidden where hidden.isHidden:
                for unit in UTF16.encode(hidden)! {
                    let hex = String(unit, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                }
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// The value as JSON text over several lines.
    public var prettyText: String { text(indent: 2) }

    /// The value as JSON text over several lines, with so many blanks a level.
    public func text(indent: Int, depth: Int = 0) -> String {
        switch self {
        case .object(let members):
            Self.enclosed(
                members.map { Self.quoted($0.key) + ": " + $0.value.text(indent: indent, depth: depth + 1) }, "{", "}",
                indent: indent, depth: depth)
        case .array(let items):
            Self.enclosed(
                items.map { $0.text(indent: indent, depth: depth + 1) }, "[", "]", indent: indent, depth: depth)
        case .string(let text): Self.quoted(text)
        case .number(let digits): digits
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        }
    }

    private static func enclosed(
        _ items: [String], _ open: String, _ close: String, indent: Int, depth: Int
    ) -> String {
        guard !items.isEmpty else { return open + close }
        let margin = String(repeating: " ", count: indent * (depth + 1))
        let end = String(repeating: " ", count: indent * depth)
        return open + "\n" + items.map { margin + $0 }.joined(separator: ",\n") + "\n" + end + close
    }

    /// The value of a member of an object.
    subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The members of an object; none of anything else.
    var members: [Member] { if case .object(let members) = self { members } else { [] } }
    /// The items of an array; none of anything else.
    var items: [JSONTree] { if case .array(let items) = self { items } else { [] } }
}

extension Unicode.Scalar {
    /// Whether a terminal could act on the character, or show nothing for it.
    var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
