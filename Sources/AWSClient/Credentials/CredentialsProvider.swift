import AWSOperations
import AWSSigning

/// One place where credentials may be found.
protocol CredentialsProvider: Sendable {
    /// As a person would call it.
    var name: String { get }
    /// Looks; a provider that is set up but broken throws, so that nobody else's credentials are used by mistake.
    func find() async throws(AWSFailure) -> ProviderOutcome
}

/// What a provider had to say.
enum ProviderOutcome: Sendable {
    case found(Credentials)
    /// It is not set up; the text says what is missing.
    case skipped(String)
}

/// One provider's part in the last search for credentials.
public struct ProviderReport: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case skipped(reason: String)
        case found(accessKeyID: String)
        case failed(problem: String)
    }

    public var provider: String
    public var outcome: Outcome
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
}

/// What providers need of the outside.
struct CredentialsServices: Sendable {
    /// Sends a plain request. Throws `TransportProblem`.
    var fetch: @Sendable (HTTPRequest) async throws -> HTTPAnswer
    /// Calls STS with the credentials given.
    var assumeRole: @Sendable (AssumeRoleRequest, Credentials) async throws(AWSFailure) -> AssumeRoleResponse
    var clock: ClientClock
}

extension AWSFailure {
    static func brokenCredentials(_ problem: String, remedy: String) -> AWSFailure {
        .credentials(CredentialsError(kind: .broken, problem: problem, remedy: remedy))
    }
}
