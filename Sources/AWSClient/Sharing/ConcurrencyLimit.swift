import Synchronization

/// Lets a bounded number of things happen at one time; who came first goes first.
final class ConcurrencyLimit: Sendable {
    /// The right to go on; given back when dropped.
    final class Permit: Sendable {
        private let limit: ConcurrencyLimit
        fileprivate init(_ limit: ConcurrencyLimit) { self.limit = limit }
        deinit { limit.release() }
    }

    private struct State {
        var available: Int
        var queue: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextID: UInt64 = 0
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(available: max(1, count)))
    }

    /// Waits for a place. Throws `CancellationError`.
    func acquire() async throws -> Permit {
        let id: UInt64? = state.withLock { state in
            if state.available > 0, state.queue.isEmpty {
                state.available -= 1
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return Permit(self) }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    // A place may have become free since the first look.
                    if state.available > 0, state.queue.isEmpty {
                        state.available -= 1
                        return .success(())
                    }
                    state.queue.append((id, continuation))
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let index = state.queue.firstIndex(where: { $0.id == id }) else { return nil }
                return state.queue.remove(at: index).continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
        return Permit(self)
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.queue.isEmpty else { return state.queue.removeFirst().continuation }
            state.available += 1
            return nil
        }
        next?.resume()
    }
}
