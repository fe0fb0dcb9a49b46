import AWSOperations
import Synchronization

/// Tells of requests that have waited long for the beginning of a response: a person otherwise sees nothing for a minute.
///
/// It costs a request two entries of a table; a task looks into it only while something waits.
final class SilenceWatch: Sendable {
    private struct Waiting {
        var operation: OperationDescriptor
        var since: ContinuousClock.Instant
        var isTold = false
    }

    private struct State {
        var waiting: [UInt64: Waiting] = [:]
        var nextID: UInt64 = 0
        var isWatched = false
    }

    private let state = Mutex(State())
    private let events: EventHub
    private let patience: Duration

    init(events: EventHub, patience: Duration = .seconds(10)) {
        (self.events, self.patience) = (events, patience)
    }

    /// A request goes out; the number is for `end`.
    func begin(_ operation: OperationDescriptor) -> UInt64 {
        let (id, begins) = state.withLock { state in
            state.nextID += 1
            state.waiting[state.nextID] = Waiting(operation: operation, since: .now)
            let begins = !state.isWatched
            state.isWatched = true
            return (state.nextID, begins)
        }
        if begins { Task { await watch() } }
        return id
    }

    /// It has its response, or none will come.
    func end(_ id: UInt64) { state.withLock { _ = $0.waiting.removeValue(forKey: id) } }

    private func watch() async {
        while true {
            try? await Task.sleep(for: patience)
            let (goesOn, late) = state.withLock { state -> (Bool, Waiting?) in
                guard !state.waiting.isEmpty else {
                    state.isWatched = false
                    return (false, nil)
                }
                var oldest: Waiting?
                let now = ContinuousClock.now
                // Of many that wait together, one stands for all.
                for (id, waiting) in state.waiting where !waiting.isTold && now - waiting.since >= patience {
                    if oldest.map({ waiting.since < $0.since }) ?? true { oldest = waiting }
                    state.waiting[id]?.isTold = true
                }
                return (true, oldest)
            }
            if let late {
                let seconds = Double((ContinuousClock.now - late.since).components.seconds)
                events.send(.waiting(operation: late.operation, seconds: seconds))
            }
            guard goesOn else { return }
        }
    }
}
