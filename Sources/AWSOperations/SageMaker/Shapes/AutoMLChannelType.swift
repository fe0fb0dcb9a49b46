/// A value of the API's `AutoMLChannelType`; one that this list does not know is kept as its text.
public struct AutoMLChannelType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let training = AutoMLChannelType(rawValue: "training")
    public static let validation = AutoMLChannelType(rawValue: "validation")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLChannelType] = [
        .training, .validation,
    ]
}
