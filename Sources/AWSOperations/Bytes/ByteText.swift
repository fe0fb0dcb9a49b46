/// A text that is its UTF-8 bytes: equal, hashed and ordered by them, as S3 takes its keys and a file system its paths.
///
/// Swift's own `==` takes `é` in one scalar and in two for the same text; to S3 they name two objects. Use it as the key
/// of a set or dictionary, or as a property's wrapper, so that the type that holds the property compares it by bytes.
@propertyWrapper
public struct ByteText: Sendable {
    public var wrappedValue: String

    public init(wrappedValue: String) { self.wrappedValue = wrappedValue }

    public init(_ text: some StringProtocol) { wrappedValue = String(text) }

    public var string: String { wrappedValue }
}

extension ByteText: Hashable {
    public static func == (left: ByteText, right: ByteText) -> Bool {
        left.wrappedValue.hasSameBytes(as: right.wrappedValue)
    }

    public func hash(into hasher: inout Hasher) {
        var text = wrappedValue
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // What no UTF-8 text holds: two texts in a row are not hashed like two others of the same bytes.
        hasher.combine(0xFF as UInt8)
    }
}

extension ByteText: Comparable {
    /// The order in which S3 lists keys.
    public static func < (left: ByteText, right: ByteText) -> Bool {
        left.wrappedValue.utf8.lexicographicallyPrecedes(right.wrappedValue.utf8)
    }
}

extension ByteText: ExpressibleByStringInterpolation, CustomStringConvertible {
    public init(stringLiteral text: String) { wrappedValue = text }

    public var description: String { wrappedValue }
}

extension ByteText: Codable {
    public init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}
