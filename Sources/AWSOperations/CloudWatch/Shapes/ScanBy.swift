/// A value of the API's `ScanBy`; one that this list does not know is kept as its text.
public struct ScanBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let timestampDescending = ScanBy(rawValue: "TimestampDescending")
    public static let timestampAscending = ScanBy(rawValue: "TimestampAscending")

    /// The values that the service model names, in its order.
    public static let known: [ScanBy] = [
        .timestampDescending, .timestampAscending,
    ]
}
