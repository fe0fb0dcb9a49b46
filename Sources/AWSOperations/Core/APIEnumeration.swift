/// A closed list in the service model that may grow: an unknown value is kept as its text.
public protocol APIEnumeration: RawRepresentable, Codable, Hashable, Sendable, CustomStringConvertible,
    Promisable
where RawValue == String {
    init(rawValue: String)
    /// The values that the service model names.
    static var known: [Self] { get }
}

extension APIEnumeration {
    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
