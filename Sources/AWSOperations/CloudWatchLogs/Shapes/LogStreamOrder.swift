/// A value of the API's `OrderBy`; one that this list does not know is kept as its text.
public struct LogStreamOrder: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let logStreamName = LogStreamOrder(rawValue: "LogStreamName")
    public static let lastEventTime = LogStreamOrder(rawValue: "LastEventTime")

    /// The values that the service model names, in its order.
    public static let known: [LogStreamOrder] = [
        .logStreamName, .lastEventTime,
    ]
}
