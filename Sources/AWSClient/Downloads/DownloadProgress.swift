import Synchronization

/// Adds up what the parts of a download have written, and tells it not too often.
final class DownloadProgress: Sendable {
    private struct State {
        var done = 0
        var total = 0
        var lastTold = -1.0
    }

    private let state = Mutex(State())
    private let uptime: @Sendable () -> Double
    private let tell: @Sendable (Int, Int) -> Void

    init(uptime: @escaping @Sendable () -> Double, tell: @escaping @Sendable (Int, Int) -> Void) {
        self.uptime = uptime
        self.tell = tell
    }

    /// - Parameter done: Bytes that are there from before.
    func begin(total: Int, done: Int = 0) {
        state.withLock { state in
            state.total = total
            state.done = done
        }
    }

    func restart() { state.withLock { $0.done = 0 } }

    func add(_ count: Int) {
        let now = uptime()
        // Told under the lock, so that the numbers never go back.
        state.withLock { state in
            state.done += count
            guard now - state.lastTold >= 0.1 else { return }
            state.lastTold = now
            tell(state.done, max(state.done, state.total))
        }
    }

    /// Bytes so far.
    var done: Int { state.withLock { $0.done } }

    func finish() { state.withLock { tell($0.done, $0.done) } }
}
