import AWSOperations

/// Follows one transform until it has ended: status, outputs, log and load, each at its own adaptive pace.
public struct TransformWatcher: Sendable {
    public typealias Services = ObjectStorage & TransformJobs & TransformLogs & TransformMetrics

    let services: any Services
    let clock: any Clock
    let pace: WatchPace
    let logCapacity: Int
    let patience: WatchPatience?

    /// - Parameter patience: How long the transform may be unreadable before the watch ends; nil for as long as somebody
    ///   listens.
    public init(
        services: any Services, clock: any Clock, pace: WatchPace = .aws, logCapacity: Int = 2000,
        patience: WatchPatience? = nil
    ) {
        self.services = services
        self.clock = clock
        self.pace = pace
        self.logCapacity = logCapacity
        self.patience = patience
    }

    /// A snapshot after each round of reading; the last one has `isFinal`, or `gaveUp`.
    ///
    /// What cannot be read is reported in `stale`, keeps its last value and is tried again more slowly, until it works
    /// again. Only the newest snapshot waits for a slow consumer. Cancelled with its consumer.
    public func snapshots(of name: String) -> AsyncStream<TransformSnapshot> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let task = Task {
                var round = WatchRound(name: name, watcher: self)
                await round.run { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
