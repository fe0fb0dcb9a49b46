/// A value of the API's `BatchStrategy`; one that this list does not know is kept as its text.
public struct BatchStrategy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let multiRecord = BatchStrategy(rawValue: "MultiRecord")
    public static let singleRecord = BatchStrategy(rawValue: "SingleRecord")

    /// The values that the service model names, in its order.
    public static let known: [BatchStrategy] = [
        .multiRecord, .singleRecord,
    ]
}
