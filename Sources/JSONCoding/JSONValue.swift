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

    /// The members of an object, each key once: of a key that comes again, the last value counts.
    public var uniqueMembers: [Member] {
        var unique: [Member] = []
        var places: [[UInt8]: Int] = [:]
        for member in members {
            if let place = places[Array(member.key.utf8)] {
                unique[place] = member
            } else {
                places[Array(member.key.utf8)] = unique.count
                unique.append(member)
            }
        }
        return unique
    }

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

    /// `NaN`, `Infinity` or `-Infinity`, as the services' protocol writes what isn't a number.
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

    /// What a text begins with.
    public enum Prefix: Hashable, Sendable {
        /// With the offset behind the value.
        case value(JSONValue, end: Int)
        /// The text ends within the value.
        case unfinished
        case malformed
    }

    /// Reads the value that begins at an offset, whatever follows it, as leniently as what programs write must be read:
    /// `NaN`, `Infinity` and `-Infinity`, as Python writes them, are numbers; bytes that are not UTF-8 become U+FFFD.
    public static func prefix(of bytes: [UInt8], from start: Int = 0, depthLimit: Int = 64) -> Prefix {
        do throws(JSONParser.Malformed) {
            let (nodes, end) = try JSONParser.parseValue(bytes, from: start, takesNonFinite: true)
            let value = JSONValue(JSONDocument(bytes, nodes), node: 0, depth: depthLimit)
            return value.map { .value($0, end: end) } ?? .malformed
        } catch {
            return error.isUnfinished ? .unfinished : .malformed
        }
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
        case .number, .nonFinite: self = .number(document.withNumber(found) { String(decoding: $0, as: UTF8.self) })
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

extension JSONValue {
    /// How a value is laid out as text.
    public enum Layout: Hashable, Sendable {
        /// Over several lines, with so many blanks a level.
        case lines(indent: Int)
        /// On one line, without blanks.
        case compact
        /// On one line, with a blank behind each comma and colon.
        case oneLine

        /// Over several lines, two blanks a level.
        public static let pretty = Layout.lines(indent: 2)
    }

    /// The value as JSON text; with what a terminal could act on or hide escaped, if so asked.
    ///
    /// `depth` is how many levels of another value's lines stand around it.
    public func text(_ layout: Layout = .pretty, depth: Int = 0, escapingHidden: Bool = false) -> String {
        var text = ""
        write(to: &text, layout, depth: depth, escapingHidden)
        return text
    }

    /// Over several lines, for people to read and to paste: what a terminal could act on or hide is escaped.
    public var prettyText: String { text(.pretty, escapingHidden: true) }

    /// On one line, for people to read and to paste: what a terminal could act on or hide is escaped.
    public var compactText: String { text(.compact, escapingHidden: true) }

    /// A string as JSON writes it, with its quotes; what a terminal could act on or hide is escaped.
    public static func quoted(_ string: String) -> String {
        var text = ""
        write(string, to: &text, escapingHidden: true)
        return text
    }

    private func write(to text: inout String, _ layout: Layout, depth: Int, _ escapingHidden: Bool) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): Self.write(string, to: &text, escapingHidden: escapingHidden)
        case .array(let items):
            Self.write(items, between: "[", and: "]", to: &text, layout, depth: depth) { item, text in
                item.write(to: &text, layout, depth: depth + 1, escapingHidden)
            }
        case .object(let members):
            Self.write(members, between: "{", and: "}", to: &text, layout, depth: depth) { member, text in
                Self.write(member.key, to: &text, escapingHidden: escapingHidden)
                text += layout == .compact ? ":" : ": "
                member.value.write(to: &text, layout, depth: depth + 1, escapingHidden)
            }
        }
    }

    private static func write<Element>(
        _ elements: [Element], between opening: String, and closing: String, to text: inout String, _ layout: Layout,
        depth: Int, element: (Element, inout String) -> Void
    ) {
        text += opening
        for (index, value) in elements.enumerated() {
            if index > 0 { text += layout == .oneLine ? ", " : "," }
            if case .lines(let indent) = layout { text += "\n" + String(repeating: " ", count: indent * (depth + 1)) }
            element(value, &text)
        }
        if case .lines(let indent) = layout, !elements.isEmpty {
            text += "\n" + String(repeating: " ", count: indent * depth)
        }
        text += closing
    }

    private static func write(_ string: String, to text: inout String, escapingHidden: Bool) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20 || escapingHidden && scalar.isHidden:
                for unit in UTF16.encode(scalar)! {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension Unicode.Scalar {
    /// Whether a terminal could act on the character, or show nothing for it.
    public var isHidden: Bool {
        // Nearly all text is printable ASCII, and the tables of Unicode take long.
        if (0x20..<0x7F).contains(value) { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}

extension JSONValue {
    /// Encodes a value, its keys in the order in which its type writes them; dictionaries, which have none, are sorted.
    ///
    /// Doubles that JSON has no number for become `"NaN"`, `"Infinity"` and `"-Infinity"`, as in the services' protocol.
    public init(encoding value: some Encodable, userInfo: [CodingUserInfoKey: any Sendable] = [:]) throws {
        let place = Place()
        try place.set(value, in: EncodingContext(path: [], userInfo: userInfo))
        self = place.value
    }
}

/// Where an encoder is, and what values are told of how they shall write themselves.
private struct EncodingContext {
    var path: [any CodingKey]
    var userInfo: [CodingUserInfoKey: any Sendable]

    func at(_ key: some CodingKey) -> EncodingContext { EncodingContext(path: path + [key], userInfo: userInfo) }
}

private protocol StringKeyed {}
extension Dictionary: StringKeyed where Key == String {}

/// Where an encoder puts its value; containers grow in place while they are filled.
private final class Place {
    enum Content {
        case value(JSONValue)
        case array([Place])
        case object([(key: String, place: Place)])
    }

    var content = Content.value(.null)

    var value: JSONValue {
        switch content {
        case .value(let value): value
        case .array(let places): .array(places.map(\.value))
        case .object(let members): .object(members.map { JSONValue.Member(key: $0.key, value: $0.place.value) })
        }
    }

    func member(_ key: String) -> Place {
        guard case .object(var members) = content else { return self }
        let place = Place()
        // Released first, so that appending does not copy.
        content = .value(.null)
        members.append((key, place))
        content = .object(members)
        return place
    }

    func element() -> Place {
        guard case .array(var places) = content else { return self }
        let place = Place()
        content = .value(.null)
        places.append(place)
        content = .array(places)
        return place
    }

    func set(_ value: some Encodable, in context: EncodingContext) throws {
        switch value {
        case let value as JSONValue: content = .value(value)
        case let text as String: content = .value(.string(text))
        case let flag as Bool: content = .value(.bool(flag))
        case let number as Double:
            content = .value(JSONValue(number))
        case let number as Float: content = .value(number.isFinite ? .number("\(number)") : JSONValue(Double(number)))
        case let number as any BinaryInteger: content = .value(.number("\(number)"))
        default:
            try value.encode(to: OrderedEncoder(place: self, context: context))
            // A dictionary has no order of its own, and every run would give another.
            if value is any StringKeyed, case .object(let members) = content {
                content = .object(members.sorted { $0.key < $1.key })
            }
        }
    }
}

private struct OrderedEncoder: Encoder, SingleValueEncodingContainer {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }
    var userInfo: [CodingUserInfoKey: Any] { context.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .object = place.content {} else { place.content = .object([]) }
        return KeyedEncodingContainer(Keyed<Key>(place: place, context: context))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array = place.content {} else { place.content = .array([]) }
        return Unkeyed(place: place, context: context)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
    func encodeNil() { place.content = .value(.null) }
    func encode(_ value: some Encodable) throws { try place.set(value, in: context) }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }

    func encodeNil(forKey key: Key) { place.member(key.stringValue).content = .value(.null) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try place.member(key.stringValue).set(value, in: context.at(key))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(place: place.member("super"), context: context) }

    func superEncoder(forKey key: Key) -> any Encoder {
        OrderedEncoder(place: place.member(key.stringValue), context: context.at(key))
    }
}

private struct Unkeyed: UnkeyedEncodingContainer {
    let place: Place
    let context: EncodingContext
    var codingPath: [any CodingKey] { context.path }

    var count: Int {
        if case .array(let places) = place.content { places.count } else { 0 }
    }

    func encodeNil() { place.element().content = .value(.null) }
    func encode(_ value: some Encodable) throws { try place.element().set(value, in: context) }

    func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
        OrderedEncoder(place: place.element(), context: context).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        OrderedEncoder(place: place.element(), context: context).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(place: place.element(), context: context) }
}
