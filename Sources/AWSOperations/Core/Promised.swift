/// A member that the service model calls required, and that an answer may lack all the same.
///
/// Read as its value, it is the type's `unknown` where nothing readable was sent, which is never a good answer: an empty
/// text, no items, no moment. `$member` is what was sent, nil for nothing, for wherever a decision or a sum depends on it.
/// What was not sent is not written either. A decoder that does not tolerate absence, as of a plan or a request,
/// throws as it always did.
@propertyWrapper
public struct Promised<Value: Promisable> {
    /// Nil where it is missing, null or of another type.
    public var projectedValue: Value?

    public var wrappedValue: Value {
        get { projectedValue ?? .unknown }
        set { projectedValue = newValue }
    }

    public init(wrappedValue: Value) {
        projectedValue = wrappedValue
    }

    init(sent: Value?) {
        projectedValue = sent
    }
}

extension Promised: Equatable where Value: Equatable {}
extension Promised: Hashable where Value: Hashable {}
extension Promised: Sendable where Value: Sendable {}

extension Promised: Codable where Value: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(wrappedValue: try Value(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        guard let projectedValue else {
            var container = encoder.singleValueContainer()
            return try container.encodeNil()
        }
        try projectedValue.encode(to: encoder)
    }
}

extension CodingUserInfoKey {
    /// Whether a decoder takes what is missing or of another type as not sent; by name, for decoders of other targets.
    static let toleratesAbsence = CodingUserInfoKey(rawValue: "JSONCoding.toleratesAbsence")!
}

// Synthesized `Codable` code calls these in place of the general ones.
extension KeyedDecodingContainer {
    public func decode<Value: Promisable & Codable>(
        _ type: Promised<Value>.Type, forKey key: Key
    ) throws -> Promised<Value> {
        if let value = try decodeIfPresent(Value.self, forKey: key) { return Promised(sent: value) }
        return try absent(type, forKey: key)
    }

    /// Most members are texts, whose decoding needs no generic call.
    public func decode(_ type: Promised<String>.Type, forKey key: Key) throws -> Promised<String> {
        if let value = try decodeIfPresent(String.self, forKey: key) { return Promised(sent: value) }
        return try absent(type, forKey: key)
    }

    private func absent<Value: Promisable & Codable>(
        _ type: Promised<Value>.Type, forKey key: Key
    ) throws -> Promised<Value> {
        let decoder = try? superDecoder()
        guard decoder?.userInfo[.toleratesAbsence] as? Bool != true else { return Promised(sent: nil) }
        return Promised(wrappedValue: try decode(Value.self, forKey: key))
    }
}

extension KeyedEncodingContainer {
    public mutating func encode<Value: Promisable & Codable>(_ value: Promised<Value>, forKey key: Key) throws {
        try encodeIfPresent(value.projectedValue, forKey: key)
    }
}

/// A type that can say that its value is not known.
public protocol Promisable {
    static var unknown: Self { get }
}

extension String: Promisable {
    public static var unknown: String { "" }
}

extension Array: Promisable {
    public static var unknown: [Element] { [] }
}

extension ByteText: Promisable {
    public static var unknown: ByteText { "" }
}

extension Double: Promisable {
    public static var unknown: Double { .nan }
}

extension Int: Promisable {
    /// No more than a place holder: ask `$member` before a number is shown or added.
    public static var unknown: Int { 0 }
}

extension Timestamp: Promisable {
    /// Before all others, and equal to itself.
    public static var unknown: Timestamp { Timestamp(secondsSinceEpoch: -.infinity) }

    /// Whether it is a moment at all.
    public var isKnown: Bool { secondsSinceEpoch.isFinite }
}

extension APIEnumeration {
    public static var unknown: Self { Self(rawValue: "") }
}
