import AWSOperations

/// What came of looking for credentials; never a secret.
public struct CredentialFindings: Hashable, Sendable {
    /// One place where credentials may be.
    public struct Provider: Hashable, Sendable {
        public enum Outcome: Hashable, Sendable {
            case skipped(reason: String)
            /// Its credentials are used.
            case found
            case failed(problem: String)
            /// It is set up, but another goes first.
            case overridden(by: String)
            /// It is not set up, and nobody asked it.
            case notReached
        }

        public var name: String
        public var outcome: Outcome
        /// Where it is set up; empty where it is not.
        public var origin: String
        /// What else is to know; empty for nothing.
        public var note: String

        public init(name: String, outcome: Outcome, origin: String = "", note: String = "") {
            self.name = name
            self.outcome = outcome
            self.origin = origin
            self.note = note
        }
    }

    /// In the order in which they are asked.
    public var providers: [Provider]
    /// The provider whose credentials are used; nil where there are none.
    public var winner: String?
    /// The access key's id with all but its end hidden.
    public var accessKey: String?
    /// When they end; nil where that is not known, as for keys of a user.
    public var expiration: Timestamp?
    /// What a person must do before others follow at their end; empty where nothing.
    public var renewal: String
    public var failure: AWSFailure?

    public init(
        providers: [Provider] = [], winner: String? = nil, accessKey: String? = nil, expiration: Timestamp? = nil,
        renewal: String = "", failure: AWSFailure? = nil
    ) {
        self.providers = providers
        self.winner = winner
        self.accessKey = accessKey
        self.expiration = expiration
        self.renewal = renewal
        self.failure = failure
    }

    /// An access key's id as `aws configure list` shows it: 16 stars and its last four characters.
    public static func shortened(_ accessKeyID: String) -> String {
        String(repeating: "*", count: 16) + accessKeyID.suffix(4)
    }
}
