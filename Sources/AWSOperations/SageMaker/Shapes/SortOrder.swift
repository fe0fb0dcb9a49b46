/// A value of the API's `SortOrder`; one that this list does not know is kept as its text.
public struct SortOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let ascending = SortOrder(rawValue: "Ascending")
    public static let descending = SortOrder(rawValue: "Descending")

    /// The values that the service model names, in its order.
    public static let known: [SortOrder] = [
        .ascending, .descending,
    ]
}
