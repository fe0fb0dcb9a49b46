import AWSOperations

/// The running transforms of several accounts as a value: what to ask next, and what is known.
///
/// Each account goes at its own pace, so that one that is throttled, expired or denied holds up no other. What listing
/// leaves of `FleetPace.requestsPerRefresh` goes to counting outputs, of transforms that somebody looks at first.
public struct Fleet: Sendable {
    public enum Kind: Hashable, Sendable {
        case list(ListTransformJobsRequest)
        case describe(name: String)
        /// Counts a transform's outputs, with no more than so many requests.
        case count(FleetRow.ID, DescribeTransformJobResponse, requests: Int)
    }

    public struct Question: Hashable, Sendable {
        public var member: FleetMember
        public var kind: Kind
        fileprivate var id: Int
    }

    private let pace: FleetPace
    /// Ended ones that are kept to be shown: of all accounts together, and of each in any case.
    private static let keptEnded = 240
    private static let leastKept = 20
    private var members: [FleetMember]
    private var accounts: [FleetMember: FleetAccount]
    private var events: [FleetEvent] = []
    /// Those whose beginning and end have been told; another profile may lead to the same account.
    private var begun: Set<FleetRow.ID> = []
    private var told: Set<FleetRow.ID> = []
    /// Those in sight, whose outputs are counted and no others'; nil where nobody says what is.
    private var wanted: [FleetRow.ID]?
    private var counting: Set<FleetRow.ID> = []
    /// When a count last failed or was cut, so that it waits for longer.
    private var notBefore: [FleetRow.ID: Timestamp] = [:]
    /// What the last count of each took.
    private var cost: [FleetRow.ID: Int] = [:]
    private var allowance: Double
    private var refilledAt: Timestamp

    /// - Parameter since: When somebody last looked at an account: what began and ended since is found.
    public init(
        _ members: [FleetMember], pace: FleetPace, now: Timestamp, since: [FleetMember: Timestamp] = [:]
    ) {
        self.pace = pace
        self.members = []
        accounts = [:]
        allowance = 0
        refilledAt = now
        for member in members where accounts[member] == nil {
            self.members.append(member)
            accounts[member] = FleetAccount(
                member, pace: pace, now: now, since: since[member],
                keptEnded: max(Self.leastKept, Self.keptEnded / members.count))
        }
    }

    /// Has the outputs of these counted, and of no others.
    public mutating func look(at rows: [FleetRow.ID]) { wanted = rows }

    /// Tells of transforms that were running when somebody last looked, so that their ends are found.
    public mutating func expect(_ transforms: [TransformOverview], in member: FleetMember, at now: Timestamp) {
        accounts[member]?.expect(transforms, at: now)
        collect(from: member)
    }

    /// Asks every account again at once.
    public mutating func refresh(at now: Timestamp) {
        for member in members { accounts[member]?.refresh(at: now) }
    }

    // MARK: What to ask

    /// What can be asked at a moment, beside what is under way.
    public mutating func questions(at now: Timestamp) -> [Question] {
        refill(at: now)
        var questions: [Question] = []
        for member in members {
            for question in accounts[member]?.questions(at: now) ?? [] {
                if question.isListing { allowance -= 1 }
                let kind: Kind =
                    switch question.kind {
                    case .list(let request): .list(request)
                    case .describe(let name): .describe(name: name)
                    }
                questions.append(Question(member: member, kind: kind, id: question.id))
            }
        }
        return questions + counts(at: now)
    }

    /// As many requests as a refresh may take come in the time of one; what lists need goes first, so that one refresh's
    /// worth is kept back for them.
    private mutating func refill(at now: Timestamp) {
        let seconds = max(0, now.seconds(since: refilledAt))
        refilledAt = now
        let full = Double(pace.requestsPerRefresh)
        allowance = min(full, allowance + seconds / pace.running * full)
    }

    private var neededByLists: Double {
        Double(members.reduce(0) { $0 + (accounts[$1]?.listRequests ?? 0) })
    }

    private mutating func counts(at now: Timestamp) -> [Question] {
        var questions: [Question] = []
        while counting.count < pace.concurrency {
            // Of what a whole refresh may take, listing keeps its part.
            let spare = Int(allowance - neededByLists)
            guard spare >= 1, let next = nextToCount(), next.due <= now, min(cost[next.id] ?? 2, 2) <= spare else {
                break
            }
            let requests = max(2, spare)
            counting.insert(next.id)
            allowance -= Double(cost[next.id] ?? 2)
            questions.append(
                Question(member: next.member, kind: .count(next.id, next.description, requests: requests), id: 0))
        }
        return questions
    }

    private struct Candidate {
        var member: FleetMember
        var id: FleetRow.ID
        var description: DescribeTransformJobResponse
        /// When it may be counted again.
        var due: Timestamp
        /// Where it stands among those in sight.
        var place: Int

        func goesBefore(_ other: Candidate) -> Bool {
            if due != other.due { return due < other.due }
            return (place, id.transform) < (other.place, other.id.transform)
        }
    }

    /// The one whose count is the oldest; where somebody says what is in sight, nothing else is counted.
    private func nextToCount() -> Candidate? {
        var places: [FleetRow.ID: Int] = [:]
        for (place, id) in (wanted ?? []).enumerated() { places[id] = place }
        var best: Candidate?
        for member in members {
            for countable in accounts[member]?.countable ?? [] where !counting.contains(countable.id) {
                guard let place = wanted == nil ? .max : places[countable.id] else { continue }
                var due = countable.readAt?.adding(seconds: pace.running) ?? .init(secondsSinceEpoch: 0)
                if let later = notBefore[countable.id] { due = max(due, later) }
                let candidate = Candidate(
                    member: member, id: countable.id, description: countable.description, due: due, place: place)
                if best.map(candidate.goesBefore) ?? true { best = candidate }
            }
        }
        return best
    }

    /// The next moment at which something can be asked; nil where everything waits for answers.
    public func nextDue(at now: Timestamp) -> Timestamp? {
        var due = members.compactMap { accounts[$0]?.nextDue(at: now) }
        if counting.count < pace.concurrency, let moment = nextCount(at: now) { due.append(moment) }
        return due.min()
    }

    /// When the allowance is enough to count outputs again; nil where there are none to count.
    private func nextCount(at now: Timestamp) -> Timestamp? {
        guard let next = nextToCount() else { return nil }
        let full = Double(pace.requestsPerRefresh)
        let needed = neededByLists + Double(min(cost[next.id] ?? 2, 2))
        // Lists that take it all leave nothing to count with.
        guard needed <= full else { return nil }
        return max(next.due, now.adding(seconds: max(0.1, (needed - allowance) / full * pace.running)))
    }

    // MARK: Answers

    /// Takes where a member leads to.
    public mutating func connected(_ member: FleetMember, to place: FleetPlace) {
        accounts[member]?.connected(to: place)
    }

    public mutating func received(_ page: ListTransformJobsResponse, for question: Question, at now: Timestamp) {
        accounts[question.member]?.received(page, for: question.id, at: now)
        collect(from: question.member)
    }

    public mutating func received(
        _ description: DescribeTransformJobResponse, for question: Question, at now: Timestamp
    ) {
        accounts[question.member]?.received(description, for: question.id, at: now)
        collect(from: question.member)
    }

    /// Takes a count of outputs, or why there is none, and how many requests it took.
    public mutating func counted(
        _ outputs: Result<OutputProgress, AWSFailure>, requests: Int, for question: Question, at now: Timestamp
    ) {
        guard case .count(let id, _, _) = question.kind else { return }
        counting.remove(id)
        allowance -= Double(max(0, requests - (cost[id] ?? 2)))
        cost[id] = max(1, requests)
        if case .failure(let failure) = outputs {
            notBefore[id] = now.adding(seconds: failure.deniedAction != nil ? pace.denied : pace.longestBackOff)
        } else {
            notBefore[id] = nil
        }
        accounts[question.member]?.counted(outputs, of: id, at: now)
        collect(from: question.member)
    }

    public mutating func failed(_ failure: AWSFailure, for question: Question, at now: Timestamp) {
        if case .count = question.kind {
            return counted(.failure(failure), requests: 1, for: question, at: now)
        }
        accounts[question.member]?.failed(failure, for: question.id, at: now)
        collect(from: question.member)
    }

    private mutating func collect(from member: FleetMember) {
        for event in accounts[member]?.takeEvents() ?? [] {
            switch event {
            case .began(let row) where !begun.insert(row.id).inserted: continue
            case .ended(let row, _), .lost(let row):
                guard told.insert(row.id).inserted else { continue }
                notBefore[row.id] = nil
                cost[row.id] = nil
            default: break
            }
            events.append(event)
        }
    }

    // MARK: What is known

    public mutating func takeEvents() -> [FleetEvent] {
        defer { events = [] }
        return events
    }

    /// Whether every account has been listed, or has failed to be.
    public var hasBegun: Bool { members.allSatisfy { accounts[$0]?.state.hasBegun ?? true } }

    public var snapshot: FleetSnapshot {
        var rows: [FleetRow.ID: FleetRow] = [:]
        for member in members {
            for row in accounts[member]?.rows ?? [] {
                guard let other = rows[row.id] else {
                    rows[row.id] = row
                    continue
                }
                // Two profiles of one account: an end is never taken back, else the newer word holds.
                if other.isOpen, !row.isOpen || row.readAt > other.readAt { rows[row.id] = row }
            }
        }
        let sorted = rows.values.sorted { left, right in
            if left.isOpen != right.isOpen { return left.isOpen }
            let (first, second) =
                left.isOpen
                ? (left.overview.createdAt, right.overview.createdAt)
                : (left.overview.endedAt ?? left.readAt, right.overview.endedAt ?? right.readAt)
            if first != second { return first > second }
            return left.overview.id < right.overview.id
        }
        return FleetSnapshot(
            rows: sorted, accounts: members.compactMap { accounts[$0]?.state }, ended: told.count)
    }
}
