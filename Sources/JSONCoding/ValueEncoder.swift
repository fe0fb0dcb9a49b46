/// The place in a text where one value is to be written.
struct ValueEncoder: Encoder, SingleValueEncodingContainer {
    let text: JSONText
    /// Built from the outside in; for errors alone.
    let codingPath: [any CodingKey]

    init(text: JSONText, path: [any CodingKey]) {
        self.text = text
        codingPath = path
    }

    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(ObjectWriter<Key>(text, path: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { ArrayWriter(text, path: codingPath) }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() { text.raw("null") }
    func encode(_ value: Bool) { text.raw(value ? "true" : "false") }
    func encode(_ value: String) { text.string(value) }
    func encode(_ value: Double) throws { try encode(floating: value) }
    func encode(_ value: Float) throws { try encode(floating: value) }
    func encode(_ value: Int) { text.number(value) }
    func encode(_ value: Int8) { text.number(value) }
    func encode(_ value: Int16) { text.number(value) }
    func encode(_ value: Int32) { text.number(value) }
    func encode(_ value: Int64) { text.number(value) }
    func encode(_ value: UInt) { text.number(value) }
    func encode(_ value: UInt8) { text.number(value) }
    func encode(_ value: UInt16) { text.number(value) }
    func encode(_ value: UInt32) { text.number(value) }
    func encode(_ value: UInt64) { text.number(value) }
    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: self) }

    private func encode<Value: BinaryFloatingPoint & CustomStringConvertible>(floating value: Value) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no number for \(value)"))
        }
        // Whole numbers without the `.0` that Swift writes: services may want an integer there.
        if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
            text.number(whole)
        } else {
            text.number(value)
        }
    }
}

/// Writes an array's items.
struct ArrayWriter: UnkeyedEncodingContainer {
    private let text: JSONText
    private let depth: Int
    private let serial: Int
    let codingPath: [any CodingKey]
    private(set) var count = 0

    init(_ text: JSONText, path: [any CodingKey]) {
        self.text = text
        codingPath = path
        serial = text.begin(UInt8(ascii: "["), UInt8(ascii: "]"))
        depth = text.depth
    }

    mutating func encodeNil() { next().encodeNil() }
    mutating func encode(_ value: Bool) { next().encode(value) }
    mutating func encode(_ value: String) { next().encode(value) }
    mutating func encode(_ value: Double) throws { try next().encode(value) }
    mutating func encode(_ value: Float) throws { try next().encode(value) }
    mutating func encode(_ value: Int) { next().encode(value) }
    mutating func encode(_ value: Int8) { next().encode(value) }
    mutating func encode(_ value: Int16) { next().encode(value) }
    mutating func encode(_ value: Int32) { next().encode(value) }
    mutating func encode(_ value: Int64) { next().encode(value) }
    mutating func encode(_ value: UInt) { next().encode(value) }
    mutating func encode(_ value: UInt8) { next().encode(value) }
    mutating func encode(_ value: UInt16) { next().encode(value) }
    mutating func encode(_ value: UInt32) { next().encode(value) }
    mutating func encode(_ value: UInt64) { next().encode(value) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try next().encode(value) }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { next() }

    private mutating func next() -> ValueEncoder {
        text.nextMember(at: depth, serial: serial)
        defer { count += 1 }
        return ValueEncoder(text: text, path: codingPath + [JSONKey(intValue: count)])
    }
}

/// Writes an object's members.
struct ObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let text: JSONText
    private let depth: Int
    private let serial: Int
    let codingPath: [any CodingKey]

    init(_ text: JSONText, path: [any CodingKey]) {
        self.text = text
        codingPath = path
        serial = text.begin(UInt8(ascii: "{"), UInt8(ascii: "}"))
        depth = text.depth
    }

    func encodeNil(forKey key: Key) { value(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: String, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try self.value(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try self.value(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) { self.value(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) { self.value(key).encode(value) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try self.value(key).encode(value) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        value(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { value(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { member(JSONKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { value(key) }

    private func value(_ key: Key) -> ValueEncoder { member(key) }

    private func member(_ key: any CodingKey) -> ValueEncoder {
        text.nextMember(at: depth, serial: serial)
        text.key(key.stringValue)
        return ValueEncoder(text: text, path: codingPath + [key])
    }
}
