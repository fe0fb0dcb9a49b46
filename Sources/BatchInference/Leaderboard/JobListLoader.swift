import AWSOperations

/// What a job list learns while it loads.
public typealias JobListUpdate = ListUpdate<JobOverview>

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
        let request = ListAutoMLJobsRequest(
            nameContains: nameContains, statusEquals: status, sortOrder: .descending, sortBy: .creationTime,
            maxResults: min(100, max(1, rowLimit)))
        let settled = Dictionary(
            known.filter { !$0.isRunning && $0.isDescribed && $0.descriptionFailure == nil }.map { ($0.arn, $0) },
            uniquingKeysWith: { first, _ in first })
        return list.updates(detailLimit: detailLimit) { [jobs, rowLimit] leftOut, report in
            try await LongListing(request, rowLimit: rowLimit) { try await jobs.listJobs($0) }.read(leftOut: leftOut) {
                page in
                report(page.map { Self.row($0, settled[$0.autoMLJobArn]) })
            }
        }
    }

    /// Reads the details of rows, a bounded number at a time, in no particular order.
    public func details(of overviews: [JobOverview]) -> AsyncStream<JobOverview> {
        list.details(of: overviews)
    }

    private var list: StagedList<JobOverview> {
        StagedList(concurrency: concurrency, isDescribed: \.isDescribed) { await described($0) }
    }

    /// The listed row, or the known one where nothing has changed since.
    private static func row(_ summary: AutoMLJobSummary, _ known: JobOverview?) -> JobOverview {
        if let known, known.status == summary.autoMLJobStatus, known.modifiedAt == summary.lastModifiedTime {
            return known
        }
        return JobOverview(summary)
    }

    private func described(_ overview: JobOverview) async -> JobOverview {
        // Without a name there is nothing to ask for; what the listing said is all.
        guard overview.isNamed else { return overview }
        var filled = overview
        do {
            filled = overview.described(by: try await jobs.describeJob(named: overview.name))
        } catch {
            filled.descriptionFailure = AWSFailure(wrapping: error)
        }
        guard countsCandidates, filled.descriptionFailure?.isThrottling != true else { return filled }
        do {
            let listed = try await CandidateListLoader(jobs: jobs).candidates(of: overview.name)
            // A count of some would be a wrong number.
            if let shortfall = listed.shortfall { throw shortfall }
            filled.countCandidates(listed.candidates)
        } catch {
            filled.descriptionFailure = filled.descriptionFailure ?? AWSFailure(wrapping: error)
        }
        return filled
    }
}
