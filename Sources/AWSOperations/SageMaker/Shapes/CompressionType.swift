/// A value of the API's `CompressionType`; one that this list does not know is kept as its text.
public struct CompressionType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = CompressionType(rawValue: "None")
    public static let gzip = CompressionType(rawValue: "Gzip")

    /// The values that the service model names, in its order.
    public static let known: [CompressionType] = [
        .none, .gzip,
    ]
}
