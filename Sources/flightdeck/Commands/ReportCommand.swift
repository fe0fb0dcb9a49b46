import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck report TRANSFORM`
struct ReportCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Report on a transform that has ended, as Markdown or JSON.",
        discussion: """
            Covers the settings, timeline, cost, counts, the likely cause of a failure and a summary of the \
            predictions, with repairs included. What can't be found out is listed as unknown. Text from the account \
            is escaped, so that it can't be read as Markdown or HTML. A transform that SageMaker no longer has is \
            reported from the local history.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write the report to this file.", valueName: "file"))
    var output: String?

    @OptionGroup var sample: SampleOptions

    @Flag(help: "Print the report as JSON.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        if output?.isEmpty == true { throw ValidationError("--output needs a file name") }
    }

    func run(in context: CommandContext) async throws {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let reader = try await RunReader(context)
        let facts = try await reader.facts(of: transform)
        var known = facts
        var predictions: RunPredictions?
        if sample.limit > 0 {
            do throws(AWSFailure) {
                predictions = try await reader.predictions(of: facts, limit: sample.limit) { progress.show($0.text) }
                if let predictions { known.lack(predictions.summary.shortfalls) }
                if let gap = predictions?.namesShortfall { known.gaps.append(gap.line) }
            } catch {
                guard error != .cancelled else { throw CancellationError() }
                known.lack([Shortfall("the predictions can't be read", failure: error)])
            }
        }
        progress.clear()
        let report = RunReport(known, predictions: predictions, madeAt: context.clock.now)
        let text =
            json
            ? try JSONText.encode(RunReportDocument(report), escapingHidden: true) + "\n" : report.markdown
        if let output, output != "-" {
            let file = try ResultFile(output)
            try file.write(Array(text.utf8))
            try file.finish()
            context.output.note("written to \(output)")
        } else {
            context.output.writeResult(text)
        }
        known.noteGaps(in: context.output)
        if !known.shortfalls.isEmpty { throw CommandFailure(known.shortfalls) }
    }
}

/// How much of the predictions is read for a summary.
struct SampleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read at most this many megabytes of predictions, a sample of whole outputs; 0 reads none.",
            valueName: "megabytes"))
    var maxMegabytes = 1000

    func validate() throws { try Check.range(maxMegabytes, 0...1_000_000, of: "--max-megabytes") }

    /// In bytes.
    var limit: Int { maxMegabytes * 1_000_000 }
}

extension RunReader {
    /// A reader of the session's account.
    init(_ context: CommandContext) async throws {
        let account = try await context.account
        self.init(
            services: context.cloud, journal: context.journal, history: context.history, prices: context.prices,
            clock: context.clock, scope: AccountScope(account: account, region: context.session.region))
    }
}

extension RunFacts {
    /// Says what isn't known, but for what the command fails by, which is said with that.
    ///
    /// - Parameter name: The transform, where several are told of.
    func noteGaps(in output: CommandOutput, of name: String? = nil) {
        let failing = Set(shortfalls.map(\.problem))
        for gap in gaps where !failing.contains(gap) {
            output.note((name.map { "\($0): " } ?? "") + "unknown: \(gap)")
        }
    }
}
