/// Swift values from JSON text and back (RFC 8259), several times as fast as Foundation's coders and without them.
///
/// Numbers of any type but `Double` must be whole; dates, data and URLs have no form of their own.
public enum JSON {
    /// Reads a value. Of a key that comes twice in an object, either may count.
    ///
    /// Throws `DecodingError`; one of `dataCorrupted` with an empty path where the text is no JSON.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: [UInt8]) throws -> Value {
        let document: JSONDocument
        do {
            document = try JSONDocument(text)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "byte \(error.offset): \(error.problem)"))
        }
        return try Value(from: ValueDecoder(document: document, node: 0))
    }

    /// Writes a value, without spaces, keys in the order in which the type encodes them.
    ///
    /// Throws `EncodingError` for a number that JSON cannot hold, and what the value itself throws.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let text = JSONText()
        try value.encode(to: ValueEncoder(text: text, path: []))
        return text.finished()
    }
}
