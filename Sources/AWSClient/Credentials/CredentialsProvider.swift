import AWSOperations
import AWSSigning

/// One place where credentials may be found.
protocol CredentialsProvider: Sendable {
    /// As a person would call it.
    var name: String { get }
    /// Where it is set up; nil where it is not, or where only asking would tell.
    func setUpAt() throws(AWSFailure) -> SettingOrigin?
    /// Looks; a provider that is set up but broken throws, so that nobody else's credentials are used by mistake.
    func find() async throws(AWSFailure) -> ProviderOutcome
    /// What a person would call the place that a part of what it found comes from.
    func place(of part: CredentialsPart) -> String
    /// What a person must do at the end of credentials that it found; nil where it finds others by itself.
    func renewalNeed(of found: Credentials) -> RenewalNeed?
    /// Whether looking may have to wait for somebody to type something.
    func asksAPerson() -> Bool
}

extension CredentialsProvider {
    func asksAPerson() -> Bool { false }
}

/// What a provider had to say.
enum ProviderOutcome: Sendable {
    case found(Credentials)
    /// It is not set up; the text says what is missing.
    case skipped(String)
}

/// What the environment and the files say about credentials.
struct CredentialsContext: Sendable {
    var environment: [String: String]
    var files: SharedFiles
    /// Nil for the default profile.
    var profile: Setting<String>?
    /// For STS; nil where none is set.
    var region: String?

    /// A variable's value; nil where empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a profile was named on the command line: it is meant, whatever the environment holds.
    var namesProfileOutright: Bool {
        if case .commandLine? = profile?.origin { true } else { false }
    }
}

/// A profile that providers look into.
struct ProfileScope: Sendable {
    var context: CredentialsContext
    var profileName: String
    /// Whether variables count beside the profile; not for a profile that is another's source.
    var readsEnvironment: Bool

    init(context: CredentialsContext) {
        self.context = context
        profileName = context.profile?.value ?? "default"
        readsEnvironment = !context.namesProfileOutright
    }

    /// The scope of a profile that another one names as its source.
    init(context: CredentialsContext, source: String) {
        self.context = context
        profileName = source
        readsEnvironment = false
    }

    /// Read again each time, so that a change is seen.
    func profile() throws(AWSFailure) -> ProfileSet.Profile? { try context.files.read().profile(profileName) }

    func variable(_ name: String) -> Setting<String>? {
        guard readsEnvironment else { return nil }
        return context.variable(name).map { Setting($0, from: .environment(name)) }
    }
}

extension AWSFailure {
    static func brokenCredentials(_ problem: String, remedy: String) -> AWSFailure {
        .credentials(CredentialsError(kind: .broken, problem: problem, remedy: remedy))
    }
}

/// Who signs a request.
protocol CredentialsSource: Sendable {
    func current() async throws(AWSFailure) -> Credentials
    /// Says that a service refused these; true where others are at hand now.
    func replace(_ refused: Credentials) async throws(AWSFailure) -> Bool
}

/// One provider's part in the last search for credentials.
public struct ProviderReport: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case skipped(reason: String)
        case found(accessKeyID: String)
        case failed(problem: String)
        /// It is set up, but another provider goes first.
        case overridden(by: String)
        /// It is not set up, or cannot be known to be, and nobody asked it.
        case notReached
    }

    public var provider: String
    public var outcome: Outcome
    /// Where the provider is set up: a variable, or a line of a file.
    public var origin: SettingOrigin?
    /// What else a person should know, for example which setting has no effect.
    public var note: String?
}
