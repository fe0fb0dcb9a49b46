import AWSOperations
import BatchInference

/// How the transforms of a fleet have ended so far, and whether there is anything left to wait for.
struct FleetOutcome: Hashable, Sendable {
    let until: FleetFollower.Until
    private(set) var completed = 0
    private(set) var failed = 0
    private(set) var stopped = 0
    private(set) var lost = 0
    /// Those that completed and left inputs without an output, and those whose outputs could not be counted.
    private(set) var incomplete = 0
    private(set) var notCounted = 0
    /// Accounts that nobody waits for any longer.
    private(set) var unreadable: [FleetAccountState] = []
    private var isWaiting = true

    init(until: FleetFollower.Until) { self.until = until }

    var ended: Int { completed + failed + stopped }

    mutating func take(_ event: FleetEvent) {
        switch event {
        case .ended(let row, _):
            switch row.overview.status {
            case .completed: completed += 1
            case .stopped: stopped += 1
            default: failed += 1
            }
        case .lost: lost += 1
        default: break
        }
    }

    mutating func take(_ count: FinalCount) {
        switch count {
        case .outputs(let progress): if let missing = progress.missingOutputs, missing > 0 { incomplete += 1 }
        case .failed, .outOfTime: notCounted += 1
        }
    }

    mutating func take(_ snapshot: FleetSnapshot, hopeless: [FleetAccountState]) {
        unreadable = hopeless
        let given = Set(hopeless.map(\.member))
        let waits = snapshot.accounts.contains { account in
            guard !given.contains(account.member) else { return false }
            // One that can't be read now may have something running.
            return account.running > 0 || account.failure != nil || account.readAt == nil
        }
        isWaiting = waits
    }

    var isOver: Bool { !isWaiting || until == .any && ended + lost > 0 }
}

extension FleetOutcome {
    /// `9 completed, 3 failed`; empty where nothing has ended.
    var text: String {
        let parts = [
            (completed, "completed"), (failed, "failed"), (stopped, "stopped"), (lost, "can't be found any more"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\(DisplayText.count($0.0)) \($0.1)" }.joined(separator: ", ")
    }

    /// Throws the exit status where not everything went well.
    ///
    /// - Parameter isTold: Whether the events have said already what is wrong.
    func conclude(allowsMissing: Bool, isTold: Bool) throws(CommandFailure) {
        if let account = unreadable.first, let failure = account.failure {
            var end = CommandFailure(failure)
            end.problem = "\(account.place.title) can't be watched: \(end.problem)"
            throw end
        }
        if failed + lost > 0 { throw CommandFailure(.failed, isTold ? "" : "not every transform completed") }
        if incomplete > 0, !allowsMissing {
            throw CommandFailure(
                .failed, isTold ? "" : "not every input has an output",
                remedy: isTold ? "" : "see which: flightdeck outputs TRANSFORM; with --allow-missing, that's no failure"
            )
        }
        if stopped > 0 { throw CommandFailure(.stopped, isTold ? "" : "not every transform completed") }
    }
}
