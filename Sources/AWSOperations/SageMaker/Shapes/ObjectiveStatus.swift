/// A value of the API's `ObjectiveStatus`; one that this list does not know is kept as its text.
public struct ObjectiveStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let succeeded = ObjectiveStatus(rawValue: "Succeeded")
    public static let pending = ObjectiveStatus(rawValue: "Pending")
    public static let failed = ObjectiveStatus(rawValue: "Failed")

    /// The values that the service model names, in its order.
    public static let known: [ObjectiveStatus] = [
        .succeeded, .pending, .failed,
    ]
}
