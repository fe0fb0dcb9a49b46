import AWSOperations
import ArgumentParser
import BatchInference
import Predictions

/// `flightdeck outputs TRANSFORM`
struct OutputsCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs", abstract: "List the inputs of a transform and their outputs.",
        discussion: """
            --head shows the first rows of each output next to its input's, paired where that's certain. --download \
            writes the outputs to files, several at a time; a file with the same size and ETag is kept, any other of \
            the same name is replaced. Outputs older than the transform belong to an earlier run: they're counted \
            separately, and --head and --download skip them without --include-earlier. An input without an output is \
            listed as missing, and the exit status stays 0.

            --summary reads all rows of all outputs, or of --object, and summarizes each prediction column: classes \
            with their counts, or minimum, mean, quantiles and maximum. If a column has too many distinct numbers to \
            keep, each quantile is shown as the range it lies in. --by counts the predictions by an input column. \
            --where keeps only rows that meet a condition, for example --where 'probability < 0.6'. Outputs that \
            can't be read are named, the rest are counted, and the exit status says so.

            --evaluate compares all predictions with the true values in an input column: accuracy, balanced \
            accuracy, precision, recall, F1, AUC, log loss and the confusion matrix, or RMSE, MAE and R², each \
            computed as in scikit-learn, with the range that holds it in 95 of 100 samples of that many rows. --by \
            shows them for each value of a column.

            --format writes all rows as one table with a header, to standard output or to --output; --joined puts \
            the input's columns before the predictions. An output that can't be paired with its input, or whose \
            columns differ from the first output's, is left out and named. Columns are named as --head shows them; \
            refer to an unnamed column by its number.
            """)

    @Argument(help: "Transform job name.") var transform: String

    @Argument(help: "With --summary: the one column to summarize, as --column names it.") var summaryColumn: String?

    @Option(help: ArgumentHelp("Download the outputs to this folder; it's created if needed.", valueName: "dir"))
    var download: String?

    @Option(help: ArgumentHelp("Show the first rows of each output, 1 to 1000.", valueName: "number"))
    var head: Int?

    @Option(help: ArgumentHelp("Show the last rows of each output, 1 to 1000.", valueName: "number"))
    var tail: Int?

    @Option(
        help: ArgumentHelp("Show rows of --object, counted from 1, for example 101:200.", valueName: "first:last"))
    var rows: String?

    @Option(
        help: ArgumentHelp("Read only this output: its key, the end of the key, or its input's key.", valueName: "key"))
    var object: String?

    @Flag(help: "Summarize all rows of the outputs.")
    var summary = false

    @Option(help: ArgumentHelp("Summarize this column of the predictions or the input.", valueName: "name"))
    var column: String?

    @Option(
        help: ArgumentHelp(
            "Count the predictions by this input column, or by output.NAME.", valueName: "input-column"))
    var by: String?

    @Option(
        help: ArgumentHelp(
            "Pair the column's numbers with this one's, up to 5000 of them in --json.", valueName: "name"))
    var against: String?

    @Option(help: ArgumentHelp("Keep only rows that meet this condition; repeatable.", valueName: "condition"))
    var `where`: [String] = []

    @Option(help: ArgumentHelp("Show the rows the model is least confident in, 1 to 1000.", valueName: "number"))
    var leastConfident: Int?

    @Option(
        help: ArgumentHelp(
            "Compare all predictions with the true values in this column of the input.", valueName: "column"))
    var evaluate: String?

    @Option(
        help: ArgumentHelp(
            "With --evaluate: treat the predictions as classification or regression.", valueName: "type"))
    var problemType: String?

    @Option(
        help: ArgumentHelp(
            "With --evaluate: show precision and recall at this probability, 0 to 1 (default: 0.5).",
            valueName: "probability"))
    var threshold: Double?

    @Option(help: "Write all rows as one table: csv, tsv or jsonl.")
    var format: String?

    @Flag(help: "Put the input's columns before the predictions in the table.")
    var joined = false

    @Option(help: ArgumentHelp("Write only these columns, in this order, separated by commas.", valueName: "names"))
    var columns: String?

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Write the table to this file.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("Read outputs as csv, jsonl, json or text instead of detecting the form.", valueName: "form")
    )
    var form: String?

    @Flag(help: "Include the outputs of an earlier run.")
    var includeEarlier = false

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.transform(transform)] }

    func validate() throws {
        try Check.name(transform, of: "TRANSFORM", atMost: 63)
        try Check.range(head, 1...1000, of: "--head")
        try Check.range(tail, 1...1000, of: "--tail")
        try Check.range(leastConfident, 1...1000, of: "--least-confident")
        let windows = [("--head", head != nil), ("--tail", tail != nil), ("--rows", rows != nil)].filter(\.1).map(\.0)
        if windows.count > 1 { throw ValidationError("\(windows[0]) and \(windows[1]) can't be used together") }
        if rows != nil {
            guard object != nil else { throw ValidationError("--rows needs --object") }
            _ = try window
        }
        if let evaluate { return try validateEvaluation(evaluate, beside: windows) }
        if let needless = [("--problem-type", problemType != nil), ("--threshold", threshold != nil)].first(where: \.1)
        {
            throw ValidationError("\(needless.0) needs --evaluate")
        }
        if summarizes {
            let others = windows + (download == nil ? [] : ["--download"])
            if let other = others.first { throw ValidationError("--summary and \(other) can't be used together") }
            _ = try conditions
        } else if let summaryColumn {
            throw ValidationError("unexpected argument \(summaryColumn); a column goes with --summary")
        } else if let needless = [("--column", column != nil), ("--by", by != nil), ("--against", against != nil)]
            .first(where: \.1)
        {
            throw ValidationError("\(needless.0) needs --summary or --least-confident")
        }
        if !self.where.isEmpty, !summarizes, format == nil {
            throw ValidationError("--where needs --summary, --least-confident or --format")
        }
        if object != nil, !summarizes, windows.isEmpty, format == nil {
            throw ValidationError("--object needs --head, --tail, --rows, --summary or --format")
        }
        if against != nil, column == nil, summaryColumn == nil {
            throw ValidationError("--against needs --column")
        }
        if summaryColumn != nil, column != nil {
            throw ValidationError("\(summaryColumn ?? "") and --column can't be used together")
        }
        if let form {
            _ = try forms
            guard summarizes || !windows.isEmpty || format != nil else {
                throw ValidationError("--form \(form) needs --head, --tail, --rows, --summary or --format")
            }
        }
        try validateTable(beside: windows)
        if download?.isEmpty == true { throw ValidationError("--download needs a folder name") }
    }

    private func validateEvaluation(_ target: String, beside windows: [String]) throws {
        guard !target.isEmpty else { throw ValidationError("--evaluate needs a column name or number") }
        let others =
            windows
            + [
                ("--summary", summary), ("--least-confident", leastConfident != nil), ("--download", download != nil),
                ("--format", format != nil), ("--where", !self.where.isEmpty), ("--against", against != nil),
                ("--joined", joined), ("--columns", columns != nil), ("--output", output != nil),
            ].filter(\.1).map(\.0)
        if let other = others.first { throw ValidationError("--evaluate and \(other) can't be used together") }
        if let summaryColumn {
            throw ValidationError("unexpected argument \(summaryColumn); name the predicted column with --column")
        }
        if let threshold, !(0...1).contains(threshold) {
            throw ValidationError("--threshold is a probability, 0 to 1 (got \(threshold))")
        }
        if let problemType, PredictionEvaluation.Kind(rawValue: problemType) == nil {
            throw ValidationError("--problem-type is classification or regression (got \(problemType))")
        }
        _ = try forms
    }

    private func evaluation(
        against target: String, _ listing: OutputListing, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws {
        var request = OutputEvaluator.Request(target: ColumnReference(target))
        request.forms = try forms
        request.column = column.map { ColumnReference($0) }
        request.slicedBy = by.map { ColumnReference($0) }
        request.includesEarlier = includeEarlier
        request.object = object.map { ByteText($0) }
        try await EvaluationReport(
            transform: transform, kind: problemType.flatMap(PredictionEvaluation.Kind.init),
            threshold: threshold ?? 0.5,
            isJSON: json, context: context
        ).run(request, listing, job: job)
    }

    private func validateTable(beside windows: [String]) throws {
        guard let format else {
            if let needless = [("--joined", joined), ("--columns", columns != nil), ("--output", output != nil)]
                .first(where: \.1)
            {
                throw ValidationError("\(needless.0) needs --format")
            }
            return
        }
        guard RowWriter.Format(rawValue: format) != nil else {
            throw ValidationError("--format is csv, tsv or jsonl (got \(format))")
        }
        let others =
            windows + (download == nil ? [] : ["--download"]) + (summarizes ? ["--summary"] : [])
            + (json ? ["--json"] : [])
        if let other = others.first { throw ValidationError("--format and \(other) can't be used together") }
        if output?.isEmpty == true { throw ValidationError("--output needs a file name") }
        _ = try conditions
        _ = try columnList
    }

    /// The names of `--columns`; one with a comma in it stands in quotes, as in CSV.
    private var columnList: [ColumnReference] {
        get throws {
            guard let columns else { return [] }
            let names = CSVFields.fields(of: Array(columns.utf8))
            guard names.allSatisfy({ !$0.isEmpty }) else { throw ValidationError("--columns has an empty name") }
            return names.map { ColumnReference($0) }
        }
    }

    private func write(
        _ listing: OutputListing, as format: String, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws {
        var request = OutputExporter.Request()
        request.forms = try forms
        request.format = RowWriter.Format(rawValue: format) ?? .csv
        request.isJoined = joined
        request.columns = try columnList
        request.conditions = try conditions
        request.includesEarlier = includeEarlier
        request.object = object.map { ByteText($0) }
        try await ExportReport(path: output, context: context).run(request, listing, job: job)
    }

    private var forms: RecordForms {
        get throws {
            switch form {
            case nil: RecordForms()
            case "csv"?: RecordForms(output: .csv)
            case "jsonl"?: RecordForms(output: .jsonLines)
            case "json"?: RecordForms(output: .json)
            case "text"?: RecordForms(output: .text)
            case let form?: throw ValidationError("--form is csv, jsonl, json or text (got \(form))")
            }
        }
    }

    private var summarizes: Bool { summary || leastConfident != nil }

    private var conditions: [RowCondition] {
        get throws {
            try self.where.map { text in
                do throws(RowCondition.Problem) { return try RowCondition(text) } catch {
                    throw ValidationError("can't read --where \(text): \(error.text)")
                }
            }
        }
    }

    /// The rows that are shown of each output; nil for none.
    private var window: RowWindow? {
        get throws {
            if let head { return .first(head) }
            if let tail { return .last(tail) }
            guard let rows else { return nil }
            let parts = rows.byteParts(at: ":").map { Int($0) }
            guard parts.count == 2, let first = parts[0], let last = parts[1], first >= 1, last >= first,
                last - first < 1000, last < 1 << 60
            else {
                throw ValidationError("--rows takes FIRST:LAST, at most 1000 rows, for example 101:200 (got \(rows))")
            }
            return .range(first - 1..<last)
        }
    }

    func run(in context: CommandContext) async throws {
        let named = try await context.cloud.describeTransformJob(named: transform)
        context.saysItemsLeftOut(ListObjectsV2Request.operation)
        // A repair and the runs before it have the same inputs and outputs between them, and are shown as one.
        let finder = RepairFinder(transforms: context.cloud, journal: context.journal)
        let job = try await finder.firstRun(of: named)
        let family = await finder.family(of: job)
        if let problem = family.problem { context.output.note(problem) }
        if !job.transformJobName.hasSameBytes(as: named.transformJobName) {
            context.output.note("\(transform) repairs \(job.transformJobName): shown as one with it")
        }
        let listing = try await listing(of: job, in: family, context: context)
        if !TransformOverview(job).isEnded, format != nil || summarizes || evaluate != nil {
            context.output.note("the transform is still running: these are its outputs so far")
        }
        if object == nil, summarizes || format != nil && !joined { noteStrangers(in: listing, output: context.output) }
        if let format { return try await write(listing, as: format, job: job, in: context) }
        if summarizes { return try await summarize(listing, job: job, in: context) }
        if let evaluate { return try await evaluation(against: evaluate, listing, job: job, in: context) }
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
        } else if try window != nil {
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

    /// Says which outputs are taken though no input of the transform is theirs.
    private func noteStrangers(in listing: OutputListing, output: CommandOutput) {
        let counts = listing.counts
        guard counts.extra > 0, counts.inputs > 0, listing.inputsAreWhole else { return }
        let number = "\(DisplayText.count(counts.extra)) of \(DisplayText.counted(counts.outputs, "output"))"
        let verb = counts.extra == 1 ? "has" : "have"
        output.note(
            "\(number) \(verb) no input here: included, though another transform may have written "
                + (counts.extra == 1 ? "it" : "them"))
    }

    /// Rows of so many outputs are read side by side; those of a command may be long.
    private static let previewsAtOnce = 4

    private var isPreview: Bool { head != nil || tail != nil || rows != nil }

    private func summarize(
        _ listing: OutputListing, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws {
        var request = OutputSummarizer.Request()
        request.forms = try forms
        request.column = (summaryColumn ?? column).map { ColumnReference($0) }
        request.groupedBy = by.map { ColumnReference($0) }
        request.scatteredWith = against.map { ColumnReference($0) }
        request.conditions = try conditions
        request.leastConfident = leastConfident ?? 0
        request.includesEarlier = includeEarlier
        request.object = object.map { ByteText($0) }
        try await SummaryReport(transform: transform, showsColumns: summary, isJSON: json, context: context)
            .run(request, listing, job: job)
    }

    /// Says which inputs or outputs there are none of, and why as far as that is known.
    private func noteAbsences(in listing: OutputListing, job: DescribeTransformJobResponse, output: CommandOutput) {
        let counts = listing.counts
        if counts.inputs == 0, listing.inputsAreWhole, let location = listing.inputLocation {
            let isLost = counts.outputs + counts.earlier > 0
            output.note("no inputs \(isLost ? "are listed any more " : "")under \(location.uri)")
        }
        if !isPreview, let absence = listing.progress.absence(job.transformJobStatus) {
            output.note("\(absence) (\(listing.outputLocation.uri))")
        } else if counts.missing > 0 {
            let why = TransformOverview(job).isEnded ? "" : "; the transform is still running"
            output.note(
                "\(DisplayText.count(counts.missing)) of \(DisplayText.count(counts.inputs)) inputs have no output\(why)"
            )
        }
        if counts.earlier > 0, !includeEarlier, isPreview || download != nil {
            output.note(
                "left out \(DisplayText.count(counts.earlier)) of an earlier run; --include-earlier includes them")
        }
    }

    /// A description that can't be used is the service's mistake, not the user's.
    private func listing(
        of job: DescribeTransformJobResponse, in family: RepairFamily, context: CommandContext
    ) async throws -> OutputListing {
        let progress = ProgressLine(context.output)
        defer { progress.clear() }
        do {
            var last: OutputListing?
            for try await listing in OutputListingLoader(storage: context.cloud).listings(of: job, in: family) {
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
        case let error as FileWriteError:
            Shortfall(
                "can't write \(error.path)",
                failure: .configuration(problem: error.problem, remedy: error.remedy))
        default: nil
        }
    }

    private func previews(
        of listing: OutputListing, job: DescribeTransformJobResponse, in context: CommandContext
    ) async throws -> [OutputRow.ID: PredictionPreview] {
        guard let window = try window else { return [:] }
        let names = await ColumnNamesLoader(
            services: context.cloud, journal: context.journal, now: context.clock.now
        ).names(of: job)
        if let gap = names.shortfall { context.output.note(gap.line) }
        let loader = PredictionLoader(storage: context.cloud, job: job, limits: .command, forms: try forms)
        var previews: [OutputRow.ID: PredictionPreview] = [:]
        let positions: [Int]
        do {
            positions = try OutputSelection(object: object, includesEarlier: includeEarlier).positions(in: listing)
        } catch {
            throw CommandFailure(error)
        }
        var rest = positions.map { listing.rows[$0] }[...]
        try await withThrowingTaskGroup(of: (OutputRow.ID, PredictionPreview).self) { group in
            func begin() {
                guard let row = rest.popFirst() else { return }
                group.addTask {
                    (row.id, try await loader.preview(of: row, in: listing, names: names, window: window))
                }
            }
            for _ in 0..<Self.previewsAtOnce { begin() }
            while let (id, preview) = try await group.next() {
                previews[id] = preview
                begin()
            }
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
        // What couldn't be listed isn't known to be none.
        let absence = listing.progress.absence(status) ?? (listing.shortfalls.isEmpty ? "no outputs" : nil)
        if isFirst, let absence {
            output.note("\(absence) (\(listing.outputLocation.uri))")
        }
    }
}
