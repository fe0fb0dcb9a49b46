/// A JSON value whose objects keep the order of their keys, and whose numbers stay as they are written.
public indirect enum JSONValue: Hashable, Sendable {
    /// A key and its value.
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    /// A number as it is written.
    case number(String)
    case bool(Bool)
    case null

    /// A whole number.
    public init(_ number: Int) { self = .number("\(number)") }

    /// A number; the word that services write where JSON has no number for it.
    public init(_ number: Double) {
        self = number.isFinite ? .number("\(number)") : .string(Self.word(for: number))
    }

    /// An object of members in their order; one without a value is left out.
    public static func members(_ members: [(key: String, value: JSONValue?)]) -> JSONValue {
        .object(members.compactMap { member in member.value.map { Member(key: member.key, value: $0) } })
    }

    /// The value of an object's member, the last one of that key; nil where there is none.
    ///
    /// Setting a member of an object replaces it in its place, or adds it at the end; nil takes it away.
    public subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            if let newValue, let place = members.lastIndex(where: { $0.key.utf8.elementsEqual(key.utf8) }) {
                members[place].value = newValue
            } else if let newValue {
                members.append(Member(key: key, value: newValue))
            } else {
                members.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
            }
            self = .object(members)
        }
    }

    /// The members of an object; none of anything else.
    public var members: [Member] { if case .object(let members) = self { members } else { [] } }
    /// The items of an array; none of anything else.
    public var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    public var isObject: Bool { if case .object = self { true } else { false } }
    public var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var number: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The strings of a list of strings, or the one string itself: policies write either.
    public var strings: [String] {
        switch self {
        case .string(let text): [text]
        case .array(let items): items.compactMap(\.string)
        default: []
        }
    }

    /// An object with the members of another behind its own; of a key that both have, its own counts.
    public func merging(_ other: JSONValue) -> JSONValue {
        guard case .object(let own) = self, case .object(let more) = other else { return self }
        let keys = Set(own.map(\.key))
        return .object(own + more.filter { !keys.contains($0.key) })
    }

    /// `NaN`, `Infinity` or `-Infinity`, as the services' protocol writes what is no number.
    static func word(for number: Double) -> String {
        number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
    }
}

extension JSONValue {
    /// Reads a whole text; nil where it is not JSON (RFC 8259), or nests deeper than `depthLimit`.
    public init?(parsing text: String, depthLimit: Int = 64) {
        self.init(parsing: Array(text.utf8), depthLimit: depthLimit)
    }

    /// Reads a whole text in UTF-8; nil where it is not JSON (RFC 8259), or nests deeper than `depthLimit`.
    public init?(parsing bytes: [UInt8], depthLimit: Int = 64) {
        guard let document = try? JSONDocument(bytes), let value = JSONValue(document, node: 0, depth: depthLimit)
        else { return nil }
        self = value
    }

    private init?(_ document: JSONDocument, node: Int, depth: Int) {
        let found = document[node]
        switch found.kind {
        case .object:
            guard depth > 0 else { return nil }
            var members: [Member] = []
            for (key, value) in document.members(of: node) {
                guard let value = JSONValue(document, node: value, depth: depth - 1) else { return nil }
                members.append(Member(key: key, value: value))
            }
            self = .object(members)
        case .array:
            guard depth > 0 else { return nil }
            var items: [JSONValue] = []
            var item = node + 1
            while item < Int(found.next) {
                guard let value = JSONValue(document, node: item, depth: depth - 1) else { return nil }
                items.append(value)
                item = Int(document[item].next)
            }
            self = .array(items)
        case .string, .escapedString: self = .string(document.text(found))
        case .number: self = .number(document.withNumber(found) { String(decoding: $0, as: UTF8.self) })
        case .yes: self = .bool(true)
        case .no: self = .bool(false)
        case .null: self = .null
        }
    }
}

extension JSONValue: Encodable {
    /// Writes the value as it stands, its keys in their order.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let members):
            var container = encoder.container(keyedBy: JSONKey.self)
            for member in members { try container.encode(member.value, forKey: JSONKey(stringValue: member.key)) }
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items { try container.encode(item) }
        case .string(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        case .number(let digits):
            var container = encoder.singleValueContainer()
            if let whole = Int(digits) { try container.encode(whole) } else { try container.encode(Double(digits)) }
        case .bool(let value):
            var container = encoder.singleValueContainer()
            try container.encode(value)
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        }
    }
}
