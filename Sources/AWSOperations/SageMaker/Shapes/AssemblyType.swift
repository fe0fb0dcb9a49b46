/// A value of the API's `AssemblyType`; one that this list does not know is kept as its text.
public struct AssemblyType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = AssemblyType(rawValue: "None")
    public static let line = AssemblyType(rawValue: "Line")

    /// The values that the service model names, in its order.
    public static let known: [AssemblyType] = [
        .none, .line,
    ]
}
