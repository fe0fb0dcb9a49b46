/// A node as the decoder of a value: two words, so that Swift keeps it in place where it passes it as `any Decoder`.
struct ValueDecoder: Decoder, SingleValueDecodingContainer {
    let document: JSONDocument
    let node: Int

    var codingPath: [any CodingKey] { document.path(to: node) }
    var userInfo: [CodingUserInfoKey: Any] {
        document.losses == nil ? [:] : [.toleratesAbsence: true, .isText: isText]
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard document[node].kind == .object else { throw mismatch([String: Any].self) }
        noteUnknownMembers(besides: type)
        return KeyedDecodingContainer(ObjectContainer(document: document, node: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard document[node].kind == .array else { throw mismatch([Any].self) }
        return ArrayContainer(document: document, node: node)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { document[node].kind == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch document[node].kind {
        case .yes: return true
        case .no: return false
        default:
            if document.losses != nil, let flag = looseFlag { return flag }
            throw mismatch(type)
        }
    }

    func decode(_ type: String.Type) throws -> String {
        let value = document[node]
        guard value.isText else {
            if document.losses != nil, let text = looseText { return text }
            throw mismatch(type)
        }
        return document.text(value)
    }

    func decode(_ type: Double.Type) throws -> Double {
        if document.losses != nil, document[node].kind != .number, let number = looseNumber { return number }
        guard let number = document.withNumber(try number(type), JSONNumber.double) else {
            throw corrupted(Self.tooLarge)
        }
        return number
    }

    func decode(_ type: Float.Type) throws -> Float {
        let double = try decode(Double.self)
        let number = Float(double)
        guard number.isFinite || !double.isFinite else { throw corrupted(Self.tooLarge) }
        return number
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws -> Integer {
        if document.losses != nil, document[node].kind != .number, let number = looseInteger(type) { return number }
        guard let number = document.withNumber(try number(type), { JSONNumber.integer($0, type) }) else {
            throw corrupted(Self.tooLarge)
        }
        return number
    }

    private func number(_ type: Any.Type) throws -> JSONDocument.Node {
        let value = document[node]
        guard value.kind == .number else { throw mismatch(type) }
        return value
    }

    private static let tooLarge = "the number is too large, or no whole one"

    private func corrupted(_ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: problem))
    }

    private func mismatch(_ type: Any.Type) -> DecodingError {
        let kind = document[node].kind
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "another kind of value is there")
        return kind == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

/// An array's items, one after the other.
struct ArrayContainer: UnkeyedDecodingContainer {
    let document: JSONDocument
    let node: Int
    private(set) var currentIndex = 0
    private var item: Int

    init(document: JSONDocument, node: Int) {
        self.document = document
        self.node = node
        item = node + 1
    }

    var codingPath: [any CodingKey] { document.path(to: node) }
    var count: Int? { Int(document[node].end) }
    var isAtEnd: Bool { item >= Int(document[node].next) }

    mutating func decodeNil() throws -> Bool {
        guard try value(Any?.self).decodeNil() else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next(type) { try $0.decode(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next(type) { try $0.decode(type) } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next(type) { try Value(from: $0) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next(type) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next([Any].self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next((any Decoder).self) { $0 } }

    /// Reads the item that is next; one that cannot be read stays the next.
    private mutating func next<Value>(_ type: Any.Type, _ read: (ValueDecoder) throws -> Value) throws -> Value {
        let result = try read(value(type))
        advance()
        return result
    }

    private func value(_ type: Any.Type) throws -> ValueDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type,
                .init(
                    codingPath: codingPath + [JSONKey(intValue: currentIndex)],
                    debugDescription: "the array has no more items"))
        }
        return ValueDecoder(document: document, node: item)
    }

    private mutating func advance() {
        item = Int(document[item].next)
        currentIndex += 1
    }
}

/// An object's members by their keys.
struct ObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let document: JSONDocument
    let node: Int

    var codingPath: [any CodingKey] { document.path(to: node) }
    var allKeys: [Key] { document.members(of: node).compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { document.member(key.stringValue, of: node) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try value(key).decodeNil() }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let found = try value(key)
        do {
            return try Value(from: found)
        } catch {
            return try found.salvaged(type, after: error)
        }
    }

    // The standard ones look for the key three times.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let found = present(key) else { return nil }
        do { return try found.decode(type) } catch { return try found.absent(after: error) }
    }

    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let found = present(key) else { return nil }
        do { return try found.decode(type) } catch { return try found.absent(after: error) }
    }

    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        guard let found = present(key) else { return nil }
        do { return try found.decode(type) } catch { return try found.absent(after: error) }
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        guard let found = present(key) else { return nil }
        do { return try found.decode(type) } catch { return try found.absent(after: error) }
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let found = present(key) else { return nil }
        do {
            return try Value(from: found)
        } catch {
            do { return try found.salvaged(type, after: error) } catch { return try found.absent(after: error) }
        }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try value(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try value(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let found = document.member("super", of: node) else {
            // It says whether absence is tolerated.
            if document.losses != nil { return ValueDecoder(document: document, node: node) }
            throw missing(JSONKey(stringValue: "super"))
        }
        return ValueDecoder(document: document, node: found)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }

    private func value(_ key: Key) throws -> ValueDecoder {
        guard let found = document.member(key.stringValue, of: node) else { throw missing(key) }
        return ValueDecoder(document: document, node: found)
    }

    /// The value, if it is there and not null.
    private func present(_ key: Key) -> ValueDecoder? {
        guard let found = document.member(key.stringValue, of: node), document[found].kind != .null else { return nil }
        return ValueDecoder(document: document, node: found)
    }

    private func missing(_ key: any CodingKey) -> DecodingError {
        .keyNotFound(key, .init(codingPath: codingPath, debugDescription: "there is no \(key.stringValue)"))
    }
}

/// A key that no type has declared.
struct JSONKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(stringValue: String) { self.stringValue = stringValue }

    init(intValue: Int) {
        stringValue = "Index \(intValue)"
        self.intValue = intValue
    }
}
