/// A value of the API's `TransformJobStatus`; one that this list does not know is kept as its text.
public struct TransformJobStatus: APIEnumeration {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let inProgress = TransformJobStatus(rawValue: "InProgress")
    public static let completed = TransformJobStatus(rawValue: "Completed")
    public static let failed = TransformJobStatus(rawValue: "Failed")
    public static let stopping = TransformJobStatus(rawValue: "Stopping")
    public static let stopped = TransformJobStatus(rawValue: "Stopped")

    /// The values that the service model names, in its order.
    public static let known: [TransformJobStatus] = [
        .inProgress, .completed, .failed, .stopping, .stopped,
    ]
}
