import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck outputs TRANSFORM`
struct OutputsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs", abstract: "List the inputs of a transform and their outputs.",
        discussion: """
            --head shows the first rows of each output next to its input's, paired where that's certain; --download \
            writes the outputs to files; one of the same name is replaced. An input without its output is listed as \
            missing, and the exit status stays 0.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Option(help: ArgumentHelp("Download the outputs to this folder; it's created if needed.", valueName: "dir"))
    var download: String?

    @Option(help: ArgumentHelp("Show the first rows of each output, 1 to 1000.", valueName: "number"))
    var head: Int?

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        try Check.range(head, 1...1000, of: "--head")
        if download?.isEmpty == true { throw ValidationError("--download needs a folder name") }
    }

    func run(in context: CommandContext) async throws {
        let job = try await context.cloud.describeTransformJob(named: transform)
        context.saysItemsLeftOut(ListObjectsV2Request.operation)
        let listing = try await listing(of: job, in: context)
        let previews = try await previews(of: listing, job: job, in: context)
        try Task.checkCancellation()
        var shortfalls = listing.shortfalls + listing.rows.flatMap { previews[$0.id]?.shortfalls ?? [] }
        var downloaded: DownloadReport.Ended?
        if json {
            // The document tells of the download, too.
            downloaded = await fetch(listing, in: context)
            shortfalls += downloaded?.outcome.unreadable ?? []
            var document = OutputDocument(transform: transform, listing: listing, previews: previews)
            document.download = downloaded.map { .init($0.outcome, folder: download ?? "") }
            let stop = downloaded?.error.flatMap(Self.shortfall).map { [$0] } ?? []
            try context.output.printJSON(document, lacking: shortfalls + stop, leftOut: listing.itemsLeftOut)
        } else if head != nil {
            printPreviews(previews, of: listing, output: context.output)
        } else {
            context.output.print(
                Self.table(listing, isASCII: context.output.isASCII),
                orWhenEmpty: listing.inputLocation.flatMap {
                    listing.inputFailure == nil ? "no inputs under \($0.uri)" : nil
                }
                    ?? "no outputs under \(listing.outputLocation.uri)")
        }
        // A download says itself what it could not bring.
        context.output.noteLeftOut(
            download == nil ? listing.itemsLeftOut : listing.inputItemsLeftOut, things: "objects")
        if listing.isCut { context.output.note("the listing is cut: there are more objects") }
        if listing.progress.hasLostInputs, let location = listing.inputLocation {
            let count = listing.unpairedCount == 1 ? "1 output" : "\(listing.unpairedCount) outputs"
            context.output.note("\(count); no inputs are listed any more under \(location.uri)")
        }
        let missing = listing.missingCount
        if missing > 0 {
            let why = TransformOverview(job).isEnded ? "" : "; the transform is still running"
            context.output.note("\(missing) of \(listing.inputCount) inputs have no output\(why)")
        }
        if !json {
            downloaded = await fetch(listing, in: context)
            shortfalls += downloaded?.outcome.unreadable ?? []
        }
        if let error = downloaded?.error {
            guard !shortfalls.isEmpty, let stop = Self.shortfall(error) else { throw error }
            shortfalls.append(stop)
        }
        if !shortfalls.isEmpty { throw CommandFailure(shortfalls) }
    }

    /// A description that can't be used is the service's mistake, not the user's.
    private func listing(
        of job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws -> OutputListing {
        do throws(AWSFailure) {
            return try await OutputListingLoader(storage: context.cloud).listing(of: job)
        } catch {
            guard case .configuration(let problem, let remedy) = error else { throw error }
            throw CommandFailure(.failed, problem, remedy: remedy)
        }
    }

    /// Downloads what is listed, where that is asked for.
    private func fetch(_ listing: OutputListing, in context: CommandContext) async -> DownloadReport.Ended? {
        guard let download else { return nil }
        var ended = await DownloadReport(folder: download, context: context).run(DownloadPlan(listing))
        if listing.isCut, ended.error == nil {
            ended.outcome.unreadable.append(
                Shortfall(
                    "not every output was downloaded",
                    failure: .configuration(
                        problem: "there are more objects than are listed here",
                        remedy: "fetch the rest with: aws s3 cp \(listing.outputLocation.uri) DIR --recursive")))
        }
        return ended
    }

    /// What stopped a download, as what is missing; nil for an interruption.
    private static func shortfall(_ error: any Error) -> Shortfall? {
        switch error {
        case let shortfall as Shortfall: shortfall
        case let failure as AWSFailure where failure != .cancelled: Shortfall("the download stopped", failure: failure)
        case let error as DownloadError:
            Shortfall(
                "can't write \(error.path)",
                failure: .configuration(problem: error.problem, remedy: error.remedy))
        default: nil
        }
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
