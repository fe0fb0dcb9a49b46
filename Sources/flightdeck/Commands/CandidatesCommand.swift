import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck candidates JOB`
struct CandidatesCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "Show the leaderboard of an Autopilot job, best candidate first, or the report on one.")

    @Argument(help: "Job name.") var job: String

    @Argument(help: ArgumentHelp("With --report: the candidate (default: the best).", valueName: "candidate"))
    var candidate: String?

    @Flag(
        help: ArgumentHelp(
            "Show Autopilot's reports on a candidate: metrics, confusion matrix, curves, feature importance, input columns."
        ))
    var report = false

    @OptionGroup var listing: ListingOptions

    @Flag(help: "Look up how large each candidate's model is in S3.")
    var sizes = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.job(job)] }

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
        let _: CandidateStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
        if let candidate, !report {
            throw ValidationError("unexpected argument \(candidate); a candidate goes with --report")
        }
        if report, listing.isFiltered || listing.maxItems != nil || sizes {
            throw ValidationError(
                "--report can't be used with --name-contains, --status-equals, --max-items or --sizes: name the candidate instead"
            )
        }
    }

    func run(in context: CommandContext) async throws {
        let status: CandidateStatus? = try Check.value(listing.statusEquals, of: "--status-equals")
        let reading = try await CandidateListLoader(jobs: context.cloud).leaderboard(of: job)
        try Task.checkCancellation()
        if report { return try await printReport(reading, in: context) }
        var board = reading.board
        board.rows = board.rows.filter { row in
            (status == nil || row.status == status)
                && (listing.nameContains.map { text in row.name.contains(text) } ?? true)
        }
        if let limit = listing.maxItems { board.rows = Array(board.rows.prefix(limit)) }
        let sizes = self.sizes ? await ModelSizeLoader(storage: context.cloud).sizes(of: board.rows) : nil
        if listing.json {
            try context.output.printJSON(
                LeaderboardDocument(board, sizes: sizes?.bytes ?? [:]), lacking: reading.shortfalls,
                leftOut: reading.leftOut)
        } else {
            let none = reading.listingFailure == nil ? "has no" : "has shown no"
            context.output.print(
                Self.table(board, isASCII: context.output.isASCII, sizes: sizes?.bytes),
                orWhenEmpty: "\(job) \(none) \(listing.isFiltered ? "such " : "")candidates")
        }
        context.output.noteLeftOut(reading.leftOut, things: "candidates")
        if let failure = sizes?.failure { context.output.note("some sizes are unknown: \(failure.problem)") }
        if !reading.shortfalls.isEmpty { throw CommandFailure(reading.shortfalls) }
    }

    /// - Parameter sizes: The bytes of the models by the rows' ids; nil where nobody asked for them.
    static func table(
        _ board: Leaderboard, isASCII: Bool, sizes: [Leaderboard.Row.ID: Int]? = nil
    ) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        let trained = board.objective.flatMap { board.trainMetrics.contains($0) ? $0 : nil }
        func title(_ metric: MetricName) -> String {
            metric.title.uppercased() + (metric == board.objective ? " \(board.direction.word)" : "")
        }
        // What the objective is on the training rows stands beside it.
        var columns: [TextTable.Column] = [.right("#"), .left("CANDIDATE"), .left("STATUS"), .left("ALGORITHM")]
        for metric in board.metrics {
            columns.append(.right(title(metric)))
            if metric == trained { columns.append(.right("TRAIN")) }
        }
        if sizes != nil { columns.append(.right("SIZE")) }
        var table = TextTable(columns + [.left("REASON")])
        for row in board.rows {
            let mark = row.isBest ? (isASCII ? "*" : "★") : " "
            var cells: [TextTable.Cell] = [
                .init((row.rank.map(String.init) ?? unknown) + mark, tint: row.isBest ? .good : nil),
                .init(row.title), .status(row.status, isASCII: isASCII), .init(row.algorithm ?? unknown),
            ]
            for metric in board.metrics {
                let text =
                    metric == board.objective ? row.valueText : row.metrics[metric].map { metric.text($0.value) }
                cells.append(.init(text ?? unknown))
                guard metric == trained else { continue }
                let isLarge = board.gap(of: metric, in: row)?.isLarge == true
                let value = row.trainValues[metric].map { (isLarge ? "! " : "") + metric.text($0) }
                cells.append(.init(value ?? unknown, tint: isLarge ? .busy : nil))
            }
            if let sizes { cells.append(.init(sizes[row.id].map(DisplayText.byteCount) ?? unknown)) }
            table.add(cells + [.init(row.candidate.failureReason ?? "")])
        }
        return table
    }
}

/// The candidates as the API sends them and, under `Leaderboard`, what the table shows of each.
struct LeaderboardDocument: Encodable {
    private let response: ListCandidatesForAutoMLJobResponse
    private let board: Leaderboard
    private let sizes: [Leaderboard.Row.ID: Int]

    init(_ board: Leaderboard, sizes: [Leaderboard.Row.ID: Int]) {
        response = ListCandidatesForAutoMLJobResponse(candidates: board.rows.map(\.candidate))
        self.board = board
        self.sizes = sizes
    }

    private enum CodingKeys: String, CodingKey {
        case leaderboard = "Leaderboard"
    }

    func encode(to encoder: any Encoder) throws {
        try response.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(board.rows.map { Entry($0, board, size: sizes[$0.id]) }, forKey: .leaderboard)
    }

    private struct Entry: Encodable {
        var candidateName: String
        var rank: Int?
        var isBest: Bool
        var algorithm: String?
        var metrics: [Metric]
        var inferenceLatencySeconds: Double?
        var modelSizeBytes: Int?

        init(_ row: Leaderboard.Row, _ board: Leaderboard, size: Int?) {
            candidateName = row.name
            rank = row.rank
            isBest = row.isBest
            algorithm = row.algorithm
            metrics = board.metrics.filter { $0 != .latency }.compactMap { Metric($0, row, board) }
            inferenceLatencySeconds = row.metrics[.latency]?.value
            modelSizeBytes = size
        }

        private enum CodingKeys: String, CodingKey {
            case candidateName = "CandidateName"
            case rank = "Rank"
            case isBest = "IsBest"
            case algorithm = "Algorithm"
            case metrics = "Metrics"
            case inferenceLatencySeconds = "InferenceLatencySeconds"
            case modelSizeBytes = "ModelSizeBytes"
        }
    }

    private struct Metric: Encodable {
        var name: String
        var isObjective: Bool
        var betterIs: String
        /// The data set of the value, where it is told.
        var set: String?
        var value: Double?
        var train: Double?
        var gap: Double?
        var gapIsLarge: Bool?

        init?(_ metric: MetricName, _ row: Leaderboard.Row, _ board: Leaderboard) {
            name = metric.name
            isObjective = metric == board.objective
            betterIs = board.direction(of: metric) == .minimize ? "lower" : "higher"
            set = row.metrics[metric]?.set?.rawValue
            value = isObjective ? row.value : row.metrics[metric]?.value
            train = row.trainValues[metric]
            let gap = board.gap(of: metric, in: row)
            self.gap = gap?.advantage
            gapIsLarge = gap?.isLarge
            guard value != nil || train != nil else { return nil }
        }

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case isObjective = "IsObjective"
            case betterIs = "BetterIs"
            case set = "Set"
            case value = "Value"
            case train = "Train"
            case gap = "Gap"
            case gapIsLarge = "GapIsLarge"
        }
    }
}
