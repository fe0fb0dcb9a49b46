/// Time-out and retries of each invocation in a transform.
public struct ModelClientConfig: Codable, Hashable, Sendable {
    /// 1 to 3600.
    public var invocationsTimeoutInSeconds: Int?
    /// 0 to 3.
    public var invocationsMaxRetries: Int?

    public init(invocationsTimeoutInSeconds: Int? = nil, invocationsMaxRetries: Int? = nil) {
        self.invocationsTimeoutInSeconds = invocationsTimeoutInSeconds
        self.invocationsMaxRetries = invocationsMaxRetries
    }

    private enum CodingKeys: String, CodingKey {
        case invocationsTimeoutInSeconds = "InvocationsTimeoutInSeconds"
        case invocationsMaxRetries = "InvocationsMaxRetries"
    }
}
