import AWSOperations

/// How failed requests are repeated (`AWS_RETRY_MODE`, `retry_mode`).
public enum RetryMode: String, Hashable, Sendable {
    case standard
    /// As standard, and requests to a service that throttles go out more slowly.
    case adaptive
    /// What the AWS CLI did once; here it is the same as standard.
    case legacy
}

extension ConfigurationResolver {
    func retryMode() throws(AWSFailure) -> Setting<RetryMode> {
        guard let found = setting("", nil, variables: ["AWS_RETRY_MODE"], key: "retry_mode") else {
            return Setting(.standard, from: .standard)
        }
        guard let mode = RetryMode(rawValue: found.value.lowercased()) else {
            throw .configuration(
                problem: "\(found.value) (\(found.origin)) is no retry mode", remedy: "write standard or adaptive")
        }
        return Setting(mode, from: found.origin)
    }
}
