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
