/// A value of the API's `CandidateSortBy`; one that this list does not know is kept as its text.
public struct CandidateSortBy: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let creationTime = CandidateSortBy(rawValue: "CreationTime")
    public static let status = CandidateSortBy(rawValue: "Status")
    public static let finalObjectiveMetricValue = CandidateSortBy(rawValue: "FinalObjectiveMetricValue")

    /// The values that the service model names, in its order.
    public static let known: [CandidateSortBy] = [
        .creationTime, .status, .finalObjectiveMetricValue,
    ]
}
