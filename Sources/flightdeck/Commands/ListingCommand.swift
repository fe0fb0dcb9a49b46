import AWSOperations
import BatchInference
import JSONCoding

/// What a list learns of one of its rows.
protocol DescribedRow: Sendable, Identifiable where ID: Sendable {
    var name: String { get }
    /// Why the row's details could not be read; nil where they could, or were not asked for.
    var descriptionFailure: AWSFailure? { get }
}

/// A one-shot command that lists what the service keeps by name and status, newest first, and can describe each row.
///
/// With `--json`, what the service answers is printed as it came; otherwise a table.
protocol ListingCommand: ServiceCommand {
    associatedtype Status: APIEnumeration
    associatedtype Request: PagedRequest where Request.Response.Item: Encodable
    associatedtype Row: DescribedRow

    /// What is listed, of which there are many: `jobs`.
    static var things: String { get }
    /// The resource's own name, of which there are many: `Autopilot jobs`.
    static var resources: String { get }
    /// The member of the service's response that holds the rows.
    static var rowsKey: String { get }

    var listing: ListingOptions { get }
    var details: Bool { get }

    func request(status: Status?, maxResults: Int) -> Request
    func page(_ request: Request, in context: CommandContext) async throws -> Request.Response
    static func name(of item: Request.Response.Item) -> String
    /// What `--details` adds to a row, for its members to stand behind the row's own.
    func description(
        of item: Request.Response.Item, in context: CommandContext
    ) async throws -> DescribedRows.Description

    /// The rows for a table; `described` of them with their details.
    func updates(
        status: Status?, limit: Int, described: Int, in context: CommandContext
    ) -> AsyncStream<ListUpdate<Row>>
    /// Keeps what is worth keeping of the rows for other commands.
    func remember(_ rows: [Row], in context: CommandContext) async
    static func table(_ rows: [Row], details: Bool, now: Timestamp, isASCII: Bool) -> TextTable
}

extension ListingCommand {
    func validate() throws { _ = try status() }

    func remember(_ rows: [Row], in context: CommandContext) async {}

    func run(in context: CommandContext) async throws {
        let shortfalls = try await listing.json ? printJSON(in: context) : printTable(in: context)
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    private func status() throws -> Status? { try Check.value(listing.statusEquals, of: "--status-equals") }

    private func printJSON(in context: CommandContext) async throws -> [Shortfall] {
        let request = request(status: try status(), maxResults: min(100, listing.maxItems ?? 100))
        let (items, leftOut, failure) = try await Pages.all(request, limit: listing.maxItems) {
            try await page($0, in: context)
        }
        var shortfalls = failure.map { [Self.brokenOff(after: items.count, $0)] } ?? []
        var rows: [JSONValue] = []
        if details {
            let described = try await DescribedRows.rows(items, name: Self.name, note: context.output.note) {
                try await description(of: $0, in: context)
            }
            rows = described.rows
            if let failure = described.failure {
                shortfalls.append(Shortfall("some \(Self.things) couldn't be described", failure: failure))
            }
        } else {
            rows = try items.map { try JSONValue(document: $0) }
        }
        try context.output.printJSON(
            JSONValue.members([(Self.rowsKey, .array(rows))]), lacking: shortfalls, leftOut: leftOut)
        context.output.noteLeftOut(leftOut, things: Self.things)
        return shortfalls
    }

    private func printTable(in context: CommandContext) async throws -> [Shortfall] {
        let limit = listing.maxItems ?? 20_000
        var rows: [Row] = []
        var leftOut = 0
        var hasAnswer = false
        var shortfalls: [Shortfall] = []
        var undescribed = UndescribedRows(things: Self.things)
        for await update in updates(status: try status(), limit: limit, described: details ? limit : 0, in: context) {
            switch update {
            case .page(let page):
                hasAnswer = true
                rows += page
            case .leftOut(let count): leftOut += count
            case .details(let row):
                if let index = rows.firstIndex(where: { $0.id == row.id }) { rows[index] = row }
                if let failure = row.descriptionFailure { undescribed.add(row.name, failure) }
            case .finished(let isComplete):
                if !isComplete { context.output.noteCut(after: rows.count, things: Self.things) }
            case .failed(let failure):
                // The first page says whether there is an answer at all.
                guard hasAnswer else { throw failure }
                shortfalls.append(Self.brokenOff(after: rows.count, failure))
            }
        }
        try Task.checkCancellation()
        await remember(rows, in: context)
        context.output.print(
            Self.table(rows, details: details, now: context.clock.now, isASCII: context.output.isASCII),
            orWhenEmpty: !shortfalls.isEmpty
                ? "the list broke off before any of the \(Self.resources)"
                : leftOut > 0
                    ? "none of the \(Self.resources) in \(context.session.region) can be read"
                    : listing.isFiltered
                        ? "no matching \(Self.resources) in \(context.session.region)"
                        : "no \(Self.resources) in \(context.session.region)")
        context.output.noteLeftOut(leftOut, things: Self.things)
        return shortfalls + undescribed.shortfalls
    }

    private static func brokenOff(after count: Int, _ failure: AWSFailure) -> Shortfall {
        Shortfall(
            "the list is incomplete: it broke off after \(DisplayText.count(count)) \(things)", failure: failure)
    }
}
