import Synchronization

/// What all callers of a client together may ask for.
final class RequestBudget: Sendable {
    private let requests: ConcurrencyLimit
    private let streams: ConcurrencyLimit
    private let rate: Mutex<RateLimit>
    private let clock: ClientClock

    init(_ limits: BudgetLimits, clock: ClientClock) {
        requests = ConcurrencyLimit(limits.concurrentRequests)
        streams = ConcurrencyLimit(limits.concurrentStreams)
        rate = Mutex(RateLimit(perSecond: limits.requestsPerSecond, burst: limits.burst))
        self.clock = clock
    }

    /// Waits until one more request may go out. Throws `CancellationError`.
    func admit(streams isStream: Bool) async throws -> ConcurrencyLimit.Permit {
        let delay = rate.withLock { $0.reserve(now: clock.uptime()) }
        do {
            if delay > 0 { try await clock.sleep(delay) }
            return try await (isStream ? streams : requests).acquire()
        } catch {
            // What is not sent owes nothing.
            rate.withLock { $0.giveBack() }
            throw error
        }
    }
}
