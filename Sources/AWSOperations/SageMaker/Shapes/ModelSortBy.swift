/// A value of the API's `SortBy`; one that this list does not know is kept as its text.
public struct ModelSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let name = ModelSortBy(rawValue: "Name")
    public static let creationTime = ModelSortBy(rawValue: "CreationTime")
    public static let status = ModelSortBy(rawValue: "Status")

    /// The values that the service model names, in its order.
    public static let known: [ModelSortBy] = [
        .name, .creationTime, .status,
    ]
}
