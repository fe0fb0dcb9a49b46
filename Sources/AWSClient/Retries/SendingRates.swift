import AWSOperations
import Synchronization

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
