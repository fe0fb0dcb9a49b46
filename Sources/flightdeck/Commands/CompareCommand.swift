import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck compare A B`
struct CompareCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Compare two transforms that have ended.",
        discussion: """
            Shows the settings that differ, times, cost and counts, and how the predictions are distributed in each \
            run: quantiles, class shares, and the population stability index (PSI) over the classes, or over the \
            deciles of the first run's numbers. A PSI below 0.1 is little change, 0.25 or more is a lot. If the \
            outputs are too large, a sample of whole outputs is read, and the result says how many.
            """)

    @Argument(help: "Transform job name.") var first: String
    @Argument(help: "The transform to compare with it.") var second: String

    @OptionGroup var sample: SampleOptions

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(first), .transform(second)] }

    func validate() throws {
        try Check.name(first, of: "FIRST", atMost: 63)
        try Check.name(second, of: "SECOND", atMost: 63)
    }

    func run(in context: CommandContext) async throws {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        let reader = try await RunReader(context)
        let comparison = try await reader.comparison(of: first, second, limit: sample.limit) { progress.show($0) }
        progress.clear()
        if json {
            try context.output.printJSON(ComparisonDocument(comparison))
        } else {
            ComparisonText(comparison: comparison).print(to: context.output)
        }
        for (name, facts) in zip([first, second], [comparison.first, comparison.second]) {
            facts.noteGaps(in: context.output, of: name)
        }
        for note in comparison.notes { context.output.note(note) }
        let shortfalls = comparison.first.shortfalls + comparison.second.shortfalls
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }
}
