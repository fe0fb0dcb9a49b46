/// A JSON document as a value: policies, manifests and price list entries come as such texts.
public enum JSONDocument: Hashable, Sendable {
    case object([String: JSONDocument])
    case array([JSONDocument])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    /// Reads a whole document; nil where it is not JSON (RFC 8259), or nests deeper than 64.
    public init?(parsing text: String) {
        self.init(parsing: Array(text.utf8))
    }

    /// Reads a whole document of UTF-8; nil where it is not JSON (RFC 8259), or nests deeper than 64.
    public init?(parsing bytes: [UInt8]) {
        var reader = JSONReader(bytes: bytes)
        guard let value = reader.value(depth: 64), reader.isAtEnd() else { return nil }
        self = value
    }

    /// An object's member; nil for anything else.
    public subscript(key: String) -> JSONDocument? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    public var object: [String: JSONDocument]? { if case .object(let members) = self { members } else { nil } }
    public var array: [JSONDocument]? { if case .array(let elements) = self { elements } else { nil } }
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var number: Double? { if case .number(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The strings of a list of strings, or the one string itself: policies write either.
    public var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.compactMap(\.string)
        default: []
        }
    }
}
