/// A value of the API's `ProblemType`; one that this list does not know is kept as its text.
public struct ProblemType: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let binaryClassification = ProblemType(rawValue: "BinaryClassification")
    public static let multiclassClassification = ProblemType(rawValue: "MulticlassClassification")
    public static let regression = ProblemType(rawValue: "Regression")

    /// The values that the service model names, in its order.
    public static let known: [ProblemType] = [
        .binaryClassification, .multiclassClassification, .regression,
    ]
}
