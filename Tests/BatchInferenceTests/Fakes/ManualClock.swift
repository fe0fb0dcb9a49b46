import AWSOperations
import BatchInference
import Synchronization

/// A clock that stands still until a sleep moves it: time in tests passes only where code waits for it.
final class ManualClock: BatchInference.Clock {
    private let state: Mutex<(now: Timestamp, sleeps: [Double])>

    init(now: Double = 1_800_000_000) {
        state = Mutex((Timestamp(secondsSinceEpoch: now), []))
    }

    var now: Timestamp { state.withLock { $0.now } }
    /// Every wait so far, in seconds.
    var sleeps: [Double] { state.withLock { $0.sleeps } }

    /// Lets time pass that nobody waited for.
    func pass(seconds: Double) { state.withLock { $0.now = $0.now.adding(seconds: seconds) } }

    func sleep(seconds: Double) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.now = $0.now.adding(seconds: seconds)
            $0.sleeps.append(seconds)
        }
        await Task.yield()
        try Task.checkCancellation()
    }
}
