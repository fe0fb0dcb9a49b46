import AWSOperations
import BatchInference

/// Says now and then that a watch waits, for what, and for how long at most.
struct WatchWaiting {
    let name: String
    let patience: WatchPatience
    private var toldAt: Timestamp?

    /// Seconds between two such lines.
    private static let pause = 300.0

    init(name: String, patience: WatchPatience) {
        self.name = name
        self.patience = patience
    }

    /// The line to print now; nil for none.
    mutating func take(_ snapshot: TransformSnapshot, now: Timestamp) -> String? {
        guard let failure = snapshot.stale.first(where: { $0.source == .description })?.failure else {
            toldAt = nil
            return nil
        }
        if let toldAt, now.seconds(since: toldAt) < Self.pause { return nil }
        toldAt = now
        if failure.concernsAccess {
            let limit = DisplayText.duration(seconds: patience.credentials)
            return "waiting up to \(limit) for new credentials: log in elsewhere; Ctrl-C only stops watching"
        }
        let limit = DisplayText.duration(seconds: patience.others)
        return "can't read \(name) now: retrying for up to \(limit); Ctrl-C only stops watching"
    }
}
