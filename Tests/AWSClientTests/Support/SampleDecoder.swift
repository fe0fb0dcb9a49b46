/// Makes a full value of any `Decodable`: every member is there, lists have two items, maps two keys.
struct SampleDecoder: Decoder, SingleValueDecodingContainer {
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func sample<Value: Decodable>(of type: Value.Type) throws -> Value { try Value(from: SampleDecoder()) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Keyed<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Items(decoder: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) -> Bool { true }
    /// Tells members apart by their names.
    func decode(_ type: String.Type) -> String { codingPath.map(\.stringValue).joined(separator: "/") }
    func decode(_ type: Double.Type) -> Double { 1_780_000_000.5 }
    func decode(_ type: Float.Type) -> Float { 0.5 }
    func decode(_ type: Int.Type) -> Int { 7 }
    func decode(_ type: Int8.Type) -> Int8 { 7 }
    func decode(_ type: Int16.Type) -> Int16 { 7 }
    func decode(_ type: Int32.Type) -> Int32 { 7 }
    func decode(_ type: Int64.Type) -> Int64 { 7 }
    func decode(_ type: UInt.Type) -> UInt { 7 }
    func decode(_ type: UInt8.Type) -> UInt8 { 7 }
    func decode(_ type: UInt16.Type) -> UInt16 { 7 }
    func decode(_ type: UInt32.Type) -> UInt32 { 7 }
    func decode(_ type: UInt64.Type) -> UInt64 { 7 }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    fileprivate func within(_ key: any CodingKey) -> SampleDecoder { SampleDecoder(codingPath: codingPath + [key]) }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let decoder: SampleDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }
        /// Asked for by maps alone.
        var allKeys: [Key] { ["one", "two"].compactMap { Key(stringValue: $0) } }

        func contains(_ key: Key) -> Bool { true }
        func decodeNil(forKey key: Key) -> Bool { false }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try Value(from: decoder.within(key))
        }
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedDecodingContainer<Nested> { decoder.within(key).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
            decoder.within(key).unkeyedContainer()
        }
        func superDecoder() -> any Decoder { decoder }
        func superDecoder(forKey key: Key) -> any Decoder { decoder.within(key) }
    }

    private struct Place: CodingKey {
        var intValue: Int?
        var stringValue: String
        init(intValue: Int) {
            self.intValue = intValue
            stringValue = "\(intValue)"
        }
        init?(stringValue: String) { nil }
    }

    private struct Items: UnkeyedDecodingContainer {
        let decoder: SampleDecoder
        var codingPath: [any CodingKey] { decoder.codingPath }
        var count: Int? { 2 }
        var currentIndex = 0
        var isAtEnd: Bool { currentIndex == 2 }

        private mutating func next() -> SampleDecoder {
            defer { currentIndex += 1 }
            return decoder.within(Place(intValue: currentIndex))
        }

        mutating func decodeNil() -> Bool { false }
        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: next()) }
        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
            next().container(keyedBy: type)
        }
        mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { next().unkeyedContainer() }
        mutating func superDecoder() -> any Decoder { next() }
    }
}
