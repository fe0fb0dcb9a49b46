import AWSOperations
import BatchInference

extension CandidatesCommand {
    /// Prints the report on the candidate that is named, or on the best.
    func printReport(_ reading: LeaderboardReading, in context: CommandContext) async throws {
        let row = try row(of: reading)
        let report = await ModelReportLoader(
            services: context.cloud, job: job, candidate: row.candidate, isBest: row.isBest, now: context.clock.now
        ).report()
        try Task.checkCancellation()
        let shortfalls = reading.shortfalls + report.shortfalls
        if listing.json {
            try context.output.printJSON(report.document, lacking: shortfalls)
        } else {
            ModelReportText(report: report).print(to: context.output)
        }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    /// The candidate of that name, or the only one whose name ends so; the best where none is named.
    private func row(of reading: LeaderboardReading) throws -> Leaderboard.Row {
        let rows = reading.board.rows
        guard let candidate else {
            if let best = reading.board.best { return best }
            throw CommandFailure(
                .failed, rows.isEmpty ? "\(job) has no candidates" : "\(job) has no best candidate yet",
                remedy: rows.isEmpty ? "" : "name one listed by: flightdeck candidates \(job)")
        }
        if let row = rows.first(where: { $0.name == candidate }) { return row }
        let ending = rows.filter { $0.name.hasSuffix(candidate) }
        if ending.count == 1 { return ending[0] }
        if let failure = reading.listingFailure {
            throw Shortfall("\(candidate) isn't among the candidates that were listed", failure: failure)
        }
        let near = nearest(to: candidate, among: rows.map(\.name)).map { ": did you mean \($0)?" } ?? ""
        throw CommandFailure(
            .failed, "\(job) has no candidate \(candidate)\(near)",
            remedy: "list them with: flightdeck candidates \(job)")
    }
}
