/// A value of the API's `AutoMLSortBy`; one that this list does not know is kept as its text.
public struct AutoMLSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let name = AutoMLSortBy(rawValue: "Name")
    public static let creationTime = AutoMLSortBy(rawValue: "CreationTime")
    public static let status = AutoMLSortBy(rawValue: "Status")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLSortBy] = [
        .name, .creationTime, .status,
    ]
}
