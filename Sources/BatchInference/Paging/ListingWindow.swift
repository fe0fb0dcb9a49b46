import AWSOperations

/// A stretch of creation times, its upper end left out, and what has been read of it.
struct ListingWindow<Row: CreatedRow>: Sendable {
    let serial: Int
    let upper: Double
    /// Nil for the window that holds everything older.
    private(set) var lower: Double?
    /// The lower end that the first page was asked with: a token holds for the same bounds alone.
    private let askedLower: Double?
    /// The rows read and not yet handed on, newest first.
    var rows: [Row] = []
    private(set) var isRead = false
    /// Whether its next page has been asked for.
    var isAsked = false
    private var chain = TokenChain()
    /// Whether its last page's token had been given before, so that its older rows are most likely missing.
    var isRepeating: Bool { chain.isRepeating }
    /// Everything newer has been read.
    private var reached: Double

    init(serial: Int, upper: Double, lower: Double?) {
        self.serial = serial
        self.upper = upper
        self.lower = lower
        askedLower = lower
        reached = upper
    }

    /// Whether its next page can be asked for.
    var isDue: Bool { !isRead && !isAsked }

    /// The window's next page.
    ///
    /// The bounds are whole seconds, which every service can compare, and one more at the lower end, so that nothing
    /// is lost whether or not it counts the bound in; what comes too much is left out by `take`.
    func question(id: Int) -> ListingQuestion {
        ListingQuestion(
            id: id, after: askedLower.map { $0.rounded(.down) - 1 }, before: upper.rounded(.up), token: chain.token)
    }

    /// Takes a page's rows that belong to the window, and returns how many a second there were; nil where it says
    /// nothing about that.
    mutating func take(_ page: [Row], nextToken: String?, isNew: (Row) -> Bool) -> Double? {
        isAsked = false
        let times = page.map(\.createdAt.secondsSinceEpoch).filter(\.isFinite)
        // A row without a time belongs to the window that it came in.
        let own = page.filter {
            let time = $0.createdAt.secondsSinceEpoch
            return time < upper && time >= lower ?? -.infinity || !$0.createdAt.isKnown
        }
        rows += own.filter(isNew)
        let isPast = times.isDescending && (times.last ?? .infinity) < lower ?? -.infinity
        isRead = !chain.advance(to: nextToken) || isPast
        let begun = reached
        if isRead { reached = lower ?? times.last ?? reached } else { reached = min(reached, times.last ?? reached) }
        guard begun > reached else { return nil }
        return Double(own.count) / (begun - reached)
    }

    /// Keeps the newest part of what is left to read and returns the others, newest first; none where it is not worth
    /// it.
    ///
    /// - Parameter oldest: Where the rows are thought to end, for a window without a lower end.
    mutating func split(
        density: Double, rowsEach: Double, oldest: Double, makeSerial: () -> Int
    ) -> [ListingWindow] {
        let end = lower ?? oldest
        let left = reached - end
        let pieces = min(8, Int(min(8, density * left / rowsEach).rounded(.up)))
        guard !isRead, pieces >= 2, left >= Double(2 * pieces) else { return [] }
        let cuts = (1..<pieces).map { (reached - left * Double($0) / Double(pieces)).rounded(.down) }
        let bottom = lower
        lower = cuts[0]
        return cuts.indices.map { index in
            ListingWindow(
                serial: makeSerial(), upper: cuts[index], lower: index + 1 < cuts.count ? cuts[index + 1] : bottom)
        }
    }
}

extension [Double] {
    /// Whether no value is greater than the one before it.
    var isDescending: Bool { zip(self, dropFirst()).allSatisfy { $0 >= $1 } }
}
