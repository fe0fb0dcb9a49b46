import AWSClient
import AWSOperations
import BatchInference
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The machine's clock, put right by what AWS's services say of it: how long something has run, and whether it's time to
/// stop it, are told from their times.
struct SystemClock: BatchInference.Clock {
    private let correction = ClockCorrection()

    /// Takes what the client learned of the machine's clock.
    func take(_ event: ClientEvent) {
        switch event {
        case .clockCorrected(let seconds), .clockMeasured(let seconds): correction.seconds.withLock { $0 = seconds }
        default: break
        }
    }

    var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let seconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        return Timestamp(secondsSinceEpoch: seconds + correction.seconds.withLock { $0 })
    }

    /// Seconds since some moment, never set back.
    var uptime: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    func sleep(seconds: Double) async throws {
        guard seconds > 0 else { return try Task.checkCancellation() }
        // `Duration` traps on what it cannot hold; nobody waits for thirty years.
        try await Task.sleep(for: .seconds(min(seconds, 1e9)))
    }
}

/// What is added to a machine's clock.
private final class ClockCorrection: Sendable {
    let seconds = Mutex(0.0)
}
