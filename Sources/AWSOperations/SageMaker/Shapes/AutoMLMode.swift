/// A value of the API's `AutoMLMode`; one that this list does not know is kept as its text.
public struct AutoMLMode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let auto = AutoMLMode(rawValue: "AUTO")
    public static let ensembling = AutoMLMode(rawValue: "ENSEMBLING")
    public static let hyperparametertuning = AutoMLMode(rawValue: "HYPERPARAMETER_TUNING")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLMode] = [
        .auto, .ensembling, .hyperparametertuning,
    ]
}
