import AWSOperations

/// A short message that goes away by itself.
public struct Toast: Hashable, Sendable, Identifiable {
    enum Kind: Hashable, Sendable {
        /// What a key does not do, and why.
        case hint
        case info
        case success
        case warning
        case failure
    }

    public struct ID: Hashable, Sendable {
        var number: Int
    }

    public var id = ID(number: 0)
    var kind: Kind
    var text: String

    init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// How long it stays, in seconds: longer for what went wrong.
    var duration: Double {
        switch kind {
        case .hint, .info, .success: 4
        case .warning: 7
        case .failure: 10
        }
    }

    func sign(_ glyphs: Glyphs) -> String {
        switch kind {
        case .hint, .info: glyphs.dot
        case .success: glyphs.completed
        case .warning: glyphs.warning
        case .failure: glyphs.failed
        }
    }

    /// How it looks on a page.
    var role: StyleRole {
        switch kind {
        case .hint, .info: .text
        case .success: .statusCompleted
        case .warning: .statusWarning
        case .failure: .statusFailed
        }
    }

    /// How it looks while it stands over the status line.
    var lineRole: StyleRole {
        switch kind {
        case .hint, .info: .toast
        case .success: .toastSuccess
        case .warning: .toastWarning
        case .failure: .toastFailure
        }
    }
}

/// What the shared client says of itself while screens wait for it.
public enum ServiceNotice: Hashable, Sendable {
    /// A request failed and goes out again.
    case retrying(Retry)
    /// A request that was retried got its answer.
    case recovered
    /// This machine's clock is wrong; requests are signed by the service's.
    case clockCorrected(seconds: Double)
    case credentials(CredentialsNews)
    /// The region that nothing named until now.
    case regionFound(String)
    /// A sentence without a full stop, of something that the client took its own way.
    case remark(String)

    /// A retry that is waited for.
    public struct Retry: Hashable, Sendable {
        /// `throttled by SageMaker`
        var reason: String
        var nextTry: Timestamp
        /// The attempt that comes next; 2 for the first retry.
        var attempt: Int
        var maxAttempts: Int
        /// How many retries the client's allowance still holds for all of its requests together.
        var retriesLeft: Int

        public init(reason: String, nextTry: Timestamp, attempt: Int, maxAttempts: Int, retriesLeft: Int) {
            self.reason = reason
            self.nextTry = nextTry
            self.attempt = attempt
            self.maxAttempts = maxAttempts
            self.retriesLeft = retriesLeft
        }
    }
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
