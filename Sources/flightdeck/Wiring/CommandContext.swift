import AWSOperations
import BatchInference

/// What a one-shot command has in hand.
struct CommandContext: Sendable {
    var cloud: any CloudServices
    var session: Session
    var clock: any BatchInference.Clock
    var output: CommandOutput
    /// Opened with its first use.
    var journal: any LaunchJournal
    var evaluations: any EvaluationJournal
    var history: any TransformHistory
    var prices: any PriceCache
    /// The other profiles, for a job that is in another account.
    var profiles: any Profiles
    var files: any UserFiles
    /// Asks a yes-or-no question, no being the answer to everything else; throws where nobody can answer.
    var confirm: @Sendable (String) async throws -> Bool
    /// Whether keys that a service refuses may be replaced while the program runs.
    var keysMayChange: @Sendable () async -> Bool = { true }

    /// Called by a command that says itself what of an operation's lists can't be read, so that it is said once.
    var saysItemsLeftOut: @Sendable (OperationDescriptor) -> Void = { _ in }

    /// The account of the session, twelve digits; found also where STS can't be asked.
    var account: String {
        get async throws { try await CallerAccount.read(from: cloud, clock: clock) }
    }

    /// What carries evaluations of candidates out.
    var evaluator: Evaluator {
        Evaluator(
            services: cloud, launches: journal, journal: evaluations, prices: prices, clock: clock, pace: pace)
    }

    /// How often a running transform is asked for.
    var pace: WatchPace { session.isLocal ? .sandbox : .aws }
    /// How often several accounts are asked for what runs in them.
    var fleetPace: FleetPace { session.isLocal ? .sandbox : .command }
    /// When the command began.
    let startedAt = SystemClock().now
}
