import AWSOperations

/// Tells the time and waits; tests hand in one that they move.
public protocol Clock: Sendable {
    var now: Timestamp { get }
    /// Returns after the seconds, or throws `CancellationError`.
    func sleep(seconds: Double) async throws
}
