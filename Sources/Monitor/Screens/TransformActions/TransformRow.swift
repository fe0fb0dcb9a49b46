import BatchInference

/// A transform in the list: what the service says of it, and how many outputs were counted.
struct TransformRow: Hashable, Sendable, Identifiable {
    private(set) var overview: TransformOverview
    /// Counted only for transforms that were looked at; a listing of both prefixes each.
    var outputs: OutputProgress?

    init(_ overview: TransformOverview) {
        self.overview = overview
    }

    var id: String { overview.id }

    /// The status as a word: a job in progress is provisioning or running once that is known.
    var status: StatusWord {
        switch overview.phase {
        case .provisioning: StatusWord(\.pending, "provisioning", .statusPending)
        case .running: StatusWord(\.running, "running", .statusRunning)
        case .stopping: StatusWord(\.stopping, "Stopping", .statusStopped)
        case .ended, nil: StatusWord(jobStatus: overview.status.rawValue)
        }
    }

    /// Takes what was read of the transform, from whichever source: an end is never taken back by an older word, and a
    /// bare row of the listing takes no details away that still hold.
    mutating func take(_ newer: TransformOverview) {
        if overview.isEnded, !newer.isEnded { return }
        if overview.isDescribed, !newer.isDescribed, overview.status == newer.status { return }
        overview = newer
    }
}
