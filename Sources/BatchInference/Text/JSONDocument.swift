import Predictions

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
        var reader = JSONReader<JSONDocument>(bytes: bytes)
        guard let value = try? reader.value(depth: 64), reader.isAtEnd() else { return nil }
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

extension JSONDocument: JSONReadable {
    /// A name that comes twice has its last value.
    package static func members(_ members: [(name: String, value: JSONDocument)]) -> JSONDocument {
        var named = [String: JSONDocument](minimumCapacity: members.count)
        for member in members { named[member.name] = member.value }
        return .object(named)
    }

    package static func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    package static func scalar(_ text: String) -> JSONDocument? {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: break
        }
        // Double reads more than JSON allows: words, a leading plus, point or nought, and a point without digits behind it.
        let digits = Array(text.utf8)
        let whole = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits[...]
        guard let first = whole.first, isDigit(first), whole.allSatisfy(isOfNumber),
            first != UInt8(ascii: "0") || !(whole.dropFirst().first.map(isDigit) ?? false)
        else { return nil }
        if let point = whole.firstIndex(of: UInt8(ascii: ".")) {
            guard let next = whole[(point + 1)...].first, isDigit(next) else { return nil }
        }
        return Double(text).map(JSONDocument.number)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }
}
