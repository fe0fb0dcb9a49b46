/// A value of the API's `AutoMLJobStatus`; one that this list does not know is kept as its text.
public struct AutoMLJobStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let completed = AutoMLJobStatus(rawValue: "Completed")
    public static let inProgress = AutoMLJobStatus(rawValue: "InProgress")
    public static let failed = AutoMLJobStatus(rawValue: "Failed")
    public static let stopped = AutoMLJobStatus(rawValue: "Stopped")
    public static let stopping = AutoMLJobStatus(rawValue: "Stopping")

    /// The values that the service model names, in its order.
    public static let known: [AutoMLJobStatus] = [
        .completed, .inProgress, .failed, .stopped, .stopping,
    ]
}
