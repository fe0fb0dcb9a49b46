import AWSOperations

/// What a job list learns while it loads.
public enum JobListUpdate: Sendable {
    /// Rows of the next page, newest first, without details.
    case page([JobOverview])
    /// One row with its details, or with the reason why they could not be read.
    case details(JobOverview)
    /// Everything asked for has been read; false where the listing stopped at its limit.
    case finished(isComplete: Bool)
    /// The listing itself failed; rows so far stay valid.
    case failed(AWSFailure)
}

/// Lists Autopilot jobs, first rows at once, details after them.
public struct JobListLoader: Sendable {
    private let jobs: any AutopilotJobs
    /// Descriptions in flight at a time.
    public var concurrency: Int
    /// The most rows that are listed.
    public var rowLimit: Int
    /// The newest rows whose details are read without being asked for; `details(of:)` reads others.
    public var detailLimit: Int
    /// Whether candidates are counted, which costs a listing for each job.
    public var countsCandidates: Bool

    public init(
        jobs: any AutopilotJobs, concurrency: Int = 4, rowLimit: Int = 20_000, detailLimit: Int = 100,
        countsCandidates: Bool = true
    ) {
        self.jobs = jobs
        self.concurrency = max(1, concurrency)
        self.rowLimit = rowLimit
        self.detailLimit = detailLimit
        self.countsCandidates = countsCandidates
    }

    /// Lists newest first and then reads details, except for ended rows among `known`, whose details cannot change.
    ///
    /// Ends after `.finished` or `.failed`. Cancelled with its consumer.
    public func updates(
        nameContains: String? = nil, status: AutoMLJobStatus? = nil, known: [JobOverview] = []
    ) -> AsyncStream<JobListUpdate> {
        AsyncStream { continuation in
            let task = Task {
                await load(nameContains: nameContains, status: status, known: known) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Reads the details of rows, a bounded number at a time, in no particular order.
    public func details(of overviews: [JobOverview]) -> AsyncStream<JobOverview> {
        AsyncStream { continuation in
            let task = Task {
                await fill(overviews) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func load(
        nameContains: String?, status: AutoMLJobStatus?, known: [JobOverview],
        report: @escaping @Sendable (JobListUpdate) -> Void
    ) async {
        let request = ListAutoMLJobsRequest(
            nameContains: nameContains, statusEquals: status, sortOrder: .descending, sortBy: .creationTime,
            maxResults: min(100, max(1, rowLimit)))
        let settled = Dictionary(
            known.filter { !$0.isRunning && $0.isDescribed && $0.descriptionFailure == nil }.map { ($0.arn, $0) },
            uniquingKeysWith: { first, _ in first })
        var listed: [JobOverview] = []
        let isComplete: Bool
        do {
            let jobs = jobs
            isComplete = try await LongListing(request, rowLimit: rowLimit) { try await jobs.listJobs($0) }.read {
                let rows = $0.map { Self.row($0, settled[$0.autoMLJobArn]) }
                listed += rows
                report(.page(rows))
            }
        } catch {
            report(.failed(AWSFailure(wrapping: error)))
            return
        }
        await fill(listed.prefix(detailLimit).filter { !$0.isDescribed }) { report(.details($0)) }
        report(.finished(isComplete: isComplete))
    }

    /// The listed row, or the known one where nothing has changed since.
    private static func row(_ summary: AutoMLJobSummary, _ known: JobOverview?) -> JobOverview {
        if let known, known.status == summary.autoMLJobStatus, known.modifiedAt == summary.lastModifiedTime {
            return known
        }
        return JobOverview(summary)
    }

    private func fill(_ overviews: [JobOverview], report: @escaping @Sendable (JobOverview) -> Void) async {
        await BoundedConcurrency.forEach(overviews, limit: concurrency) { overview in
            let filled = await described(overview)
            if !Task.isCancelled { report(filled) }
        }
    }

    private func described(_ overview: JobOverview) async -> JobOverview {
        var filled = overview
        do {
            filled = overview.described(by: try await jobs.describeJob(named: overview.name))
            if countsCandidates {
                filled.countCandidates(try await CandidateListLoader(jobs: jobs).candidates(of: overview.name))
            }
        } catch {
            filled.descriptionFailure = AWSFailure(wrapping: error)
        }
        return filled
    }
}
