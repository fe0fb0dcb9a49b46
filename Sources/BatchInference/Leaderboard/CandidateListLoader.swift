import AWSOperations

/// Reads all candidates of a job.
public struct CandidateListLoader: Sendable {
    private let jobs: any AutopilotJobs

    public init(jobs: any AutopilotJobs) {
        self.jobs = jobs
    }

    /// Candidates as far as they could be listed.
    public struct Listed: Sendable {
        public var candidates: [AutoMLCandidate]
        /// Why a later page could not be read; nil where all came.
        public var shortfall: AWSFailure?
        /// Candidates that cannot be read at all.
        public var leftOut = 0
    }

    /// All candidates, newest first, read 300 a page, at most `limit`; throws `AWSFailure`.
    public func candidates(of jobName: String, limit: Int = 3000) async throws(AWSFailure) -> Listed {
        let request = ListCandidatesForAutoMLJobRequest(
            autoMLJobName: jobName, sortOrder: .descending, sortBy: .creationTime, maxResults: 300)
        var candidates: [AutoMLCandidate] = []
        var leftOut = 0
        var names: Set<ByteText> = []
        do {
            let jobs = jobs
            let shortfall = try await PageSequence(request, fetch: { try await jobs.listCandidates($0) }).read { page in
                // A candidate can slide to the next page while new ones arrive.
                leftOut += page.itemsLeftOut
                candidates += page.candidates.filter {
                    $0.candidateName.isEmpty || names.insert(ByteText($0.candidateName)).inserted
                }
                return candidates.count < limit
            }
            return Listed(candidates: candidates, shortfall: shortfall, leftOut: leftOut)
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }

    /// Reads the job and its candidates at once and ranks them: what one of the two gives is shown without the other.
    ///
    /// Throws `AWSFailure` where neither can be read.
    public func leaderboard(of jobName: String) async throws(AWSFailure) -> LeaderboardReading {
        async let described = description(of: jobName)
        async let answered = listing(of: jobName)
        let (description, listing) = await (described, answered)
        switch (description, listing) {
        case (.failure(let failure), .failure(let second)):
            // What is wrong with the job says more than that it may not be described.
            throw failure.isAccessDenied && !second.isAccessDenied ? second : failure
        case (.failure(let failure), .success(let listed)) where failure.isNotFound && listed.candidates.isEmpty:
            throw failure
        case (.success(let description), .success(let listed)):
            var job = JobOverview(description)
            // The best so far is the service's own word, or that of a whole list.
            if listed.shortfall == nil { job.countCandidates(listed.candidates) }
            let board = Leaderboard(
                candidates: listed.candidates, objective: job.objective, bestCandidateName: job.bestCandidateName)
            return LeaderboardReading(job: job, board: board, listingFailure: listed.shortfall, leftOut: listed.leftOut)
        case (.failure(let failure), .success(let listed)):
            return LeaderboardReading(
                job: nil, board: Leaderboard(candidates: listed.candidates), descriptionFailure: failure,
                listingFailure: listed.shortfall, leftOut: listed.leftOut)
        case (.success(let description), .failure(let failure)):
            let job = JobOverview(description)
            let best = description.bestCandidate.map { [$0] } ?? []
            let board = Leaderboard(
                candidates: best, objective: job.objective, bestCandidateName: job.bestCandidateName)
            return LeaderboardReading(job: job, board: board, listingFailure: failure)
        }
    }

    private func description(of jobName: String) async -> Result<AutopilotJobDescription, AWSFailure> {
        do {
            return .success(try await jobs.describeJob(named: jobName))
        } catch {
            return .failure(AWSFailure(wrapping: error))
        }
    }

    private func listing(of jobName: String) async -> Result<Listed, AWSFailure> {
        do throws(AWSFailure) {
            return .success(try await candidates(of: jobName))
        } catch {
            return .failure(error)
        }
    }
}

/// A leaderboard, and what it had to do without.
public struct LeaderboardReading: Sendable {
    /// Nil where the job could not be described: the objective is then taken from the candidates.
    public var job: JobOverview?
    public var board: Leaderboard
    public var descriptionFailure: AWSFailure?
    /// Why candidates are missing; the best one may still be known from the job.
    public var listingFailure: AWSFailure?
    /// Candidates that cannot be read at all, and are not on the board.
    public var leftOut: Int

    public init(
        job: JobOverview?, board: Leaderboard, descriptionFailure: AWSFailure? = nil, listingFailure: AWSFailure? = nil,
        leftOut: Int = 0
    ) {
        self.job = job
        self.board = board
        self.descriptionFailure = descriptionFailure
        self.listingFailure = listingFailure
        self.leftOut = leftOut
    }

    /// The job and its board for a launch, which must not rest on a guess; throws `Shortfall` or `AWSFailure`.
    ///
    /// - Parameter candidate: The name that is wanted; nil for the best.
    public func forLaunch(of candidate: String?) throws -> (job: JobOverview, board: Leaderboard) {
        if let descriptionFailure { throw descriptionFailure }
        guard let job else { throw AWSFailure.cancelled }
        if let listingFailure {
            let isKnown = candidate.map { name in board.rows.contains { $0.name == name } }
            guard isKnown ?? (job.bestCandidateName != nil) else {
                throw Shortfall("the list of candidates is incomplete", failure: listingFailure)
            }
        }
        return (job, board)
    }

    /// The same for several candidates together; the best are known only where all are listed.
    ///
    /// - Parameter names: Those that are wanted; none for the best.
    public func forEvaluation(of names: [String]) throws -> (job: JobOverview, board: Leaderboard) {
        let (job, board) = try forLaunch(of: names.first)
        if let listingFailure, names.isEmpty || !names.allSatisfy({ name in board.rows.contains { $0.name == name } }) {
            throw Shortfall("the list of candidates is incomplete", failure: listingFailure)
        }
        return (job, board)
    }

    /// What is missing, and why: a sentence without a full stop for each failed call; empty for a whole reading.
    public var shortfalls: [Shortfall] {
        var found: [Shortfall] = []
        if let listingFailure {
            found.append(Shortfall("the list of candidates is incomplete", failure: listingFailure))
        }
        if let descriptionFailure {
            found.append(
                Shortfall(
                    "the job's description is missing: using the candidates' own objective",
                    failure: descriptionFailure))
        }
        return found
    }
}
