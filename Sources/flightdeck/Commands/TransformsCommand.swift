import AWSOperations
import ArgumentParser
import BatchInference
import JSONCoding

/// `flightdeck transforms`
struct TransformsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "transforms", abstract: "List transform jobs, newest first.",
        discussion: "With --details, also describes each one: model, instances and output.")

    @OptionGroup var listing: ListingOptions

    @Flag(help: "Describe each transform, with one more request per transform.")
    var details = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        let _: TransformJobStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
    }

    func run(in context: CommandContext) async throws {
        let status: TransformJobStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
        if listing.json {
            let request = ListTransformJobsRequest(
                nameContains: listing.nameContains, statusEquals: status, sortBy: .creationTime,
                sortOrder: .descending, maxResults: min(100, listing.maxItems ?? 100))
            let (rows, leftOut, failure) = try await Pages.all(request, limit: listing.maxItems) {
                try await context.cloud.listTransformJobs($0)
            }
            var shortfalls = failure.map { [Self.shortfall(after: rows.count, $0)] } ?? []
            if details {
                let described = try await DescribedRows.rows(
                    rows, name: \.transformJobName, note: context.output.note
                ) { row in
                    [try JSONValue(document: try await context.cloud.describeTransformJob(named: row.transformJobName))]
                }
                if let failure = described.failure {
                    shortfalls.append(Shortfall("some transforms couldn't be described", failure: failure))
                }
                try context.output.printJSON(
                    JSONValue.object([.init(key: "TransformJobSummaries", value: .array(described.rows))]),
                    lacking: shortfalls, leftOut: leftOut)
            } else {
                try context.output.printJSON(
                    ListTransformJobsResponse(transformJobSummaries: rows), lacking: shortfalls, leftOut: leftOut)
            }
            context.output.noteLeftOut(leftOut, things: "transforms")
            if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
            return
        }
        let limit = listing.maxItems ?? 20_000
        let loader = TransformListLoader(
            transforms: context.cloud, rowLimit: limit, detailLimit: details ? limit : 0)
        var rows: [TransformOverview] = []
        var leftOut = 0
        var hasAnswer = false
        var shortfalls: [Shortfall] = []
        var undescribed = UndescribedRows(things: "transforms")
        for await update in loader.updates(nameContains: listing.nameContains, status: status) {
            switch update {
            case .page(let page):
                hasAnswer = true
                rows += page
            case .leftOut(let count): leftOut += count
            case .details(let row):
                if let index = rows.firstIndex(where: { $0.id == row.id }) { rows[index] = row }
                if let failure = row.descriptionFailure { undescribed.add(row.name, failure) }
            case .finished(let isComplete):
                if !isComplete { context.output.noteCut(after: rows.count, things: "transforms") }
            case .failed(let failure):
                // The first page says whether there is an answer at all.
                guard hasAnswer else { throw failure }
                shortfalls.append(Self.shortfall(after: rows.count, failure))
            }
        }
        try Task.checkCancellation()
        for (scope, jobs) in Dictionary(grouping: rows.filter(\.isDescribed), by: { AccountScope(arn: $0.arn) }) {
            if let scope { try? await context.history.remember(jobs, in: scope) }
        }
        let table = Self.table(rows, details: details, now: context.clock.now, isASCII: context.output.isASCII)
        context.output.print(
            table,
            orWhenEmpty: !shortfalls.isEmpty
                ? "the list broke off before any transform job"
                : listing.isFiltered
                    ? "no matching transform jobs in \(context.session.region)"
                    : "no transform jobs in \(context.session.region)")
        context.output.noteLeftOut(leftOut, things: "transforms")
        shortfalls += undescribed.shortfalls
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    private static func shortfall(after count: Int, _ failure: AWSFailure) -> Shortfall {
        Shortfall("the list is incomplete, it broke off after \(DisplayText.count(count)) transforms", failure: failure)
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
