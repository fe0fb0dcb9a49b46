/// A value of the API's `MetricSetSource`; one that this list does not know is kept as its text.
public struct MetricSetSource: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let train = MetricSetSource(rawValue: "Train")
    public static let validation = MetricSetSource(rawValue: "Validation")
    public static let test = MetricSetSource(rawValue: "Test")

    /// The values that the service model names, in its order.
    public static let known: [MetricSetSource] = [
        .train, .validation, .test,
    ]
}
