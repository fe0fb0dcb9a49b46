import AWSOperations
import BatchInference
import Console

/// How fresh what a screen shows is: live, loading, or stale since when.
public struct Freshness: Hashable, Sendable {
    var loadedAt: Timestamp?
    var isLoading: Bool
    var failure: LoadFailure?
    /// When the local copy was made that is shown while nothing has been loaded.
    var copiedAt: Timestamp?

    init(loadedAt: Timestamp?, isLoading: Bool, failure: LoadFailure?, copiedAt: Timestamp? = nil) {
        self.copiedAt = copiedAt
        self.loadedAt = loadedAt
        self.isLoading = isLoading
        self.failure = failure
    }

    /// Of one source of what a watch follows.
    init(_ snapshot: TransformSnapshot?, of source: WatchSource) {
        self.init(
            loadedAt: snapshot?.readAt, isLoading: snapshot == nil,
            failure: snapshot?.stale.first { $0.source == source }.map {
                LoadFailure(
                    problem: $0.failure.problem, remedy: $0.failure.remedy, at: snapshot!.readAt, nextTry: $0.nextTryAt)
            })
    }

    init<Value>(_ loadable: Loadable<Value>) {
        self.init(
            loadedAt: loadable.loadedAt, isLoading: loadable.isLoading, failure: loadable.failure,
            copiedAt: loadable.copiedAt)
    }

    /// Younger than this, what is shown counts as live, so that a quiet screen need not be drawn again.
    static let liveFor = 45.0

    /// It in a word or two, for the header.
    func label(now: Timestamp, glyphs: Glyphs) -> (text: String, role: StyleRole) {
        guard let loadedAt else {
            if let copiedAt {
                let age = DisplayText.age(seconds: max(now.seconds(since: copiedAt), 0))
                return ("\(failure == nil ? glyphs.pending : glyphs.warning) local copy, \(age) old", .stale)
            }
            return failure == nil
                ? ("\(glyphs.pending) loading", .statusPending) : ("\(glyphs.failed) no data", .statusFailed)
        }
        // A clock that was set back makes nothing newer than now.
        let age = max(now.seconds(since: loadedAt), 0)
        if failure != nil { return ("\(glyphs.warning) stale \(DisplayText.age(seconds: age))", .stale) }
        if age < Self.liveFor { return ("\(glyphs.live) live", .live) }
        return ("\(glyphs.live) \(DisplayText.age(seconds: age)) ago", .headerContext)
    }

    /// The seconds until the label changes by itself.
    func nextChange(now: Timestamp) -> Double? {
        // The moment of the next try is counted down.
        if let nextTry = failure?.nextTry, nextTry > now { return 1 }
        guard let shownAt = loadedAt ?? copiedAt else { return nil }
        let age = max(now.seconds(since: shownAt), 0)
        if failure == nil, loadedAt != nil, age < Self.liveFor { return Self.liveFor - age }
        // Ages are shown in seconds up to a minute, then in minutes.
        return age < 60 ? 5 : 60 - age.truncatingRemainder(dividingBy: 60)
    }
}
