import AWSOperations

/// Reads a listing as `ListingPlan` says: one request for one page, several at a time where there are more.
struct LongListing<Request: WindowedRequest> {
    typealias Row = Request.Response.Item

    let first: Request
    let rowLimit: Int
    /// How long a service may refuse for being asked too much, since it last sent a page, before the listing breaks off: the
    /// client has waited before each refusal, for as long as the service wanted.
    let patience: Duration
    let fetch: @Sendable (Request) async throws -> Request.Response

    init(
        _ first: Request, rowLimit: Int, patience: Duration = .seconds(60),
        fetch: @escaping @Sendable (Request) async throws -> Request.Response
    ) {
        self.first = first
        self.rowLimit = rowLimit
        self.patience = patience
        self.fetch = fetch
    }

    private struct Answer: Sendable {
        var id: Int
        var page: Result<Request.Response, AWSFailure>
    }

    /// Hands rows on as they come, newest first and each once; returns whether that were all. `leftOut` hears how many of
    /// a page cannot be read.
    ///
    /// Throws what the first request threw that cannot be repeated, after everything that arrived has been handed on.
    func read(leftOut: (Int) -> Void = { _ in }, _ take: ([Row]) -> Void) async throws -> Bool {
        var plan = ListingPlan<Row>(rowLimit: rowLimit, pageSize: first.maxResults ?? 100)
        return try await withThrowingTaskGroup(of: Answer.self) { group in
            defer { group.cancelAll() }
            var underWay: [Int: Task<Answer, Never>] = [:]
            var hasBegun = false
            var isCutShort = false
            var lastPage = ContinuousClock.now
            while true {
                for request in plan.requests() {
                    let page = request.request(from: first)
                    let asking = Task { [fetch] in
                        do {
                            return Answer(id: request.id, page: .success(try await fetch(page)))
                        } catch {
                            return Answer(id: request.id, page: .failure(AWSFailure(wrapping: error)))
                        }
                    }
                    underWay[request.id] = asking
                    group.addTask {
                        await withTaskCancellationHandler {
                            await asking.value
                        } onCancel: {
                            asking.cancel()
                        }
                    }
                }
                guard !plan.isFinished, let answer = try await group.next() else { break }
                // An answer to a request that was withdrawn says nothing: it is asked again.
                guard underWay.removeValue(forKey: answer.id) != nil else { continue }
                switch answer.page {
                case .success(var page):
                    lastPage = .now
                    page.countTwins()
                    if page.itemsLeftOut > 0 { leftOut(page.itemsLeftOut) }
                    if page.isCutShort { isCutShort = true }
                    plan.received(page.items, nextToken: page.nextPageToken, for: answer.id)
                case .failure(let failure):
                    try Task.checkCancellation()
                    let mayPass = failure.isThrottling && lastPage.duration(to: .now) < patience
                    guard plan.failed(answer.id, isThrottled: mayPass) else {
                        if hasBegun { take(plan.takeRest()) }
                        throw failure
                    }
                    if mayPass {
                        for asking in underWay.values { asking.cancel() }
                        underWay = [:]
                        plan.withdraw()
                    }
                }
                let rows = plan.takeRows()
                // The first page goes on even if it is empty: it says that there is an answer.
                if !rows.isEmpty || !hasBegun, case .success = answer.page {
                    take(rows)
                    hasBegun = true
                }
            }
            if let stall = plan.stall {
                take(plan.takeRest())
                throw AWSFailure.stalledListing(operation: Request.operation, stall: stall)
            }
            if plan.isRepeating || isCutShort { throw AWSFailure.repeatedPageToken(operation: Request.operation) }
            return plan.isComplete
        }
    }
}

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
    /// Every row that it was sent, whether it is the window's own or not.
    private var sent: Set<String> = []

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
    func request(id: Int) -> ListingRequest {
        ListingRequest(
            id: id, after: askedLower.map { $0.rounded(.down) - 1 }, before: upper.rounded(.up), token: chain.token)
    }

    /// How many of a page's rows no earlier page of the window had.
    mutating func countNew(_ page: [Row]) -> Int { page.count { sent.insert($0.identity).inserted } }

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

/// What a list learns while it loads.
public enum ListUpdate<Row: Sendable>: Sendable {
    /// Rows of the next page, newest first, without details.
    case page([Row])
    /// So many rows of a page cannot be read at all, and are in none.
    case leftOut(Int)
    /// One row with its details, or with the reason why they could not be read.
    case details(Row)
    /// Everything asked for has been read; false where the listing stopped at its limit.
    case finished(isComplete: Bool)
    /// The listing broke off: rows so far stay valid, have been described, and are not all.
    case failed(AWSFailure)
}

/// A list that is read in two stages: rows at once, their details after them.
struct StagedList<Row: Sendable>: Sendable {
    /// Descriptions in flight at a time.
    let concurrency: Int
    let isDescribed: @Sendable (Row) -> Bool
    /// Whether a row is described wherever it stands, as one that still changes.
    var isOpen: @Sendable (Row) -> Bool = { _ in false }
    let describe: @Sendable (Row) async -> Row

    /// Hands on pages as `listing` reports them, which returns whether that were all rows, then the details of the first
    /// `detailLimit` rows that lack them.
    ///
    /// Ends after `.finished` or `.failed`. Cancelled with its consumer.
    func updates(
        detailLimit: Int,
        listing: @escaping @Sendable (_ leftOut: (Int) -> Void, _ report: ([Row]) -> Void) async throws -> Bool
    ) -> AsyncStream<ListUpdate<Row>> {
        stream { yield in
            // The rest is the consumer's to keep: a listing may have thousands of rows.
            var first: [Row] = []
            var count = 0
            let end: ListUpdate<Row>
            do {
                let isComplete = try await listing({ yield(.leftOut($0)) }) { rows in
                    for row in rows {
                        if count < detailLimit || isOpen(row) { first.append(row) }
                        count += 1
                    }
                    yield(.page(rows))
                }
                end = .finished(isComplete: isComplete)
            } catch {
                end = .failed(AWSFailure(wrapping: error))
            }
            await fill(Array(first.filter { !isDescribed($0) }.prefix(detailLimit))) { yield(.details($0)) }
            yield(end)
        }
    }

    /// Reads the details of rows, a bounded number at a time, in no particular order.
    func details(of rows: [Row]) -> AsyncStream<Row> {
        stream { yield in await fill(rows, report: yield) }
    }

    private func fill(_ rows: [Row], report: @escaping @Sendable (Row) -> Void) async {
        await BoundedConcurrency.forEach(rows, limit: concurrency) { [describe] row in
            let filled = await describe(row)
            if !Task.isCancelled { report(filled) }
        }
    }

    private func stream<Element: Sendable>(
        _ work: @escaping @Sendable (_ yield: @escaping @Sendable (Element) -> Void) async -> Void
    ) -> AsyncStream<Element> {
        AsyncStream { continuation in
            let task = Task {
                await work { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
