/// A value of the API's `SplitType`; one that this list does not know is kept as its text.
public struct SplitType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let none = SplitType(rawValue: "None")
    public static let line = SplitType(rawValue: "Line")
    public static let recordIO = SplitType(rawValue: "RecordIO")
    public static let tfRecord = SplitType(rawValue: "TFRecord")

    /// The values that the service model names, in its order.
    public static let known: [SplitType] = [
        .none, .line, .recordIO, .tfRecord,
    ]
}
