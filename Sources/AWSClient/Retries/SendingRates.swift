import AWSOperations
import Synchronization

import func Glibc.cbrt
import func Glibc.floor

/// The adaptive mode's limit of each service, shared by all requests of a client.
final class SendingRates: Sendable {
    private let rates = Mutex<[AWSService: SendingRate]>([:])
    private let clock: ClientClock

    init(clock: ClientClock) { self.clock = clock }

    /// Waits until the service may be asked once more. Throws `CancellationError`.
    func admit(to service: AWSService) async throws {
        while true {
            let delay = change(service) { $0.take(now: $1) }
            guard delay > 0 else { return }
            try await clock.sleep(delay)
        }
    }

    func answered(by service: AWSService, isThrottling: Bool) {
        change(service) { $0.answered(isThrottling: isThrottling, now: $1) }
    }

    private func change<Value>(_ service: AWSService, _ body: (inout SendingRate, Double) -> Value) -> Value {
        let now = clock.uptime()
        return rates.withLock { body(&$0[service, default: SendingRate(now: now)], now) }
    }
}

/// The adaptive mode's limit on how fast requests go out: it falls when a service throttles and grows again along a
/// cubic curve (botocore's `retries/adaptive.py`, `throttling.py` and `bucket.py`).
///
/// Until the first throttling there is no limit. Times are in seconds of one clock.
struct SendingRate: Hashable, Sendable {
    /// Requests a second that may go out; without meaning until `isLimiting`.
    private(set) var perSecond = 1.0
    /// Whether the service ever throttled.
    private(set) var isLimiting = false

    private var capacity = 1.0
    private var tokens = 0.0
    private var lastRefill: Double

    private var measured = 0.0
    private var answers = 0.0
    private var lastInterval: Double

    private var rateAtThrottling = 0.0
    private var lastThrottling: Double

    private static let slowest = 0.5
    private static let fallTo = 0.7
    private static let growth = 0.4
    private static let smoothing = 0.8

    init(now: Double) {
        lastRefill = now
        lastInterval = floor(now)
        lastThrottling = now
    }

    /// Takes the right to send one request and returns 0, or returns the seconds after which to ask again.
    mutating func take(now: Double) -> Double {
        guard isLimiting else { return 0 }
        refill(now)
        // A rounding error must not make anybody wait for a time too short for the clock, again and again.
        guard tokens >= 1 - 1e-9 else { return max(0.001, (1 - tokens) / perSecond) }
        tokens -= 1
        return 0
    }

    /// Takes note of an answer or of a failed attempt.
    mutating func answered(isThrottling: Bool, now: Double) {
        measure(now)
        let next: Double
        if isThrottling {
            rateAtThrottling = isLimiting ? min(measured, perSecond) : measured
            lastThrottling = now
            next = rateAtThrottling * Self.fallTo
            isLimiting = true
        } else {
            let timeToRecover = cbrt(rateAtThrottling * (1 - Self.fallTo) / Self.growth)
            let distance = now - lastThrottling - timeToRecover
            next = Self.growth * distance * distance * distance + rateAtThrottling
        }
        set(min(next, 2 * measured), now)
    }

    /// The rate of answers, by half seconds, smoothed.
    private mutating func measure(_ now: Double) {
        let interval = floor(now * 2) / 2
        answers += 1
        guard interval > lastInterval else { return }
        measured = answers / (interval - lastInterval) * Self.smoothing + measured * (1 - Self.smoothing)
        answers = 0
        lastInterval = interval
    }

    private mutating func set(_ rate: Double, _ now: Double) {
        refill(now)
        perSecond = max(rate, Self.slowest)
        capacity = max(rate, 1)
        tokens = min(tokens, capacity)
    }

    private mutating func refill(_ now: Double) {
        tokens = min(capacity, tokens + max(0, now - lastRefill) * perSecond)
        lastRefill = max(now, lastRefill)
    }
}
