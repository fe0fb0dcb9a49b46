/// A value of the API's `JoinSource`; one that this list does not know is kept as its text.
public struct JoinSource: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let input = JoinSource(rawValue: "Input")
    public static let none = JoinSource(rawValue: "None")

    /// The values that the service model names, in its order.
    public static let known: [JoinSource] = [
        .input, .none,
    ]
}
