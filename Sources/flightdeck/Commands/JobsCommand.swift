import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck jobs`
struct JobsCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List Autopilot jobs, newest first.",
        discussion: "With --details, also describes each job: problem type, objective and best value.")

    @OptionGroup var listing: ListingOptions

    @Flag(help: "Describe each job, with up to two more requests per job.")
    var details = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let things = "jobs"
    static let resources = "Autopilot jobs"
    static let rowsKey = "AutoMLJobSummaries"

    func request(status: AutoMLJobStatus?, maxResults: Int) -> ListAutoMLJobsRequest {
        ListAutoMLJobsRequest(
            nameContains: listing.nameContains, statusEquals: status, sortOrder: .descending, sortBy: .creationTime,
            maxResults: maxResults)
    }

    func page(_ request: ListAutoMLJobsRequest, in context: CommandContext) async throws -> ListAutoMLJobsResponse {
        try await context.cloud.listJobs(request)
    }

    static func name(of item: AutoMLJobSummary) -> String { item.autoMLJobName }

    func description(
        of item: AutoMLJobSummary, in context: CommandContext
    ) async throws -> DescribedRows.Description {
        let job = try await context.cloud.describeJob(named: item.autoMLJobName)
        let candidates = try await CandidateListLoader(jobs: context.cloud).candidates(of: item.autoMLJobName)
        return DescribedRows.Description(
            parts: [try Self.members(of: job), try JSONValue(document: CandidateCounts(candidates))],
            shortfall: candidates.shortfall)
    }

    func updates(
        status: AutoMLJobStatus?, limit: Int, described: Int, in context: CommandContext
    ) -> AsyncStream<JobListUpdate> {
        JobListLoader(
            jobs: context.cloud, rowLimit: limit, detailLimit: described, countsCandidates: described > 0
        )
        .updates(nameContains: listing.nameContains, status: status)
    }

    private static func members(of job: AutopilotJobDescription) throws -> JSONValue {
        switch job {
        case .v1(let response): try JSONValue(document: response)
        case .v2(let response): try JSONValue(document: response)
        }
    }

    static func table(_ jobs: [JobOverview], details: Bool, now: Timestamp, isASCII: Bool) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        var table = TextTable(
            [.left("JOB"), .left("STATUS"), .left("SECONDARY STATUS")]
                + (details ? [.left("PROBLEM"), .left("OBJECTIVE"), .right("BEST"), .right("CANDIDATES")] : [])
                + [.right("AGE"), .right("DURATION"), .left("REASON")])
        for job in jobs {
            let objective = job.objective.map { isASCII ? $0.title : "\($0.title) \($0.direction.arrow)" }
            let described: [TextTable.Cell] = [
                .init(job.problemType ?? unknown), .init(objective ?? unknown),
                .init(job.bestValue.map(DisplayText.metric) ?? unknown), .init(job.candidatesText ?? unknown),
            ]
            table.add(
                [
                    .init(job.title), .status(job.status, isASCII: isASCII),
                    .init(job.secondaryStatus.rawValue == job.status.rawValue ? "" : job.secondaryStatus.rawValue),
                ] + (details ? described : []) + [
                    .init(job.age(at: now).map { DisplayText.age(seconds: $0) } ?? unknown),
                    .init(job.duration(at: now).map(DisplayText.duration) ?? unknown), .init(job.failureReason ?? ""),
                ])
        }
        return table
    }
}

extension JobOverview: DescribedRow {}

/// How many candidates a job has, beside its description.
private struct CandidateCounts: Encodable {
    var finished: Int
    var seen: Int
    /// False where not all could be read, so that both are lower bounds; left out otherwise.
    var areComplete: Bool?

    init(_ listed: CandidateListLoader.Listed) {
        let candidates = listed.candidates
        areComplete = listed.shortfall == nil && listed.leftOut == 0 ? nil : false
        finished = candidates.count { $0.candidateStatus != .inProgress && $0.candidateStatus != .stopping }
        seen = candidates.count
    }

    enum CodingKeys: String, CodingKey {
        case finished = "CandidatesFinished"
        case seen = "CandidatesSeen"
        case areComplete = "CandidatesAreComplete"
    }
}
