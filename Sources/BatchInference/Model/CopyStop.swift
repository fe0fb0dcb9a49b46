import AWSOperations
import Synchronization

/// Ends the copying of a launch when asked to; what has arrived is kept, for the launch to go on with.
public final class CopyStop: Sendable {
    private struct State {
        var isStopped = false
        var task: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    public init() {}

    /// Ends the copying under way, or the one that is yet to begin.
    public func stop() {
        let task = state.withLock { state in
            state.isStopped = true
            return state.task
        }
        task?.cancel()
    }

    /// Runs work that a stop ends.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let isStopped = state.withLock { state in
            state.task = task
            return state.isStopped
        }
        if isStopped { task.cancel() }
        try await task.value
    }
}
