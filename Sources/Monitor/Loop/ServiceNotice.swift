import AWSOperations

/// What the shared client says of itself while screens wait for it.
public enum ServiceNotice: Hashable, Sendable {
    /// A request failed and goes out again at that moment.
    case retrying(reason: String, nextTry: Timestamp)
    /// A request that was retried got its answer.
    case recovered
    /// This machine's clock is wrong; requests are signed by the service's.
    case clockCorrected(seconds: Double)
    case credentials(CredentialsNews)
}

/// What becomes of the credentials in use.
public enum CredentialsNews: Hashable, Sendable {
    /// Found, or replaced by fresh ones; `renewal` is what a person must do before their end, nil for nothing.
    case found(accessKeyID: String, expiration: Timestamp?, renewal: String?)
    /// There are none to replace them with at their end.
    case notRenewed(accessKeyID: String, expiration: Timestamp, remedy: String)
    /// A service refuses them, and there are no others.
    case refused(accessKeyID: String, remedy: String)
}
