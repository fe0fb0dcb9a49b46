import AWSOperations
import ArgumentParser
import BatchInference

/// `flightdeck outputs TRANSFORM`
struct OutputsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs", abstract: "List the inputs of a transform and their outputs.",
        discussion: """
            --head shows the first rows of each output next to its input's, paired where that's certain; --download \
            writes the outputs to files, several at a time; one that's there with the same size and time is kept, and \
            another of the same name is replaced. Outputs older than the transform are of an earlier run: they're \
            counted apart, and left out of --head and --download without --include-earlier. An input without its \
            output is listed as missing, and the exit status stays 0.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Option(help: ArgumentHelp("Download the outputs to this folder; it's created if needed.", valueName: "dir"))
    var download: String?

    @Option(help: ArgumentHelp("Show the first rows of each output, 1 to 1000.", valueName: "number"))
    var head: Int?

    @Flag(help: "Include the outputs of an earlier run in --head and --download.")
    var includeEarlier = false

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
        let status = job.transformJobStatus
        var shortfalls = listing.shortfalls + listing.unreadableEntries(includingOutputs: download == nil)
        if !previews.isEmpty { shortfalls += listing.rows.flatMap { previews[$0.id]?.shortfalls ?? [] } }
        var downloaded: DownloadReport.Ended?
        if json {
            // The document tells of the download, too.
            downloaded = await fetch(listing, in: context)
            shortfalls += downloaded?.outcome.unreadable ?? []
            var document = OutputDocument(
                transform: transform, status: status, listing: listing, previews: previews)
            document.download = downloaded.map { .init($0.outcome, folder: download ?? "") }
            let stop = downloaded?.error.flatMap(Self.shortfall).map { [$0] } ?? []
            try document.print(
                to: context.output, lacking: shortfalls + stop, leftOut: listing.itemsLeftOut)
        } else if head != nil {
            printPreviews(previews, of: listing, status: status, output: context.output)
        } else {
            OutputTable(listing: listing, isASCII: context.output.isASCII).print(to: context.output)
            if !listing.rows.isEmpty { context.output.note(listing.summary) }
        }
        // A download says itself what it could not bring.
        context.output.noteLeftOut(
            download == nil ? listing.itemsLeftOut : listing.inputItemsLeftOut, things: "objects")
        if !json { noteAbsences(in: listing, job: job, output: context.output) }
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

    /// Says which inputs or outputs there are none of, and why as far as that is known.
    private func noteAbsences(in listing: OutputListing, job: DescribeTransformJobResponse, output: CommandOutput) {
        let counts = listing.counts
        if counts.inputs == 0, listing.inputsAreWhole, let location = listing.inputLocation {
            let isLost = counts.outputs + counts.earlier > 0
            output.note("no inputs \(isLost ? "are listed any more " : "")under \(location.uri)")
        }
        if head == nil, let absence = listing.progress.absence(job.transformJobStatus) {
            output.note("\(absence) (\(listing.outputLocation.uri))")
        } else if counts.missing > 0 {
            let why = TransformOverview(job).isEnded ? "" : "; the transform is still running"
            output.note(
                "\(DisplayText.count(counts.missing)) of \(DisplayText.count(counts.inputs)) inputs have no output\(why)"
            )
        }
        if counts.earlier > 0, !includeEarlier, head != nil || download != nil {
            output.note(
                "left out \(DisplayText.count(counts.earlier)) of an earlier run; --include-earlier takes them, too")
        }
    }

    /// A description that can't be used is the service's mistake, not the user's.
    private func listing(
        of job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws -> OutputListing {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        do {
            var last: OutputListing?
            for try await listing in OutputListingLoader(storage: context.cloud).listings(of: job) {
                last = listing
                if listing.isUnderWay { progress.show(listing.listedText) }
            }
            guard let last else { throw AWSFailure.cancelled }
            return last
        } catch {
            let error = AWSFailure(wrapping: error)
            guard case .configuration(let problem, let remedy) = error else { throw error }
            throw CommandFailure(.failed, problem, remedy: remedy)
        }
    }

    /// Downloads what is listed, where that is asked for.
    private func fetch(_ listing: OutputListing, in context: CommandContext) async -> DownloadReport.Ended? {
        guard let download else { return nil }
        return await DownloadReport(folder: download, context: context)
            .run(DownloadPlan(listing, includesEarlier: includeEarlier))
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

    private func previews(
        of listing: OutputListing, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws -> [OutputRow.ID: PredictionPreview] {
        guard let head else { return [:] }
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        let loader = PredictionLoader(storage: context.cloud, job: job, limits: .command)
        var previews: [OutputRow.ID: PredictionPreview] = [:]
        for row in listing.rows where row.output != nil && (includeEarlier || row.state != .earlier) {
            previews[row.id] = try await loader.preview(of: row, in: listing, names: names, rowLimit: head)
        }
        return previews
    }

    private func printPreviews(
        _ previews: [OutputRow.ID: PredictionPreview], of listing: OutputListing, status: TransformJobStatus,
        output: CommandOutput
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
        if isFirst {
            let absence = listing.progress.absence(status) ?? "no outputs"
            output.note("\(absence) (\(listing.outputLocation.uri))")
        }
    }
}
