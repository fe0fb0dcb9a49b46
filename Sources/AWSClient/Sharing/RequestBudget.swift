import AWSOperations
import Synchronization

/// What all callers of a client together may ask for.
final class RequestBudget: Sendable {
    private let requests: ConcurrencyLimit
    private let streams: ConcurrencyLimit
    private let rate: Mutex<RateLimit>
    private let rateOfKeys: Mutex<RateLimit>
    private let clock: ClientClock

    init(_ limits: BudgetLimits, clock: ClientClock) {
        requests = ConcurrencyLimit(limits.concurrentRequests)
        streams = ConcurrencyLimit(limits.concurrentStreams)
        rate = Mutex(RateLimit(perSecond: limits.requestsPerSecond, burst: limits.burst))
        rateOfKeys = Mutex(RateLimit(perSecond: limits.pagesOfKeysPerSecond, burst: limits.burst))
        self.clock = clock
    }

    /// What a request counts as.
    enum Kind: Sendable {
        case call
        /// A page of the keys of a bucket, of which S3 gives many more than other services give answers.
        case keys
        /// An object, or a part of one, that is read into memory.
        case object
        /// A download.
        case stream
    }

    /// Waits until one more request may go out. Throws `CancellationError`.
    ///
    /// How many objects are under way at one time bounds them enough: S3 gives thousands of them a second.
    func admit(_ kind: Kind) async throws -> ConcurrencyLimit.Permit {
        switch kind {
        case .stream: return try await streams.acquire()
        case .object: return try await requests.acquire()
        case .call: return try await admit(by: rate)
        case .keys: return try await admit(by: rateOfKeys)
        }
    }

    private func admit(by rate: borrowing Mutex<RateLimit>) async throws -> ConcurrencyLimit.Permit {
        let delay = rate.withLock { $0.reserve(now: clock.uptime()) }
        do {
            if delay > 0 { try await clock.sleep(delay) }
            return try await requests.acquire()
        } catch {
            // What is not sent owes nothing.
            rate.withLock { $0.refund() }
            throw error
        }
    }
}

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

/// A token bucket as a value: who asks is told how long to wait.
struct RateLimit: Hashable, Sendable {
    /// Tokens a second; nil for no limit.
    let perSecond: Double?
    let burst: Double
    private var tokens: Double
    private var lastTime: Double?

    init(perSecond: Double?, burst: Int) {
        self.perSecond = perSecond
        self.burst = Double(max(1, burst))
        tokens = self.burst
    }

    /// Takes a token, on credit where there is none, and returns the seconds after which it may be used.
    mutating func reserve(now: Double) -> Double {
        guard let perSecond else { return 0 }
        // A clock that was set back gives nothing.
        if let lastTime { tokens = min(burst, tokens + max(0, now - lastTime) * perSecond) }
        lastTime = now
        tokens -= 1
        return tokens >= 0 ? 0 : -tokens / perSecond
    }

    /// Gives a token back that was not used.
    mutating func refund() { tokens = min(burst, tokens + 1) }
}

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
