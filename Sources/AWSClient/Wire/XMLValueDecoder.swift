/// Decodes a `Decodable` from an element as the query protocol writes it: structures by child name, lists as `member`.
struct XMLValueDecoder: Decoder {
    let element: XMLElement
    var codingPath: [any CodingKey] = []
    /// What a lenient decoding could not read; nil where the decoding is strict.
    var losses: Losses?
    var userInfo: [CodingUserInfoKey: Any] { losses == nil ? [:] : [.toleratesAbsence: true] }

    /// Collects what one lenient decoding could not read; belongs to it, on one thread.
    final class Losses {
        var all: [LossLedger.Loss] = []
    }

    /// Decodes what is missing or malformed as not sent, where the type can do without it, and what was not read so.
    static func decodeLeniently<Value: Decodable>(
        _ type: Value.Type, from element: XMLElement
    ) throws -> (value: Value, losses: [LossLedger.Loss]) {
        let losses = Losses()
        let value = try Value(from: XMLValueDecoder(element: element, losses: losses))
        return (value, losses.all)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from element: XMLElement) throws -> Value {
        try Value(from: XMLValueDecoder(element: element))
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed<Key>(element: element, codingPath: codingPath, losses: losses))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer {
        List(members: element.all("member"), codingPath: codingPath, losses: losses)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        Scalar(element: element, codingPath: codingPath, losses: losses)
    }

    fileprivate static func number<Value: LosslessStringConvertible>(
        _ element: XMLElement, _ type: Value.Type, _ codingPath: [any CodingKey]
    ) throws -> Value {
        guard let value = Value(element.text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "\(element.name) isn't \(DecodingDetail.noun(type))"))
        }
        return value
    }

    fileprivate static func value<Value: Decodable>(
        _ element: XMLElement, _ type: Value.Type, _ codingPath: [any CodingKey], _ losses: Losses?
    ) throws -> Value {
        try Value(from: XMLValueDecoder(element: element, codingPath: codingPath, losses: losses))
    }
}

private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let element: XMLElement
    let codingPath: [any CodingKey]
    let losses: XMLValueDecoder.Losses?
    var allKeys: [Key] { element.children.compactMap { Key(stringValue: $0.name) } }

    private func child(_ key: Key) throws -> XMLElement {
        guard let child = element[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "\(element.name) has no \(key.stringValue)"))
        }
        return child
    }

    func contains(_ key: Key) -> Bool { element[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try XMLValueDecoder.value(try child(key), type, codingPath + [key], losses)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let child = element[key.stringValue] else { return nil }
        do {
            return try XMLValueDecoder.value(child, type, codingPath + [key], losses)
        } catch {
            guard let losses else { throw error }
            losses.all.append(.init(path: codingPath + [key], error: error, isItem: false))
            return nil
        }
    }

    // The standard ones throw.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try scalarIfPresent(type, key) }
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try scalarIfPresent(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try scalarIfPresent(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try scalarIfPresent(type, key) }

    private func scalarIfPresent<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        try decodeIfPresent(type, forKey: key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        XMLValueDecoder(element: try child(key), codingPath: codingPath + [key], losses: losses).container(
            keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        XMLValueDecoder(element: try child(key), codingPath: codingPath + [key], losses: losses).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder {
        XMLValueDecoder(element: element, codingPath: codingPath, losses: losses)
    }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        XMLValueDecoder(element: try child(key), codingPath: codingPath + [key], losses: losses)
    }
}

private struct List: UnkeyedDecodingContainer {
    let members: [XMLElement]
    let codingPath: [any CodingKey]
    let losses: XMLValueDecoder.Losses?
    var currentIndex = 0
    var count: Int? { members.count }
    var isAtEnd: Bool { currentIndex >= members.count }

    private mutating func take() throws -> XMLElement {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                XMLElement.self, .init(codingPath: codingPath, debugDescription: "the list has ended"))
        }
        defer { currentIndex += 1 }
        return members[currentIndex]
    }

    mutating func decodeNil() throws -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try XMLValueDecoder.value(try take(), type, codingPath, losses)
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        XMLValueDecoder(element: try take(), codingPath: codingPath, losses: losses).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        XMLValueDecoder(element: try take(), codingPath: codingPath, losses: losses).unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder {
        XMLValueDecoder(element: try take(), codingPath: codingPath, losses: losses)
    }
}

private struct Scalar: SingleValueDecodingContainer {
    let element: XMLElement
    let codingPath: [any CodingKey]
    let losses: XMLValueDecoder.Losses?

    func decodeNil() -> Bool { false }
    func decode(_ type: String.Type) throws -> String {
        guard let text = element.knownText else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath,
                    debugDescription: "\(element.name) has an invalid character reference")
            )
        }
        return text
    }
    func decode(_ type: Bool.Type) throws -> Bool { try number(type) }
    func decode(_ type: Double.Type) throws -> Double { try number(type) }
    func decode(_ type: Float.Type) throws -> Float { try number(type) }
    func decode(_ type: Int.Type) throws -> Int { try number(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try number(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try number(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try number(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try number(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try number(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try number(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try number(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try number(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try number(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try XMLValueDecoder.value(element, type, codingPath, losses)
    }

    private func number<Value: LosslessStringConvertible>(_ type: Value.Type) throws -> Value {
        try XMLValueDecoder.number(element, type, codingPath)
    }
}
