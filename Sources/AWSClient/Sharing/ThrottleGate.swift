import AWSOperations
import Synchronization

/// After a service has refused a request for coming too fast, lets one request at a time through to it until one is
/// answered: what waits beside it would most likely be refused as well.
final class ThrottleGate: Sendable {
    private struct State {
        var turns: [AWSService: ConcurrencyLimit] = [:]
        var closed: Set<AWSService> = []
    }

    private let state = Mutex(State())

    /// Waits for a turn where the service has refused requests; nil where it has not. Throws `CancellationError`.
    func admit(to service: AWSService) async throws -> ConcurrencyLimit.Permit? {
        guard let turn = state.withLock({ $0.closed.contains(service) ? $0.turns[service] : nil }) else { return nil }
        return try await turn.acquire()
    }

    /// The service has refused a request; returns a turn for its retry. Throws `CancellationError`.
    func refused(by service: AWSService) async throws -> ConcurrencyLimit.Permit {
        let turn = state.withLock { state in
            state.closed.insert(service)
            let turn = state.turns[service] ?? ConcurrencyLimit(1)
            state.turns[service] = turn
            return turn
        }
        return try await turn.acquire()
    }

    /// The service has answered a request.
    func answered(by service: AWSService) {
        state.withLock { _ = $0.closed.remove(service) }
    }
}
