/// A value of the API's `AutoMLSortOrder`; one that this list does not know is kept as its text.
public struct AutoMLSortOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ascending = AutoMLSortOrder(rawValue: "Ascending")
    public static let descending = AutoMLSortOrder(rawValue: "Descending")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLSortOrder] = [
        .ascending, .descending,
    ]
}
