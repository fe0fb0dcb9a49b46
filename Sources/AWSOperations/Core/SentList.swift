/// A list that the service model calls required: one that is null or missing is empty, as the AWS SDKs read it.
///
/// An answer without a single member of the response is another's, and still throws.
@propertyWrapper
public struct SentList<Element> {
    public var wrappedValue: [Element]

    public init(wrappedValue: [Element]) {
        self.wrappedValue = wrappedValue
    }
}

extension SentList: Equatable where Element: Equatable {}
extension SentList: Hashable where Element: Hashable {}
extension SentList: Sendable where Element: Sendable {}

extension SentList: Codable where Element: Codable {
    public init(from decoder: any Decoder) throws {
        wrappedValue = try [Element](from: decoder)
    }

    public func encode(to encoder: any Encoder) throws { try wrappedValue.encode(to: encoder) }
}

// Synthesized `Codable` code calls these in place of the general ones.
extension KeyedDecodingContainer {
    public func decode<Element: Codable>(
        _ type: SentList<Element>.Type, forKey key: Key
    ) throws -> SentList<Element> {
        let isSent = contains(key)
        if isSent ? try decodeNil(forKey: key) : !allKeys.isEmpty { return SentList(wrappedValue: []) }
        return SentList(wrappedValue: try decode([Element].self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    public mutating func encode<Element: Codable>(_ value: SentList<Element>, forKey key: Key) throws {
        try encode(value.wrappedValue, forKey: key)
    }
}
