import AWSOperations
import BatchInference

/// The account that a job is in, where another profile reads it than the one that launches.
struct SourceAccount: Sendable {
    let access: ProfileAccess
    private let context: CommandContext

    /// Throws `AWSFailure.configuration` where there is no such profile, before any request.
    init(profile: String, in context: CommandContext) async throws {
        do {
            access = try await context.profiles.access(to: profile)
        } catch AWSFailure.configuration(let problem, let remedy) {
            // A profile is asked for by the option that named it.
            throw AWSFailure.configuration(
                problem: problem.replacing("--profile", with: "--source-profile"),
                remedy: remedy)
        }
        self.context = context
    }

    var cloud: any CloudServices { access.cloud }
    var profile: String { access.profile.name }

    /// Runs work that asks the source; a role that may not be taken on is told with the trust policy that it lacks.
    func asking<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let failure as AWSFailure {
            guard let policy = await missingTrust(after: failure) else { throw failure }
            throw SourceDenied(failure: failure, policy: policy)
        }
    }

    /// The trust that the source profile's role lacks; nil for a failure of another kind.
    func missingTrust(after failure: AWSFailure) async -> MissingPolicy? {
        guard case .credentials(let error) = failure, error.deniedRole != nil else { return nil }
        let account = try? await context.account
        return MissingPolicy.trust(missingAfter: failure, account: account, region: access.region)
    }

    /// Whether the two profiles are of two accounts, and who they are.
    func isAcross() async throws -> Bool {
        async let there = asking {
            try await CallerAccount.read(from: cloud, clock: context.clock)
        }
        async let here = context.account
        return try await there != here
    }
}
