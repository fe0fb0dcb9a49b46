import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck transforms`
struct TransformsCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "transforms", abstract: "List transform jobs, newest first.",
        discussion: "With --details, also describes each one: model, instances and output.")

    @OptionGroup var listing: ListingOptions

    @Option(
        help: ArgumentHelp(
            "Only transforms created since this time: 90m, 2h, 3d or 1w ago, or an ISO 8601 time.", valueName: "time"))
    var since: PastTime?

    @Option(help: ArgumentHelp("Only transforms created before this time.", valueName: "time"))
    var before: PastTime?

    @Flag(help: "Describe each transform, with one more request per transform.")
    var details = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    static let things = "transforms"
    static let resources = "transform jobs"
    static let rowsKey = "TransformJobSummaries"

    func request(status: TransformJobStatus?, maxResults: Int) -> ListTransformJobsRequest {
        ListTransformJobsRequest(
            creationTimeAfter: moment(since), creationTimeBefore: moment(before),
            nameContains: listing.nameContains, statusEquals: status, sortBy: .creationTime, sortOrder: .descending,
            maxResults: maxResults)
    }

    func page(
        _ request: ListTransformJobsRequest, in context: CommandContext
    ) async throws -> ListTransformJobsResponse {
        try await context.cloud.listTransformJobs(request)
    }

    static func name(of item: TransformJobSummary) -> String { item.transformJobName }

    func description(
        of item: TransformJobSummary, in context: CommandContext
    ) async throws -> DescribedRows.Description {
        let job = try await context.cloud.describeTransformJob(named: item.transformJobName)
        return DescribedRows.Description(parts: [try JSONValue(document: job)])
    }

    func updates(
        status: TransformJobStatus?, limit: Int, described: Int, in context: CommandContext
    ) -> AsyncStream<ListUpdate<TransformOverview>> {
        TransformListLoader(transforms: context.cloud, rowLimit: limit, detailLimit: described)
            .updates(
                nameContains: listing.nameContains, status: status, createdAfter: moment(since),
                createdBefore: moment(before))
    }

    private func moment(_ time: PastTime?) -> Timestamp? { time?.moment(before: SystemClock().now) }

    func remember(_ rows: [TransformOverview], in context: CommandContext) async {
        for (scope, jobs) in Dictionary(grouping: rows.filter(\.isEnded), by: { AccountScope(arn: $0.arn) }) {
            if let scope { try? await context.history.remember(jobs, in: scope) }
        }
    }

    static func table(_ rows: [TransformOverview], details: Bool, now: Timestamp, isASCII: Bool) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        var table = TextTable(
            [.left("TRANSFORM"), .left("STATUS")]
                + (details ? [.left("MODEL"), .left("INSTANCES"), .left("OUTPUT")] : [])
                + [.right("AGE"), .right("DURATION"), .left("REASON")])
        for row in rows {
            let described: [TextTable.Cell] = [
                .init(row.modelName ?? unknown),
                .init(
                    row.instancesText.map { isASCII ? $0.split(separator: "×").joined(separator: "x") : $0 } ?? unknown),
                .init(row.output ?? unknown),
            ]
            table.add(
                [.init(row.title), .status(row.status, isASCII: isASCII)] + (details ? described : []) + [
                    .init(row.age(at: now).map { DisplayText.age(seconds: $0) } ?? unknown),
                    .init(row.totalSeconds(at: now).map(DisplayText.duration) ?? unknown),
                    .init(row.failureReason ?? ""),
                ])
        }
        return table
    }
}

extension TransformOverview: DescribedRow {}
