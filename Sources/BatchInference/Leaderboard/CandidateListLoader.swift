import AWSOperations

/// Reads all candidates of a job.
public struct CandidateListLoader: Sendable {
    private let jobs: any AutopilotJobs

    public init(jobs: any AutopilotJobs) {
        self.jobs = jobs
    }

    /// All candidates, newest first, read 300 a page, at most `limit`; throws `AWSFailure`.
    public func candidates(of jobName: String, limit: Int = 3000) async throws(AWSFailure) -> [AutoMLCandidate] {
        let request = ListCandidatesForAutoMLJobRequest(
            autoMLJobName: jobName, sortOrder: .descending, sortBy: .creationTime, maxResults: 300)
        var candidates: [AutoMLCandidate] = []
        var names: Set<String> = []
        do {
            let jobs = jobs
            for try await page in PageSequence(request, fetch: { try await jobs.listCandidates($0) }) {
                // A candidate can slide to the next page while new ones arrive.
                candidates += page.candidates.filter { names.insert($0.candidateName).inserted }
                if candidates.count >= limit { break }
            }
        } catch {
            throw AWSFailure(wrapping: error)
        }
        return candidates
    }

    /// Reads the job and its candidates at once and ranks them; throws `AWSFailure`.
    public func leaderboard(of jobName: String) async throws(AWSFailure) -> (job: JobOverview, board: Leaderboard) {
        do {
            async let description = jobs.describeJob(named: jobName)
            async let listed = candidates(of: jobName)
            var job = JobOverview(try await description)
            let candidates = try await listed
            job.countCandidates(candidates)
            let board = Leaderboard(
                candidates: candidates, objective: job.objective, bestCandidateName: job.bestCandidateName)
            return (job, board)
        } catch {
            throw AWSFailure(wrapping: error)
        }
    }
}
