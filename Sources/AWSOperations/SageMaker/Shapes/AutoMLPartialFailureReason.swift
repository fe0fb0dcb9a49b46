/// A failure that did not end the whole job.
public struct AutoMLPartialFailureReason: Codable, Hashable, Sendable {
    /// 0 to 1024 characters.
    public var partialFailureMessage: String?

    public init(partialFailureMessage: String? = nil) {
        self.partialFailureMessage = partialFailureMessage
    }

    private enum CodingKeys: String, CodingKey {
        case partialFailureMessage = "PartialFailureMessage"
    }
}
