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
        sleep: { try await Task.sleep(nanoseconds: nanoseconds($0)) }, random: { .random(in: 0..<1) })

    /// Whole nanoseconds, from none to thirty years: what isn't a number, or too large for one, does not trap.
    static func nanoseconds(_ seconds: Double) -> UInt64 {
        seconds > 0 ? UInt64(min(seconds, 1e9) * 1e9) : 0
    }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
