import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck jobs`
struct JobsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List Autopilot jobs, newest first.",
        discussion: "With --details, also describes each job: problem type, objective and best value.")

    @OptionGroup var listing: ListingOptions

    @Flag(help: "Describe each job, with up to two more requests per job.")
    var details = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        let _: AutoMLJobStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
    }

    func run(in context: CommandContext) async throws {
        let status: AutoMLJobStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
        if listing.json {
            let request = ListAutoMLJobsRequest(
                nameContains: listing.nameContains, statusEquals: status, sortOrder: .descending,
                sortBy: .creationTime, maxResults: min(100, listing.maxItems ?? 100))
            let (rows, leftOut, failure) = try await Pages.all(request, limit: listing.maxItems) {
                try await context.cloud.listJobs($0)
            }
            var shortfalls = failure.map { [Self.shortfall(after: rows.count, $0)] } ?? []
            if details {
                let described = try await DescribedRows.rows(rows, name: \.autoMLJobName, note: context.output.note) {
                    row in
                    let job = try await context.cloud.describeJob(named: row.autoMLJobName)
                    let candidates = try await CandidateListLoader(jobs: context.cloud).candidates(
                        of: row.autoMLJobName)
                    return [try Self.members(of: job), try JSONValue(document: CandidateCounts(candidates))]
                }
                if let failure = described.failure {
                    shortfalls.append(Shortfall("some jobs couldn't be described", failure: failure))
                }
                try context.output.printJSON(
                    JSONValue.object([.init(key: "AutoMLJobSummaries", value: .array(described.rows))]),
                    lacking: shortfalls, leftOut: leftOut)
            } else {
                try context.output.printJSON(
                    ListAutoMLJobsResponse(autoMLJobSummaries: rows), lacking: shortfalls, leftOut: leftOut)
            }
            context.output.noteLeftOut(leftOut, things: "jobs")
            if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
            return
        }
        let limit = listing.maxItems ?? 20_000
        let loader = JobListLoader(
            jobs: context.cloud, rowLimit: limit, detailLimit: details ? limit : 0, countsCandidates: details)
        var jobs: [JobOverview] = []
        var leftOut = 0
        var hasAnswer = false
        var shortfalls: [Shortfall] = []
        var undescribed = UndescribedRows(things: "jobs")
        for await update in loader.updates(nameContains: listing.nameContains, status: status) {
            switch update {
            case .page(let page):
                hasAnswer = true
                jobs += page
            case .leftOut(let count): leftOut += count
            case .details(let job):
                if let index = jobs.firstIndex(where: { $0.id == job.id }) { jobs[index] = job }
                if let failure = job.descriptionFailure { undescribed.add(job.name, failure) }
            case .finished(let isComplete):
                if !isComplete { context.output.noteCut(after: jobs.count, things: "jobs") }
            case .failed(let failure):
                // The first page says whether there is an answer at all.
                guard hasAnswer else { throw failure }
                shortfalls.append(Self.shortfall(after: jobs.count, failure))
            }
        }
        try Task.checkCancellation()
        let table = Self.table(jobs, details: details, now: context.clock.now, isASCII: context.output.isASCII)
        context.output.print(
            table,
            orWhenEmpty: !shortfalls.isEmpty
                ? "the list broke off before any Autopilot job"
                : listing.isFiltered
                    ? "no matching Autopilot jobs in \(context.session.region)"
                    : "no Autopilot jobs in \(context.session.region)")
        context.output.noteLeftOut(leftOut, things: "jobs")
        shortfalls += undescribed.shortfalls
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    private static func shortfall(after count: Int, _ failure: AWSFailure) -> Shortfall {
        Shortfall("the list is incomplete, it broke off after \(DisplayText.count(count)) jobs", failure: failure)
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
            let objective = job.objective.map { isASCII ? $0.name : "\($0.name) \($0.direction.arrow)" }
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
