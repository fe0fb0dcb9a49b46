import Glibc

/// Time and chance as the client sees them; tests hand in their own.
struct ClientClock: Sendable {
    /// Seconds since 1970.
    var now: @Sendable () -> Double
    /// Seconds since some moment, never set back.
    var uptime: @Sendable () -> Double
    /// Waits for seconds. Throws `CancellationError`.
    var sleep: @Sendable (Double) async throws -> Void
    /// From 0 up to 1.
    var random: @Sendable () -> Double

    static let system = ClientClock(
        now: { read(CLOCK_REALTIME) }, uptime: { read(CLOCK_MONOTONIC) },
        sleep: { try await Task.sleep(nanoseconds: UInt64(max(0, $0) * 1e9)) }, random: { .random(in: 0..<1) })

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
