/// How failed requests are repeated (`AWS_RETRY_MODE`, `retry_mode`).
public enum RetryMode: String, Hashable, Sendable {
    case standard
    /// As standard, and requests to a service that throttles go out more slowly.
    case adaptive
    /// What the AWS CLI did once; here it is the same as standard.
    case legacy
}
