import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck outputs TRANSFORM`
struct OutputsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs", abstract: "The inputs of a transform and their outputs.",
        discussion: """
            --head shows the first rows of each output next to its input's, paired where that's certain; --download \
            writes the outputs to files. An input without its output is listed as missing, and the exit status stays 0.
            """)

    @Argument(help: "The transform job's name.") var transform: String

    @Option(help: ArgumentHelp("Write the outputs into a folder, which is made if needed.", valueName: "dir"))
    var download: String?

    @Option(help: ArgumentHelp("Show the first rows of each output, 1 to 1000.", valueName: "number"))
    var head: Int?

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        try Check.range(head, 1...1000, of: "--head")
        if download?.isEmpty == true { throw ValidationError("--download needs the name of a folder") }
    }

    func run(in context: CommandContext) async throws {
        let job = try await context.cloud.describeTransformJob(named: transform)
        let listing = try await OutputListingLoader(storage: context.cloud).listing(of: job)
        let previews = try await previews(of: listing, job: job, in: context)
        try Task.checkCancellation()
        var shortfalls = listing.shortfalls + listing.rows.flatMap { previews[$0.id]?.shortfalls ?? [] }
        if json {
            try context.output.printJSON(
                OutputDocument(transform: transform, listing: listing, previews: previews), lacking: shortfalls,
                leftOut: listing.itemsLeftOut)
        } else if head != nil {
            printPreviews(previews, of: listing, output: context.output)
        } else {
            context.output.print(
                Self.table(listing, isASCII: context.output.isASCII),
                orWhenEmpty: listing.inputFailure == nil
                    ? "no inputs under \(listing.inputLocation.uri)" : "no outputs under \(listing.outputLocation.uri)")
        }
        context.output.noteLeftOut(listing.itemsLeftOut, things: "objects")
        if !listing.isComplete, listing.shortfalls.isEmpty, listing.itemsLeftOut == 0 {
            context.output.note("the listing is cut: there are more objects")
        }
        if listing.progress.hasLostInputs {
            let count = listing.unpairedCount == 1 ? "1 output" : "\(listing.unpairedCount) outputs"
            context.output.note("\(count); no inputs are listed any more under \(listing.inputLocation.uri)")
        }
        let missing = listing.missingCount
        if missing > 0 {
            let why = TransformOverview(job).isEnded ? "" : "; the transform is still running"
            context.output.note("\(missing) of \(listing.inputCount) inputs have no output\(why)")
        }
        if let download {
            shortfalls += try await DownloadReport(folder: download, context: context).run(DownloadPlan(listing))
        }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    static func table(_ listing: OutputListing, isASCII: Bool) -> TextTable {
        let unknown = isASCII ? "-" : DisplayText.unknown
        var table = TextTable([.left("INPUT"), .right("SIZE"), .left("OUTPUT"), .right("SIZE"), .left("STATE")])
        for row in listing.rows {
            table.add([
                .init(row.input == nil ? unknown : row.relativeName),
                .init(row.input?.$size.map(DisplayText.byteCount) ?? unknown),
                .init(row.output == nil ? unknown : listing.outputLocation(of: row).uri),
                .init(row.output?.$size.map(DisplayText.byteCount) ?? unknown),
                .init(row.state.word + (row.oddity.map { ", \($0.words)" } ?? ""), tint: row.state.tint),
            ])
        }
        return table
    }

    private func previews(
        of listing: OutputListing, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws -> [OutputRow.ID: PredictionPreview] {
        guard let head else { return [:] }
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        let loader = PredictionLoader(storage: context.cloud, job: job, limits: .command)
        var previews: [OutputRow.ID: PredictionPreview] = [:]
        for row in listing.rows where row.output != nil {
            previews[row.id] = try await loader.preview(of: row, in: listing, names: names, rowLimit: head)
        }
        return previews
    }

    private func printPreviews(
        _ previews: [OutputRow.ID: PredictionPreview], of listing: OutputListing, output: CommandOutput
    ) {
        var isFirst = true
        for row in listing.rows {
            guard let preview = previews[row.id].map({ PairedPreview(preview: $0) }) else { continue }
            if !isFirst { output.print("") }
            isFirst = false
            output.print(TextTable.Cell(listing.outputLocation(of: row).uri).text)
            for shortfall in preview.preview.shortfalls { output.print("  \(TextTable.Cell(shortfall.line).text)") }
            if let sentence = preview.unpaired { output.print(sentence) }
            if preview.preview.output.table != nil { output.print(preview.table, orWhenEmpty: "  (empty)") }
            for note in preview.notes { output.note(note) }
        }
        if isFirst { output.note("no outputs yet under \(listing.outputLocation.uri)") }
    }
}
