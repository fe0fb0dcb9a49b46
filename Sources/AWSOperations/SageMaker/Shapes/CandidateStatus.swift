/// A value of the API's `CandidateStatus`; one that this list does not know is kept as its text.
public struct CandidateStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let completed = CandidateStatus(rawValue: "Completed")
    public static let inProgress = CandidateStatus(rawValue: "InProgress")
    public static let failed = CandidateStatus(rawValue: "Failed")
    public static let stopped = CandidateStatus(rawValue: "Stopped")
    public static let stopping = CandidateStatus(rawValue: "Stopping")

    /// The values that the service model names, in its order.
    public static let known: [CandidateStatus] = [
        .completed, .inProgress, .failed, .stopped, .stopping,
    ]
}
