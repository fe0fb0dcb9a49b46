import AWSOperations
import BatchInference

/// Stops a transform at its limits while it is followed, once, and says what becomes of that.
struct StopWatch {
    private let name: String
    private var stopGuard: StopGuard
    private var isBlind = false
    /// The limit at which SageMaker took the stop.
    private(set) var stopped: StopLimits.Reached?

    init(name: String, limits: StopLimits) {
        self.name = name
        stopGuard = StopGuard(limits)
    }

    /// Whether it may yet be stopped.
    var isArmed: Bool {
        switch stopGuard.state {
        case .armed, .refused: true
        case .reached, .requested, .over: false
        }
    }

    func start(at now: Timestamp) -> [WatchEvent] {
        stopGuard.limits.isEmpty ? [] : [event(.armed(stopGuard.limits), at: now)]
    }

    /// Looks at a snapshot, and stops the transform where it has reached a limit.
    mutating func take(
        _ snapshot: TransformSnapshot, background: RunBackground, clock: any BatchInference.Clock,
        stop: () async throws -> Void
    ) async -> [WatchEvent] {
        guard !stopGuard.limits.isEmpty, let overview = snapshot.overview else { return [] }
        let now = clock.now
        let cost = AccruedCost(of: overview, price: background.price, priceReadAt: background.priceReadAt, now: now)
        var events = blindness(cost, at: now)
        let wasRefused = if case .refused = stopGuard.state { true } else { false }
        let isFresh = !snapshot.stale.contains { $0.source == .description }
        guard let reached = stopGuard.decide(overview, cost: cost, isFresh: isFresh, now: now) else {
            if wasRefused, stopGuard.state == .over { events.append(event(.settled, at: now)) }
            return events
        }
        if !wasRefused { events.append(event(.reached(reached), at: now)) }
        do {
            try await stop()
            stopGuard.accepted()
            stopped = reached
            events.append(event(.requested, at: clock.now))
        } catch {
            let failure = AWSFailure(wrapping: error)
            stopGuard.refused(failure, at: clock.now)
            if case .refused(_, let nextTry) = stopGuard.state, failure != .cancelled {
                events.append(event(.refused(failure, nextTry: nextTry), at: clock.now))
            }
        }
        return events
    }

    /// A limit of the cost that nobody can watch over, said once, and again after it could be.
    private mutating func blindness(_ cost: AccruedCost, at now: Timestamp) -> [WatchEvent] {
        guard stopGuard.limits.cost != nil, isArmed else { return [] }
        guard let reason = stopGuard.limits.blindness(to: cost) else {
            if cost.amount != nil { isBlind = false }
            return []
        }
        guard !isBlind else { return [] }
        isBlind = true
        return [event(.blind(stopGuard.limits, reason: reason), at: now)]
    }

    private func event(_ news: StopNews, at now: Timestamp) -> WatchEvent {
        WatchEvent(transform: name, at: now, kind: .stop(news))
    }
}
