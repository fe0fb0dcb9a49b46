/// Swift values from JSON text and back (RFC 8259), several times as fast as Foundation's coders and without them.
///
/// Numbers of any type but `Double` must be whole; dates, data and URLs have no form of their own.
public enum JSON {
    /// Reads a value. Of a key that comes twice in an object, either may count.
    ///
    /// Throws `DecodingError`; one of `dataCorrupted` with an empty path where the text isn't JSON.
    public static func decode<Value: Decodable>(_ type: Value.Type, from text: [UInt8]) throws -> Value {
        try Value(from: ValueDecoder(document: document(text, losses: nil), node: 0))
    }

    private static func document(_ text: [UInt8], losses: JSONLosses?) throws -> JSONDocument {
        do {
            return try JSONDocument(text, losses: losses)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "byte \(error.offset): \(error.problem)"))
        }
    }

    /// Reads a value from an answer that need not be as its type says, and what of it could not be read.
    ///
    /// What is missing, null or of another type counts as not sent where the type can do without it, and an item that
    /// cannot be read is left out of its list. A number may stand in quotes and a text without them; `NaN`, `Infinity`
    /// and `-Infinity` are doubles, in quotes or not. The decoder says so in `userInfo[.toleratesAbsence]`.
    /// Throws `DecodingError` where the text isn't JSON, or nothing can stand for what cannot be read.
    ///
    /// - Parameter namingUnknown: Whether to tell the places of members that the types have no key for.
    public static func decodeLeniently<Value: Decodable>(
        _ type: Value.Type, from text: [UInt8], namingUnknown: Bool = false
    ) throws -> (value: Value, losses: [JSONLoss], unknown: [[any CodingKey]]) {
        let document = try document(text, losses: JSONLosses(namingUnknown: namingUnknown))
        let value = try Value(from: ValueDecoder(document: document, node: 0))
        return (value, document.losses?.all ?? [], document.losses?.unknown ?? [])
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
