import AWSOperations
import BatchInference

/// Which ends of transforms are news: each once, whoever saw it first.
struct Announcer: Sendable {
    private let beganAt: Timestamp
    /// What ran when it was last seen.
    private(set) var open: [FleetRow.ID: (overview: TransformOverview, place: FleetPlace)] = [:]
    /// What had ended when it was last seen: never news again.
    private var ended: Set<FleetRow.ID> = []

    init(beganAt: Timestamp) { self.beganAt = beganAt }

    /// Takes what was read of a transform, from whichever source; returns its end where that is news.
    ///
    /// What had ended before the program began is none, unless it was created since, by whichever clock.
    mutating func see(_ overview: TransformOverview, at place: FleetPlace) -> TransformEnd? {
        guard overview.isNamed, !overview.hasUnreadStatus else { return nil }
        let end = TransformEnd(overview: overview, place: place)
        guard !ended.contains(end.id) else { return nil }
        guard overview.isEnded else {
            open[end.id] = (overview, place)
            return nil
        }
        ended.insert(end.id)
        let wasOpen = open.removeValue(forKey: end.id) != nil
        let isRecent =
            overview.createdAt.isKnown && overview.createdAt > beganAt
            || overview.endedAt.map { $0.isKnown && $0 > beganAt } ?? false
        return wasOpen || isRecent ? end : nil
    }

    /// Takes word that a transform is known no longer.
    mutating func lose(_ overview: TransformOverview, at place: FleetPlace) -> TransformEnd? {
        let end = TransformEnd(overview: overview, place: place, isLost: true)
        guard ended.insert(end.id).inserted else { return nil }
        return open.removeValue(forKey: end.id) == nil ? nil : end
    }
}
