/// A value of the API's `AutoMLJobObjectiveType`; one that this list does not know is kept as its text.
public struct AutoMLJobObjectiveType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let maximize = AutoMLJobObjectiveType(rawValue: "Maximize")
    public static let minimize = AutoMLJobObjectiveType(rawValue: "Minimize")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLJobObjectiveType] = [
        .maximize, .minimize,
    ]
}
