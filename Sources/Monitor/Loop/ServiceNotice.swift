import AWSOperations

/// What the shared client says of itself while screens wait for it.
public enum ServiceNotice: Hashable, Sendable {
    /// A request failed and goes out again at that moment.
    case retrying(reason: String, nextTry: Timestamp)
    /// A request that was retried got its answer.
    case recovered
    /// This machine's clock is wrong; requests are signed by the service's.
    case clockCorrected(seconds: Double)
}
