import AWSOperations
import BatchInference

/// The rows of a listing under way, which take the place of the older ones once it has ended, and how the newest one ended.
struct ArrivingRows<Row: Identifiable & Sendable>: Sendable {
    private(set) var rows: [Row] = []
    /// Whether the newest listing that ended had all rows.
    private(set) var isComplete = true
    /// Whether it broke off before its end.
    private(set) var isBrokenOff = false
    /// Rows that can't be read at all: of that listing, and of the one under way.
    private var unreadable = (shown: 0, arriving: 0)

    mutating func begin() {
        rows = []
        unreadable.arriving = 0
    }

    mutating func append(_ page: [Row]) { rows += page }

    mutating func leaveOut(_ count: Int) { unreadable.arriving += count }

    /// Takes what was read of one row since it came.
    mutating func amend(_ row: Row) {
        if let index = rows.firstIndex(where: { $0.id == row.id }) { rows[index] = row }
    }

    /// Ends the listing; hands its rows over, since thousands of them are the most that this program holds.
    mutating func end(isComplete: Bool) -> [Row] {
        self.isComplete = isComplete
        isBrokenOff = false
        return handOver()
    }

    /// Ends a listing that broke off; hands over what came before, nil where nothing did.
    mutating func breakOff() -> [Row]? {
        guard !rows.isEmpty else { return nil }
        isComplete = false
        isBrokenOff = true
        return handOver()
    }

    private mutating func handOver() -> [Row] {
        unreadable.shown = unreadable.arriving
        let rows = rows
        self.rows = []
        return rows
    }

    /// How the count of rows in the status line goes on where they aren't all there are.
    var extent: String { isComplete ? "" : isBrokenOff ? ", incomplete" : ", and more" }
    var unreadableText: String { unreadable.shown == 0 ? "" : ", \(DisplayText.count(unreadable.shown)) unreadable" }
}

extension LoadFailure {
    /// What a list lacks whose listing broke off.
    ///
    /// - Parameter came: How many rows came before, as `3 jobs`.
    static func brokenOff(
        after came: String, _ failure: AWSFailure, at now: Timestamp, retryIn seconds: Double? = nil
    ) -> LoadFailure {
        let shortfall = Shortfall("the list is incomplete: it broke off after \(came)", failure: failure)
        return LoadFailure(shortfall, at: now, retryIn: seconds)
    }
}
