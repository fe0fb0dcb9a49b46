import AWSOperations

/// What to ask of one account to know its running transforms, as a value that is told each answer.
///
/// A refresh lists those in progress, and those stopping while any are. A transform is described when it appears, again
/// until it has started, and once more when it has left the lists; in between nothing but the lists can change. Every
/// `FleetPace.sweep`, after a trouble and where the last has left the lists, what was created meanwhile is listed whatever its
/// status, so that nothing passes unseen. Where nothing runs, that alone is listed: what runs now was created since, and
/// what began and ended between two refreshes a minute apart is there as well.
struct FleetAccount: Sendable {
    enum Kind: Hashable, Sendable {
        case list(ListTransformJobsRequest)
        case describe(name: String)
    }

    struct Question: Hashable, Sendable {
        var id: Int
        var kind: Kind
    }

    private enum Purpose: Hashable, Sendable {
        case status
        case recent
        /// The one of that id, where descriptions are denied.
        case find(String)
    }

    private struct Listing: Sendable {
        var purpose: Purpose
        var cursor: PageCursor<ListTransformJobsRequest>
        var pages = 0

        /// Whether the refresh waits for it.
        var isOfRefresh: Bool { if case .find = purpose { false } else { true } }
    }

    private struct Entry: Sendable {
        var row: FleetRow
        var description: DescribeTransformJobResponse?
        var describeAt: Timestamp
        var failures = 0
        var isAsked = false
        /// How often in a row a description called it running that the lists don't have.
        var misses = 0
    }

    let member: FleetMember
    private(set) var place: FleetPlace
    private let pace: FleetPace
    /// What had ended before is no news.
    private var beganAt: Timestamp
    private var entries: [String: Entry] = [:]
    /// Those that ended so long ago that they aren't shown any more, and the order in which the others ended.
    private var settled: Set<String> = []
    private var ended: [String] = []
    private var events: [FleetEvent] = []

    private var asked: [Int: Listing] = [:]
    private var describing: [Int: String] = [:]
    private var nextID = 0

    private var isRefreshing = false
    private var waiting: [Listing] = []
    private var seen: Set<String> = []
    private var knownBefore: Set<String> = []
    private var unreadable = (shown: 0, arriving: 0)
    private var refreshAt: Timestamp
    private var readAt: Timestamp?
    private var sweptAt: Timestamp?
    /// When those in progress were last listed as such.
    private var statusAt: Timestamp?
    private var sweepBegan: Timestamp?
    private var failure: AWSFailure?
    private var failures = 0
    private var failingSince: Timestamp?
    /// Why descriptions wait, and until when.
    private var descriptionFailure: AWSFailure?
    private var descriptionFailures = 0
    private var descriptionsFailSince: Timestamp?
    /// Whether that trouble has been told: not while the lists have one of their own.
    private var toldDescriptions = false
    private var describeNotBefore: Timestamp
    /// Requests of the lists of the last whole refresh, and of the one under way.
    private(set) var listRequests = 1
    private var listRequestsArriving = 0

    /// Seconds by which two looks overlap: the two clocks may differ, and a list may lag behind.
    private static let lag = 60.0
    /// A listing that goes on for longer is broken off: ten thousand transforms.
    private static let pageLimit = 100
    /// Ended ones that are kept to be shown.
    private let keptEnded: Int

    /// - Parameter since: When somebody last looked at it: what was created later is news, whatever its status.
    init(_ member: FleetMember, pace: FleetPace, now: Timestamp, since: Timestamp? = nil, keptEnded: Int = 200) {
        self.keptEnded = keptEnded
        self.member = member
        self.pace = pace
        place = FleetPlace(profile: member.profile, region: member.region)
        beganAt = since.map { min($0.adding(seconds: -Self.lag), now) } ?? now
        sweptAt = since.map { min($0, now) }
        refreshAt = now
        describeNotBefore = now
    }

    // MARK: What to ask

    /// What can be asked at a moment, beside what is under way.
    mutating func questions(at now: Timestamp) -> [Question] {
        if !isRefreshing, refreshAt <= now { beginRefresh(at: now) }
        var questions: [Question] = []
        for listing in waiting {
            guard let request = listing.cursor.next else { continue }
            asked[nextID] = listing
            questions.append(question(.list(request)))
        }
        waiting = []
        guard describing.count < pace.concurrency else { return questions }
        for id in dueDescriptions(at: now).prefix(pace.concurrency - describing.count) {
            guard var entry = entries[id] else { continue }
            entry.isAsked = true
            entries[id] = entry
            describing[nextID] = id
            if isDescribingDenied, entry.row.presence == .left {
                let request = ListTransformJobsRequest(
                    nameContains: entry.row.overview.name, sortBy: .creationTime, sortOrder: .descending,
                    maxResults: 100)
                asked[nextID] = Listing(purpose: .find(id), cursor: PageCursor(first: request))
                questions.append(question(.list(request)))
            } else {
                questions.append(question(.describe(name: entry.row.overview.name)))
            }
        }
        return questions
    }

    private mutating func question(_ kind: Kind) -> Question {
        defer { nextID += 1 }
        return Question(id: nextID, kind: kind)
    }

    private func listing(
        _ purpose: Purpose, _ status: TransformJobStatus? = nil, after: Timestamp? = nil,
        modifiedAfter: Timestamp? = nil
    ) -> Listing {
        Listing(
            purpose: purpose,
            cursor: PageCursor(
                first: ListTransformJobsRequest(
                    creationTimeAfter: after, lastModifiedTimeAfter: modifiedAfter, statusEquals: status,
                    sortBy: .creationTime, sortOrder: .descending,
                    maxResults: 100)))
    }

    private mutating func beginRefresh(at now: Timestamp) {
        isRefreshing = true
        seen = []
        knownBefore = Set(entries.filter { $0.value.row.isOpen }.keys)
        unreadable.arriving = 0
        let isIdle = readAt != nil && failure == nil && knownBefore.isEmpty && unreadable.shown == 0
        if isIdle, let sweptAt, let statusAt, now.seconds(since: statusAt) < pace.sweep {
            waiting = [sweep(since: sweptAt, at: now)]
            return
        }
        statusAt = now
        waiting = [listing(.status, .inProgress)]
        let stops = entries.values.contains { $0.row.isOpen && $0.row.overview.status == .stopping }
        if readAt == nil || stops { waiting.append(listing(.status, .stopping)) }
        // What ran while the first looks failed may have ended by now, however long ago it was created.
        if readAt == nil, failure != nil {
            waiting.append(listing(.recent, modifiedAfter: beganAt.adding(seconds: -Self.lag)))
        }
        if let sweptAt, readAt == nil || isIdle || now.seconds(since: sweptAt) >= pace.sweep {
            waiting.append(sweep(since: sweptAt, at: now))
        } else if sweptAt == nil {
            sweptAt = now
        }
    }

    private mutating func sweep(since sweptAt: Timestamp, at now: Timestamp) -> Listing {
        sweepBegan = now
        return listing(.recent, after: sweptAt.adding(seconds: -Self.lag))
    }

    /// One more list before a refresh ends, of whatever was created meanwhile, where a transform may have begun and ended
    /// unseen: while lists failed, or beside the last that ran, after which whoever follows may not look again.
    private mutating func lastLook(at now: Timestamp) -> Listing? {
        guard sweepBegan == nil, let sweptAt else { return nil }
        guard failure != nil || !knownBefore.isEmpty && seen.isEmpty else { return nil }
        return sweep(since: sweptAt, at: now)
    }

    /// Those to describe now: what has left first, then what is new, then what may have started.
    private func dueDescriptions(at now: Timestamp) -> [String] {
        guard describeNotBefore <= now, describing.count < pace.concurrency else { return [] }
        let probe = probe
        return entries.filter { needsDescription($0.value, probe: probe) && $0.value.describeAt <= now }
            .map { (id: $0.key, rank: rank($0.value), at: $0.value.describeAt) }
            .sorted { ($0.rank, $0.at, $0.id) < ($1.rank, $1.at, $1.id) }.map(\.id)
    }

    private func rank(_ entry: Entry) -> Int {
        entry.row.presence == .left ? 0 : entry.row.overview.isDescribed ? 2 : 1
    }

    /// - Parameter probe: The only one to describe while that is denied.
    private func needsDescription(_ entry: Entry, probe: String?) -> Bool {
        guard entry.row.isOpen, !entry.isAsked, entry.row.overview.isNamed else { return false }
        if entry.row.presence == .left { return true }
        if let probe, probe != entry.row.overview.id { return false }
        return !entry.row.overview.isDescribed
            || entry.row.overview.status == .inProgress && entry.row.overview.startedAt == nil
    }

    /// The one by which a denial of descriptions is tried again; nil where they aren't denied.
    private var probe: String? {
        guard isDescribingDenied else { return nil }
        return entries.values.filter(\.row.isOpen).map(\.row.overview.id).min() ?? ""
    }

    private var isDescribingDenied: Bool { descriptionFailure?.deniedAction != nil }

    /// The next moment at which something can be asked; nil where everything waits for answers.
    func nextDue(at now: Timestamp) -> Timestamp? {
        var due: [Timestamp] = isRefreshing ? [] : [refreshAt]
        if describing.count < pace.concurrency {
            let probe = probe
            let next = entries.values.filter { needsDescription($0, probe: probe) }.map(\.describeAt).min()
            if let next { due.append(max(next, describeNotBefore)) }
        }
        return due.min()
    }

    /// Asks again at once, whatever failed before.
    mutating func refresh(at now: Timestamp) {
        refreshAt = now
        describeNotBefore = now
        for (id, entry) in entries where entry.describeAt > now { entries[id]?.describeAt = now }
    }

    /// Takes transforms that were running before, which isn't news.
    mutating func expect(_ transforms: [TransformOverview], at now: Timestamp) {
        for overview in transforms where overview.isNamed && !overview.isEnded && entries[overview.id] == nil {
            let row = FleetRow(member: member, place: place, overview: overview, readAt: now)
            entries[overview.id] = Entry(row: row, describeAt: now)
        }
    }

    // MARK: Answers

    /// Takes where the member leads to, once that is known.
    mutating func connected(to place: FleetPlace) {
        self.place = FleetPlace(
            profile: place.profile ?? self.place.profile, region: place.region ?? self.place.region,
            account: place.account ?? self.place.account, endpoint: place.endpoint)
    }

    mutating func received(_ page: ListTransformJobsResponse, for id: Int, at now: Timestamp) {
        guard var listing = asked.removeValue(forKey: id) else { return }
        if case .find(let wanted) = listing.purpose { return found(wanted, in: page, for: id, at: now) }
        listing.pages += 1
        listRequestsArriving += 1
        let isCutShort = page.isCutShort
        let new = listing.cursor.received(page)
        unreadable.arriving += new.itemsLeftOut
        for summary in new.transformJobSummaries { take(summary, as: listing.purpose, at: now) }
        if let failure = isCutShort
            ? AWSFailure.repeatedPageToken(operation: ListTransformJobsRequest.operation) : listing.cursor.failure
        {
            return listingFailed(failure, at: now)
        }
        if listing.cursor.next != nil {
            guard listing.pages < Self.pageLimit else {
                return listingFailed(
                    .endlessListing(operation: ListTransformJobsRequest.operation, pages: listing.pages), at: now)
            }
            waiting.append(listing)
        } else if isRefreshing, waiting.isEmpty, !asked.values.contains(where: \.isOfRefresh) {
            if let more = lastLook(at: now) { waiting = [more] } else { endRefresh(at: now) }
        }
    }

    private mutating func take(_ summary: TransformJobSummary, as purpose: Purpose, at now: Timestamp) {
        let overview = TransformOverview(summary)
        guard overview.isNamed else {
            unreadable.arriving += 1
            return
        }
        learnAccount(from: overview.arn)
        let id = overview.id
        guard !settled.contains(id) else { return }
        if var entry = entries[id] {
            guard entry.row.isOpen else { return }
            if overview.isEnded {
                // The list of everything may tell an end before the other lists do.
                entry.row.presence = .left
                entry.describeAt = min(entry.describeAt, now)
            } else {
                seen.insert(id)
                entry.row.presence = .listed
                entry.row.readAt = now
                entry.misses = 0
                let before = entry.row.overview.phase
                // An end is never taken back, and stopping doesn't become running again.
                if entry.row.overview.status != .stopping { entry.row.overview.status = overview.status }
                if entry.row.overview.phase != before, before != nil { events.append(.phase(entry.row)) }
            }
            entries[id] = entry
            return
        }
        var row = FleetRow(member: member, place: place, overview: overview, readAt: now)
        if overview.isEnded {
            // What had ended before anybody looked isn't news.
            let endedSince = overview.endedAt.map { $0 > beganAt } ?? false
            guard endedSince || overview.createdAt.isKnown && overview.createdAt > beganAt else { return }
            row.presence = .left
        } else {
            seen.insert(id)
        }
        entries[id] = Entry(row: row, describeAt: now)
        events.append(.began(row))
    }

    private mutating func learnAccount(from arn: String) {
        guard place.account == nil || place.region == nil, let scope = AccountScope(arn: arn) else { return }
        place.account = place.account ?? scope.account
        place.region = place.region ?? scope.region
    }

    private mutating func endRefresh(at now: Timestamp) {
        for id in knownBefore.subtracting(seen) {
            guard var entry = entries[id], entry.row.presence == .listed else { continue }
            entry.row.presence = .left
            if entry.misses == 0 { entry.describeAt = min(entry.describeAt, now) }
            entries[id] = entry
        }
        if readAt == nil {
            // The first answers may have put a clock right that was ahead: what began since is news all the same.
            beganAt = min(beganAt, now)
            sweptAt = sweptAt.map { min($0, now) }
        }
        if let sweepBegan { sweptAt = sweepBegan }
        sweepBegan = nil
        unreadable.shown = unreadable.arriving
        listRequests = max(1, listRequestsArriving)
        listRequestsArriving = 0
        isRefreshing = false
        readAt = now
        let since = failingSince
        let hadFailed = failure != nil
        failure = nil
        failures = 0
        failingSince = nil
        refreshAt = now.adding(seconds: hasOpenRows ? pace.running : pace.idle)
        forgetDescriptionFailure()
        if hadFailed, let since { events.append(.recovered(state, since: since)) }
        if descriptionFailure != nil, !toldDescriptions { tellDescriptions() }
    }

    /// Where nothing is left to be described, that it can't be is no trouble any more.
    private mutating func forgetDescriptionFailure() {
        guard descriptionFailure != nil, !hasOpenRows else { return }
        descriptionFailure = nil
        descriptionFailures = 0
        descriptionsFailSince = nil
        toldDescriptions = false
    }

    private mutating func tellDescriptions() {
        toldDescriptions = true
        events.append(.trouble(state))
    }

    private var hasOpenRows: Bool { entries.values.contains { $0.row.isOpen } }

    mutating func failed(_ failure: AWSFailure, for id: Int, at now: Timestamp) {
        if let transform = describing.removeValue(forKey: id) {
            let isSearch = asked.removeValue(forKey: id) != nil
            return descriptionFailed(failure, of: transform, isSearch: isSearch, at: now)
        }
        guard asked.removeValue(forKey: id) != nil else { return }
        listingFailed(failure, at: now)
    }

    /// Ends the refresh: what came stays, and what did not come proves nothing.
    private mutating func listingFailed(_ failure: AWSFailure, at now: Timestamp) {
        guard isRefreshing else { return }
        isRefreshing = false
        // What didn't come is asked for again, however little runs.
        statusAt = nil
        waiting = []
        asked = asked.filter { !$0.value.isOfRefresh }
        sweepBegan = nil
        listRequestsArriving = 0
        let isNew = self.failure == nil
        self.failure = failure
        failures += 1
        failingSince = failingSince ?? now
        refreshAt = now.adding(seconds: backOff(after: failure, failures))
        if isNew { events.append(.trouble(state)) }
    }

    private func backOff(after failure: AWSFailure, _ failures: Int) -> Double {
        let longest = failure.deniedAction != nil ? pace.denied : pace.longestBackOff
        var wait = failure.isThrottling || failure.concernsAccess ? pace.running * 2 : pace.running
        for _ in 1..<max(1, min(failures, 16)) { wait = min(longest, wait * 2) }
        return min(longest, wait)
    }

    mutating func received(_ description: DescribeTransformJobResponse, for id: Int, at now: Timestamp) {
        guard let transform = describing.removeValue(forKey: id), var entry = entries[transform] else { return }
        entry.isAsked = false
        entry.failures = 0
        entry.row.failure = nil
        describingWorks()
        guard entry.row.isOpen else { return }
        learnAccount(from: description.transformJobArn)
        let before = entry.row.overview
        entry.description = description
        entry.row.overview = TransformOverview(description).identified(by: before)
        entry.row.readAt = now
        if entry.row.overview.isEnded {
            end(&entry)
        } else {
            if entry.row.presence == .left { entry.misses += 1 }
            entry.row.presence = .listed
            if let phase = entry.row.overview.phase, phase != before.phase { events.append(.phase(entry.row)) }
            let age = entry.row.overview.age(at: now) ?? 0
            let missing = pace.running * Double(min(entry.misses, 8))
            entry.describeAt = now.adding(seconds: max(pace.running, missing, min(pace.running * 4, age / 10)))
        }
        entries[transform] = entry
    }

    private mutating func describingWorks() {
        guard descriptionFailure != nil else { return }
        descriptionFailure = nil
        descriptionFailures = 0
        if failure == nil, toldDescriptions, let descriptionsFailSince {
            events.append(.recovered(state, since: descriptionsFailSince))
        }
        descriptionsFailSince = nil
        toldDescriptions = false
        for (id, entry) in entries where entry.row.failure != nil && entry.row.isOpen {
            entries[id]?.describeAt = describeNotBefore
        }
    }

    private mutating func end(_ entry: inout Entry) {
        entry.row.presence = .ended
        // An older one doesn't tell the end.
        events.append(.ended(entry.row, entry.description.flatMap { $0.transformJobStatus.isEnd ? $0 : nil }))
        entry.description = nil
        ended.append(entry.row.overview.id)
    }

    /// Forgets what ended long ago, but that it did.
    private mutating func forgetOld() {
        while ended.count > keptEnded {
            let id = ended.removeFirst()
            entries[id] = nil
            settled.insert(id)
        }
    }

    /// - Parameter isSearch: Whether it was looked for in a list, in place of a description.
    private mutating func descriptionFailed(
        _ failure: AWSFailure, of transform: String, isSearch: Bool, at now: Timestamp
    ) {
        guard var entry = entries[transform] else { return }
        entry.isAsked = false
        if failure.isNotFound {
            entry.row.presence = .gone
            entry.row.failure = failure
            entry.description = nil
            entries[transform] = entry
            ended.append(transform)
            events.append(.lost(entry.row))
            return
        }
        entry.row.failure = failure
        let isSetback = !isSearch && (failure.isThrottling || failure.concernsAccess || failure.concernsSetup)
        if isSetback {
            // It says nothing of this transform: none is described for a while.
            let isFirst = descriptionFailure == nil
            descriptionFailure = failure
            descriptionsFailSince = descriptionsFailSince ?? now
            if isFirst, self.failure == nil { tellDescriptions() }
            if failure.deniedAction != nil {
                // Another way is open to how one ended; the others wait.
                let wait = entry.row.presence == .left ? 0 : pace.denied
                entry.describeAt = now.adding(seconds: wait)
            } else {
                // Answers to what was asked before are one setback together.
                if describeNotBefore <= now { descriptionFailures += 1 }
                let wait = backOff(after: failure, descriptionFailures)
                describeNotBefore = max(describeNotBefore, now.adding(seconds: wait))
                entry.describeAt = describeNotBefore
            }
        } else {
            entry.failures += 1
            entry.describeAt = now.adding(seconds: backOff(after: failure, entry.failures))
        }
        entries[transform] = entry
    }

    /// Takes the list of those whose names contain one's, in place of a description that is denied.
    private mutating func found(
        _ transform: String, in page: ListTransformJobsResponse, for id: Int, at now: Timestamp
    ) {
        describing[id] = nil
        guard var entry = entries[transform], entry.row.isOpen else { return }
        entry.isAsked = false
        let summary = page.transformJobSummaries.first { $0.transformJobName == entry.row.overview.name }
        if let summary {
            let overview = TransformOverview(summary)
            entry.row.readAt = now
            entry.row.overview.status = overview.status
            entry.row.overview.endedAt = overview.endedAt
            entry.row.overview.failureReason = overview.failureReason
            if entry.row.overview.isEnded { end(&entry) } else { entry.row.presence = .listed }
            entry.describeAt = now.adding(seconds: pace.running)
        } else {
            entry.failures += 1
            entry.describeAt = now.adding(seconds: backOff(after: .cancelled, entry.failures))
        }
        entries[transform] = entry
    }

    // MARK: Outputs

    /// Those whose outputs can be counted, with when they last were.
    var countable: [(id: FleetRow.ID, description: DescribeTransformJobResponse, readAt: Timestamp?)] {
        entries.values.compactMap { entry in
            guard entry.row.presence == .listed, entry.row.overview.phase == .running,
                let description = entry.description
            else { return nil }
            let id = FleetRow.ID(endpoint: place.endpoint, transform: entry.row.overview.id)
            return (id, description, entry.row.evidence?.readAt)
        }
    }

    mutating func counted(
        _ outputs: Result<OutputProgress, AWSFailure>, of id: FleetRow.ID, at now: Timestamp
    ) {
        guard var entry = entries[id.transform], entry.row.isOpen else { return }
        var evidence = entry.row.evidence ?? FleetEvidence(readAt: now)
        switch outputs {
        case .success(let progress):
            let before = evidence.outputs
            if let before,
                progress.outputObjects + progress.unpairedOutputs
                    > before.outputObjects + before.unpairedOutputs || progress.outputBytes > before.outputBytes
            {
                evidence.grewAt = now
            }
            evidence.outputs = progress
            evidence.failure = nil
            evidence.readAt = now
            entry.row.evidence = evidence
            if before?.isSame(as: progress) != true { events.append(.progress(entry.row)) }
        case .failure(let failure):
            evidence.failure = failure
            // The figures keep their age; the next try waits for its turn.
            if evidence.outputs == nil { evidence.readAt = now }
            entry.row.evidence = evidence
        }
        entries[id.transform] = entry
    }

    // MARK: What is known

    mutating func takeEvents() -> [FleetEvent] {
        defer {
            events = []
            forgetOld()
        }
        return events.map { $0.placed(at: place) }
    }

    var rows: [FleetRow] { entries.values.map { $0.row.placed(at: place) } }

    var state: FleetAccountState {
        var state = FleetAccountState(member: member, place: place)
        state.readAt = readAt
        state.lookedAt = sweptAt
        state.nextReadAt = isRefreshing ? nil : refreshAt
        state.failure = failure ?? descriptionFailure
        state.failingSince = failingSince
        state.failures = failures
        state.concernsDescriptions = failure == nil && descriptionFailure != nil
        state.running = entries.values.count { $0.row.isOpen }
        state.unreadable = unreadable.shown
        return state
    }
}

extension FleetAccount.Question {
    /// Whether it lists transforms rather than describing one.
    var isListing: Bool { if case .list = kind { true } else { false } }
}

extension FleetEvent {
    /// With where the account leads to, as far as that is known by now.
    fileprivate func placed(at place: FleetPlace) -> FleetEvent {
        switch self {
        case .began(let row): .began(row.placed(at: place))
        case .phase(let row): .phase(row.placed(at: place))
        case .progress(let row): .progress(row.placed(at: place))
        case .ended(let row, let description): .ended(row.placed(at: place), description)
        case .lost(let row): .lost(row.placed(at: place))
        case .trouble, .recovered: self
        }
    }
}

extension OutputProgress {
    /// Whether it counts as many outputs of as many inputs.
    fileprivate func isSame(as other: OutputProgress) -> Bool {
        outputObjects == other.outputObjects && unpairedOutputs == other.unpairedOutputs
            && outputBytes == other.outputBytes && inputObjects == other.inputObjects
    }
}
