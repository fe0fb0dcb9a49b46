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
