/// A value of the API's `ContainerMode`; one that this list does not know is kept as its text.
public struct ContainerMode: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let singleModel = ContainerMode(rawValue: "SingleModel")
    public static let multiModel = ContainerMode(rawValue: "MultiModel")

    /// The values that the service model names, in its order.
    public static let known: [ContainerMode] = [
        .singleModel, .multiModel,
    ]
}
