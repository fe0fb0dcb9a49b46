import AWSOperations
import BatchInference

/// What goes wrong while something is followed: said once, borne for as long as a watch bears it.
struct FollowingTrouble {
    private let name: String
    private let context: CommandContext
    private var since: Timestamp?
    private var failures = 0
    private var told: AWSFailure?

    init(name: String, context: CommandContext) {
        self.name = name
        self.context = context
    }

    /// Whether the last try failed.
    var isLasting: Bool { since != nil }

    mutating func hasPassed() {
        guard isLasting else { return }
        (since, failures, told) = (nil, 0, nil)
        context.output.note("\(name): it can be read again")
    }

    /// Throws where nothing will come of trying again, or it has been tried for too long.
    mutating func take(_ failure: AWSFailure) async throws {
        let goesOn = "the transform keeps running: follow its log with: flightdeck logs \(name) --follow"
        if failure == .cancelled || failure.isNotFound || failure.deniedAction != nil { throw CommandFailure(failure) }
        if failure.concernsAccess, await !context.keysMayChange() {
            var end = CommandFailure(failure)
            end.remedy =
                "keys from the environment can't be renewed while the program runs: export new ones, then run it again; "
                + goesOn
            throw end
        }
        let now = context.clock.now
        failures += 1
        since = since ?? now
        let timeouts = WatchTimeouts.command
        let limit = failure.concernsAccess ? timeouts.credentials : timeouts.others
        if failures >= timeouts.failures, now.seconds(since: since ?? now) >= limit {
            var end = CommandFailure(failure)
            end.problem = "gave up after \(DisplayText.duration(seconds: limit)): \(end.problem)"
            end.remedy += "; \(goesOn)"
            throw end
        }
        guard told?.problem != failure.problem else { return }
        told = failure
        context.output.note("\(failure.problem)\(failure.remedy.isEmpty ? "" : ": \(failure.remedy)"); trying again")
    }
}
