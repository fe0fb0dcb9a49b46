import AWSOperations

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

/// One thing that is tried, and what came of it.
public struct DoctorCheck: Hashable, Sendable, Identifiable {
    public enum Area: String, Hashable, Sendable, CaseIterable {
        case clock
        case identity
        case permissions
        case machine
    }

    public enum Outcome: String, Hashable, Sendable {
        /// It is under way.
        case waiting
        case passed
        /// It works, but not as it could.
        case warned
        case failed
        /// The caller lacks the permission.
        case denied
        /// Nobody tried; the detail says why.
        case notTried = "not-tried"
    }

    /// Stable, for example `permission.sagemaker:ListAutoMLJobs`.
    public var id: String
    public var area: Area
    public var title: String
    public var outcome: Outcome
    public var detail: String
    public var remedy: String
    /// The IAM action that is missing.
    public var missingAction: String?
    /// Whether the program works without it, but for that one thing.
    public var isOptional = false
    /// The host and port that could not be reached; nil where that is not why it failed.
    public var unreachable: String?

    public init(
        id: String, area: Area, title: String, outcome: Outcome = .waiting, detail: String = "", remedy: String = "",
        missingAction: String? = nil
    ) {
        self.id = id
        self.area = area
        self.title = title
        self.outcome = outcome
        self.detail = detail
        self.remedy = remedy
        self.missingAction = missingAction
    }

    func with(_ outcome: Outcome, _ detail: String, remedy: String = "") -> DoctorCheck {
        var check = self
        check.outcome = outcome
        check.detail = detail
        check.remedy = remedy
        return check
    }
}

/// Looks into what a run of the program goes by: settings, credentials, clock, and the machine around it.
///
/// Made again for each examination, so that nothing that was found earlier hides what is there now.
public protocol Inspection: Sendable {
    /// Reads environment and files; asks nobody.
    func setup() async -> SetupFindings
    /// Looks for credentials; may ask the services that hand them out.
    func credentials() async -> CredentialFindings
    /// The seconds by which this machine's clock is behind the services'; throws `AWSFailure` where none answers.
    func clockOffset() async throws -> Double
    /// Directories and terminal.
    func environmentChecks() async -> [DoctorCheck]
    /// A bucket whose objects are worked with, where one is known without asking.
    func knownBucket() async -> String?
    /// What permissions are tried with.
    var cloud: any CloudServices { get }
}
