/// A value and where it came from, as a person reads it.
public struct Sourced: Hashable, Sendable {
    public var value: String
    /// For example `AWS_REGION`, or `region in [profile dev], /home/me/.aws/config:3`.
    public var origin: String

    public init(_ value: String, from origin: String) {
        self.value = value
        self.origin = origin
    }
}

/// What the environment and the shared files say, without a request.
public struct SetupFindings: Hashable, Sendable {
    /// One of AWS's two shared files.
    public struct SharedFile: Hashable, Sendable {
        public enum State: Hashable, Sendable {
            case read
            case missing
            /// It cannot be read, or a line of it cannot.
            case broken(String, remedy: String)
            /// It holds keys, and others than its owner may read it.
            case readableByOthers
        }

        public var path: String
        public var origin: String
        public var state: State

        public init(path: String, origin: String, state: State) {
            self.path = path
            self.origin = origin
            self.state = state
        }
    }

    /// Where requests of a service go.
    public struct Endpoint: Hashable, Sendable {
        public var service: String
        /// Empty where the service has no such service requested.
        public var url: String
        /// The region that requests are signed for.
        public var region: String
        public var origin: String

        public init(service: String, url: String, region: String, origin: String) {
            self.service = service
            self.url = url
            self.region = region
            self.origin = origin
        }
    }

    /// A setting that has no effect, since another goes before it.
    public struct Override: Hashable, Sendable {
        public var winner: String
        public var loser: String
        /// Both, in a sentence: `AWS_ACCESS_KEY_ID in the environment overrides AWS_PROFILE = dev`.
        public var text: String
        /// What to do if the other was meant; empty where that is plain.
        public var remedy: String

        public init(winner: String, loser: String, text: String, remedy: String = "") {
            self.winner = winner
            self.loser = loser
            self.text = text
            self.remedy = remedy
        }
    }

    /// Something that makes requests impossible.
    public struct Problem: Hashable, Sendable {
        public var problem: String
        public var remedy: String

        public init(problem: String, remedy: String) {
            self.problem = problem
            self.remedy = remedy
        }
    }

    /// Nil where the default profile is used without having been asked for.
    public var profile: Sourced?
    public var region: Sourced?
    public var files: [SharedFile] = []
    public var endpoints: [Endpoint] = []
    public var overrides: [Override] = []
    public var caBundle: Sourced?
    /// Passwords are hidden.
    public var proxies: [Sourced] = []
    public var noProxy: Sourced?
    public var retryMode = Sourced("standard", from: "default")
    public var maxAttempts = Sourced("3", from: "default")
    /// What else is to know of the retry mode; empty for nothing.
    public var retryNote = ""
    public var problems: [Problem] = []
    /// Whether looking for credentials may ask a person for a code of an MFA device.
    public var asksForCode = false

    public init(profile: Sourced? = nil, region: Sourced? = nil) {
        self.profile = profile
        self.region = region
    }
}
