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
