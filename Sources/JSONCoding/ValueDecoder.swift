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
        guard value.kind == .string || value.kind == .escapedString else {
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
