import AWSOperations

/// Which pages of a long listing to ask for, several at a time, and in which order their rows go on: answers in,
/// requests and rows out.
///
/// The first page is asked for by itself. Where more follow, the second page and the oldest row are asked for together;
/// then windows of creation times are cut from the newest end down, each about two pages by the density seen so far.
/// A window that turns out dense is split; one that turns out thin makes the next ones wider. Rows go on newest first,
/// each once. Rows created meanwhile are newer than the first page and belong to the next listing. A service that does
/// not sort, or does not tell the oldest row, is read in sequence by its tokens.
struct ListingPlan<Row: CreatedRow>: Sendable {
    private enum Phase { case opening, scouting, inSequence, inWindows, finished }
    private enum Role {
        case chain, oldest
        case window(Int)
    }
    private enum Oldest {
        case unknown, untold
        case at(Double)
    }

    private let rowLimit: Int
    private let pageSize: Int
    private let widest: Int
    private var pagesLeft: Int

    private var phase = Phase.opening
    /// Whether everything that the listing holds has gone on.
    private(set) var isComplete = false
    /// Whether a page's token came a second time, so that rows after it are most likely missing.
    private(set) var isRepeating = false
    /// Whether pages still bring something: of all windows together, so that many can't wait for one another.
    private var progress = ListingProgress()
    /// Why the listing stopped although more was said to follow; nil where it did not.
    var stall: ListingStall? { progress.stall }
    private var width: Int
    private var setbacks = 0
    private var nextNumber = 0
    private var asked: [Int: (request: ListingRequest, role: Role, turn: Int)] = [:]
    private var turn = 0
    /// The turn in which fewer at a time were begun with: what was asked before says nothing about it.
    private var lastSetback = 0
    private var again: [(request: ListingRequest, role: Role)] = []

    private var ready: [Row] = []
    private var rowsReady = 0
    private var seen: Set<String> = []

    private var chain = TokenChain()
    private var isChainDue = true
    private var chainTimes: [Double] = []
    private var oldest = Oldest.unknown
    private var oldestChain = TokenChain()
    private var isOldestDue = false
    private var probes = 0

    /// Newest first; those that are read and have no unread one before them are gone.
    private var windows: [ListingWindow<Row>] = []
    /// What is older than every window; nil when the last window has been cut.
    private var tail: Double?
    /// Rows a second.
    private var density = 0.0

    init(rowLimit: Int, pageSize: Int, widest: Int = 16, pageLimit: Int = 1000) {
        self.rowLimit = rowLimit
        self.pageSize = pageSize
        self.widest = widest
        width = min(widest, 8)
        pagesLeft = pageLimit
    }

    var isFinished: Bool { phase == .finished }

    /// The requests to ask now, beside those under way.
    mutating func requests() -> [ListingRequest] {
        var requests: [ListingRequest] = []
        while !isFinished, asked.count < width, pagesLeft > 0, let (request, role) = nextRequest() {
            turn += 1
            asked[request.id] = (request, role, turn)
            pagesLeft -= 1
            requests.append(request)
        }
        if asked.isEmpty { finish(isComplete: false) }
        return requests
    }

    /// The rows that can go on, newest first.
    mutating func takeRows() -> [Row] {
        defer { ready = [] }
        return ready
    }

    mutating func received(_ rows: [Row], nextToken: String?, for id: Int) {
        guard let (_, role, _) = asked.removeValue(forKey: id), !isFinished else { return }
        setbacks = 0
        width = min(widest, width + 1)
        let fresh: Int
        switch role {
        case .chain: fresh = takeChain(rows, nextToken)
        case .oldest: return takeOldest(rows, nextToken)
        case .window(let serial): fresh = takeWindow(serial, rows, nextToken)
        }
        guard !isFinished, let nextToken, !nextToken.isEmpty else { return }
        progress.addPage(new: fresh, old: rows.count - fresh)
        if stall != nil { finish(isComplete: false) }
    }

    /// Takes a failure; false where the listing cannot go on.
    ///
    /// A throttled request is asked again, and from then on one at a time until the service answers: what is still under
    /// way beside it would most likely be refused, too (`withdraw`).
    mutating func failed(_ id: Int, isThrottled: Bool) -> Bool {
        guard let (request, role, askedIn) = asked.removeValue(forKey: id), !isFinished else { return true }
        if isThrottled, setbacks < Self.retryLimit {
            if askedIn > lastSetback {
                setbacks += 1
                width = 1
                lastSetback = turn
            }
            again.append((request, role))
            return true
        }
        guard case .oldest = role else { return false }
        oldest = .untold
        leaveScouting()
        return true
    }

    /// Refusals in a row after which the listing breaks off. The client has waited and tried again before each of them.
    private static var retryLimit: Int { 4 }

    /// Takes back the requests that are under way, to be asked again later under other numbers.
    mutating func withdraw() {
        for (request, role, _) in asked.values.sorted(by: { $0.turn < $1.turn }) {
            var request = request
            request.id = number()
            again.append((request, role))
        }
        asked = [:]
    }

    /// Hands on what has arrived behind a gap, for a listing that cannot go on.
    mutating func takeRest() -> [Row] {
        for window in windows { _ = hand(window.rows) }
        windows = []
        finish(isComplete: false)
        return takeRows()
    }

    private mutating func number() -> Int {
        nextNumber += 1
        return nextNumber
    }

    private mutating func nextRequest() -> (ListingRequest, Role)? {
        if !again.isEmpty { return again.removeFirst() }
        if isOldestDue {
            isOldestDue = false
            probes += 1
            return (ListingRequest(id: number(), isForOldest: true, token: oldestChain.token), .oldest)
        }
        if isChainDue {
            isChainDue = false
            return (ListingRequest(id: number(), token: chain.token), .chain)
        }
        guard phase == .inWindows else { return nil }
        if !windows.contains(where: \.isDue) { cutWindow() }
        guard let index = windows.firstIndex(where: \.isDue) else { return nil }
        // Newer windows may have enough already.
        guard windows[..<index].reduce(rowsReady, { $0 + $1.rows.count }) < rowLimit else { return nil }
        windows[index].isAsked = true
        return (windows[index].request(id: number()), .window(windows[index].serial))
    }

    private mutating func finish(isComplete: Bool) {
        guard !isFinished else { return }
        self.isComplete = isComplete
        phase = .finished
    }

    /// Hands rows on up to the limit; false where there were more.
    private mutating func hand(_ rows: [Row]) -> Bool {
        let fitting = rows.prefix(rowLimit - rowsReady)
        ready += fitting
        rowsReady += fitting.count
        return fitting.count == rows.count
    }

    // MARK: In sequence

    /// Returns how many rows are new.
    private mutating func takeChain(_ rows: [Row], _ nextToken: String?) -> Int {
        let fresh = rows.filter { seen.insert($0.identity).inserted }
        goOn(fresh, rows.map(\.createdAt.secondsSinceEpoch), nextToken)
        return fresh.count
    }

    private mutating func goOn(_ fresh: [Row], _ times: [Double], _ nextToken: String?) {
        let hadAll = hand(fresh)
        guard chain.advance(to: nextToken) else {
            isRepeating = chain.isRepeating
            return finish(isComplete: hadAll && !isRepeating)
        }
        guard rowsReady < rowLimit else { return finish(isComplete: false) }
        switch phase {
        case .opening:
            chainTimes += times
            isChainDue = true
            guard let newest = chainTimes.first, let last = chainTimes.last, newest > last else { return }
            phase = chainTimes.isDescending && chainTimes.allSatisfy(\.isFinite) ? .scouting : .inSequence
            isOldestDue = phase == .scouting
        case .scouting:
            chainTimes += times
            isChainDue = true
            leaveScouting()
        default: isChainDue = true
        }
    }

    private mutating func takeOldest(_ rows: [Row], _ nextToken: String?) {
        if let row = rows.first, row.createdAt.isKnown {
            oldest = .at(row.createdAt.secondsSinceEpoch)
        } else if probes < 8, oldestChain.advance(to: nextToken) {
            isOldestDue = true
        } else {
            oldest = .untold
        }
        leaveScouting()
    }

    /// Begins with windows as soon as the second page and the oldest row are there.
    private mutating func leaveScouting() {
        guard phase == .scouting, isChainDue, let newest = chainTimes.first, let last = chainTimes.last else { return }
        switch oldest {
        case .unknown: return
        case .at(let oldest) where oldest < last && chainTimes.isDescending && last.isFinite:
            phase = .inWindows
            isChainDue = false
            density = Double(chainTimes.count) / (newest - last)
            // Rows of the same moment may be on either side of the page's end.
            tail = last.nextUp
        default: phase = .inSequence
        }
        chainTimes = []
    }

    // MARK: In windows

    private var rowsOfAWindow: Double { Double(pageSize) * 1.8 }

    private mutating func cutWindow() {
        guard let upper = tail, case .at(let oldest) = oldest else { return }
        // What is under way may be enough to reach the limit.
        let expected = windows.reduce(rowsReady) { $0 + $1.rows.count + ($1.isRead ? 0 : pageSize) }
        guard expected < rowLimit || windows.isEmpty else { return }
        // Not so thin that a long quiet time costs hundreds of requests.
        let length = max(1, rowsOfAWindow / density, (upper - oldest) / 128)
        let lower = (upper - length).rounded(.down)
        tail = lower > oldest ? lower : nil
        windows.append(ListingWindow(serial: number(), upper: upper, lower: tail))
    }

    /// Returns how many rows the window has not had before; another one may.
    private mutating func takeWindow(_ serial: Int, _ rows: [Row], _ nextToken: String?) -> Int {
        guard let index = windows.firstIndex(where: { $0.serial == serial }), case .at(let oldest) = oldest else {
            return 0
        }
        let fresh = windows[index].countNew(rows)
        let found = windows[index].take(rows, nextToken: nextToken) { seen.insert($0.identity).inserted }
        if windows[index].isRepeating { isRepeating = true }
        if let found {
            density = (density + max(found, density / 4)) / 2
            var numbers = nextNumber
            let pieces = windows[index].split(density: found, rowsEach: rowsOfAWindow, oldest: oldest) {
                numbers += 1
                return numbers
            }
            nextNumber = numbers
            windows.insert(contentsOf: pieces, at: index + 1)
        }
        handWindows()
        return fresh
    }

    private mutating func handWindows() {
        while let window = windows.first {
            let hadAll = hand(window.rows)
            windows[0].rows = []
            if rowsReady >= rowLimit {
                let isLast = window.isRead && windows.count == 1 && tail == nil
                return finish(isComplete: hadAll && isLast)
            }
            guard window.isRead else { return }
            windows.removeFirst()
        }
        if tail == nil { finish(isComplete: !isRepeating) }
    }
}

/// A row that a listing can be cut by: who it is, and when it was created.
protocol CreatedRow: Sendable {
    /// What tells rows apart.
    var identity: String { get }
    /// `.unknown` where the answer does not tell.
    var createdAt: Timestamp { get }
}

/// A listing that can be asked for a window of creation times, newest or oldest first.
protocol WindowedRequest: PagedRequest where Response.Item: CreatedRow {
    var creationTimeAfter: Timestamp? { get set }
    var creationTimeBefore: Timestamp? { get set }
    var maxResults: Int? { get set }
    /// Sorts by creation time.
    mutating func sort(ascending: Bool)
}

/// One request of a listing that is read in several places at a time.
struct ListingRequest: Hashable, Sendable {
    var id: Int
    /// Seconds since 1970; whether a service counts the bound itself in makes no difference to the plan.
    var after: Double?
    var before: Double?
    /// Whether only the oldest row is wanted.
    var isForOldest = false
    var token: String?

    /// The request that asks it, made from the one that the listing began with.
    func request<Request: WindowedRequest>(from first: Request) -> Request {
        var request = first
        if let after { request.creationTimeAfter = Timestamp(secondsSinceEpoch: after) }
        if let before { request.creationTimeBefore = Timestamp(secondsSinceEpoch: before) }
        request.sort(ascending: isForOldest)
        if isForOldest { request.maxResults = 1 }
        request.pageToken = token
        return request
    }
}

extension AutoMLJobSummary: CreatedRow {
    var identity: String { ListedIdentity.of(arn: autoMLJobArn, name: autoMLJobName, creationTime) }
    var createdAt: Timestamp { creationTime }
}

extension TransformJobSummary: CreatedRow {
    var identity: String { ListedIdentity.of(arn: transformJobArn, name: transformJobName, creationTime) }
    var createdAt: Timestamp { creationTime }
}

extension ListAutoMLJobsRequest: WindowedRequest {
    mutating func sort(ascending: Bool) {
        sortBy = .creationTime
        sortOrder = ascending ? .ascending : .descending
    }
}

extension ListTransformJobsRequest: WindowedRequest {
    mutating func sort(ascending: Bool) {
        sortBy = .creationTime
        sortOrder = ascending ? .ascending : .descending
    }
}
