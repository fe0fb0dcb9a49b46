/// A value of the API's `StatusCode`; one that this list does not know is kept as its text.
public struct MetricStatusCode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let complete = MetricStatusCode(rawValue: "Complete")
    public static let internalError = MetricStatusCode(rawValue: "InternalError")
    public static let partialData = MetricStatusCode(rawValue: "PartialData")
    public static let forbidden = MetricStatusCode(rawValue: "Forbidden")

    /// The values that the service model names, in its order.
    public static let known: [MetricStatusCode] = [
        .complete, .internalError, .partialData, .forbidden,
    ]
}
