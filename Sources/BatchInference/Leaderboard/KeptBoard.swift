import AWSOperations

extension KeptList<JobOverview> {
    public static let jobs = KeptList(name: "jobs")
}

extension KeptList<KeptBoard> {
    /// The candidates of a job.
    public static func candidates(of jobName: String) -> KeptList { KeptList(name: "candidates of \(jobName)") }
}

/// A job with its candidates, in the order of its board.
public struct KeptBoard: Hashable, Sendable, Codable {
    public var job: JobOverview
    public var candidates: [AutoMLCandidate]

    public init(job: JobOverview, candidates: [AutoMLCandidate]) {
        self.job = job
        self.candidates = candidates
    }

    /// The board as it was.
    public var board: Leaderboard {
        Leaderboard(candidates: candidates, objective: job.objective, bestCandidateName: job.bestCandidateName)
    }
}
