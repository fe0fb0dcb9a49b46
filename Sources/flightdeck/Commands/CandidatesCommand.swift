import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck candidates JOB`
struct CandidatesCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates", abstract: "Show the leaderboard of an Autopilot job, best candidate first.")

    @Argument(help: "Job name.") var job: String

    @OptionGroup var listing: ListingOptions

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.job(job)] }

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
        let _: CandidateStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
    }

    func run(in context: CommandContext) async throws {
        let status: CandidateStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
        let reading = try await CandidateListLoader(jobs: context.cloud).leaderboard(of: job)
        try Task.checkCancellation()
        var board = reading.board
        board.rows = board.rows.filter { row in
            (status == nil || row.status == status)
                && (listing.nameContains.map { text in row.name.contains(text) } ?? true)
        }
        if let limit = listing.maxItems { board.rows = Array(board.rows.prefix(limit)) }
        if listing.json {
            try context.output.printJSON(
                ListCandidatesForAutoMLJobResponse(candidates: board.rows.map(\.candidate)),
                lacking: reading.shortfalls, leftOut: reading.leftOut)
        } else {
            let none = reading.listingFailure == nil ? "has no" : "has shown no"
            context.output.print(
                Self.table(board, isASCII: context.output.isASCII),
                orWhenEmpty: "\(job) \(none) \(listing.isFiltered ? "such " : "")candidates")
        }
        context.output.noteLeftOut(reading.leftOut, things: "candidates")
        if !reading.shortfalls.isEmpty { throw CommandFailure(reading.shortfalls) }
    }

    static func table(_ board: Leaderboard, isASCII: Bool) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        var table = TextTable(
            [.right("#"), .left("CANDIDATE"), .left("STATUS")]
                + board.metrics.map { metric in
                    let arrow = metric == board.objective && !isASCII ? " \(board.direction.arrow)" : ""
                    return .right(metric.name.uppercased() + arrow)
                } + [.left("REASON")])
        for row in board.rows {
            let mark = row.isBest ? (isASCII ? "*" : "★") : " "
            table.add(
                [
                    .init((row.rank.map(String.init) ?? unknown) + mark, tint: row.isBest ? .good : nil),
                    .init(row.title), .status(row.status, isASCII: isASCII),
                ]
                    + board.metrics.map { metric in
                        let text =
                            metric == board.objective
                            ? row.valueText : row.metrics[metric].map { DisplayText.metric($0.value) }
                        return .init(text ?? unknown)
                    } + [.init(row.candidate.failureReason ?? "")])
        }
        return table
    }
}
