import AWSOperations
import BatchInference
import Console

/// What a transform read beside what it wrote, with the first rows of both.
struct OutputsScreen: FilteredScreen {
    enum Event: Sendable {
        case described(DescribeTransformJobResponse)
        /// As far as it has come, or whole.
        case listed(TransformOverview, OutputListing)
        case arranged(OutputArrangement, OutputRows, RowOrder)
        case failed(LoadFailure)
        case refreshDue
        case named(ColumnNames)
        /// The names have taken so long that nobody waits for them any more.
        case namesAreLate
        case previewed(OutputRow.ID, PredictionPreview)
        case previewFailed(OutputRow.ID, LoadFailure)
        case download(DownloadProgress)
        case downloaded(DownloadOutcome, directory: String)
        case downloadFailed(LoadFailure)
    }

    private(set) var transform: TransformOverview
    /// Its description, whose options say how outputs are read.
    private var job: DescribeTransformJobResponse?
    var list = OutputList()
    private(set) var listing = Loadable<OutputListing>()
    /// Whether the listing was stopped before its end.
    private(set) var isListingCancelled = false
    /// The filter and order that rows are being looked through for, and whether newer rows have come meanwhile.
    private var arranging: (arrangement: OutputArrangement, isOutdated: Bool)?
    /// The preview of the selected row.
    private(set) var preview = Loadable<PredictionPreview>()
    private var previewed: OutputRow.ID?
    private var names = ColumnNames()
    private var namesAreKnown = false
    /// What is opened once the columns' names are known: what begins without them would never have them.
    private var opening: Opening?

    private enum Opening {
        case rows
        case summary
        case evaluation
        case table
    }
    private(set) var download: DownloadProgress?
    /// Why the last download stopped, until another begins.
    private(set) var downloadProblem: String?
    /// Whether a narrow screen shows the preview instead of the list.
    private(set) var showsPreview = false

    /// The screen that repairs a transform; nil where none is at hand.
    let repair: (@Sendable (String) -> any Screen)?

    init(transform: TransformOverview, repair: (@Sendable (String) -> any Screen)? = nil) {
        self.transform = transform
        self.repair = repair
    }

    var isLoaded: Bool { listing.value != nil }
    var columns: [OutputColumns.Column] { OutputColumns.columns(withNotes: list.rows?.hasOddities == true) }
    var crumb: String { "\(transform.name) outputs" }
    var freshness: Freshness? { Freshness(listing) }

    var statusLine: StatusLine {
        guard let listing = listing.value else { return StatusLine() }
        if listing.isUnderWay {
            return StatusLine(left: "\(listing.listedText)   \(Chord.stop) stops it", right: listStatus)
        }
        let counts = listing.counts
        var parts = [DisplayText.counted(counts.inputs, "input")]
        if listing.progress.hasLostInputs { parts = ["the inputs no longer exist"] }
        if listing.inputFailure != nil { parts = ["\(parts[0]) listed, and more"] }
        if listing.inputFailure != nil, counts.inputs == 0 { parts = ["inputs unknown"] }
        let unpaired = listing.inputsAreWhole ? 0 : counts.extra
        let unknown = listing.outputsAreWhole ? 0 : counts.inputs - counts.written
        let hasOutputsAlone = listing.inputsAreWhole && counts.inputs == 0 && listing.extraCount > 0
        if !hasOutputsAlone { parts.append("\(DisplayText.count(counts.written + unpaired)) written") }
        if counts.missing > 0 { parts.append("\(DisplayText.count(counts.missing)) missing") }
        if unknown > 0 { parts.append("\(DisplayText.count(unknown)) unknown") }
        if listing.extraCount > 0 {
            let outputs = hasOutputsAlone ? (counts.extra == 1 ? " output" : " outputs") : ""
            parts.append("\(DisplayText.count(counts.extra))\(outputs) without an input")
        }
        parts += listing.progress.remarks
        if isListingCancelled {
            parts.append("listing stopped: r lists again")
        } else if !listing.isComplete {
            parts.append("incomplete")
        }
        parts.append((listing.sizesAreKnown ? "" : "at least ") + DisplayText.byteCount(listing.outputBytes))
        if let every = listedEvery { parts.append("listed every \(DisplayText.duration(seconds: every))") }
        if !list.marks.isEmpty { parts.append("\(DisplayText.count(list.marks.count)) marked") }
        return StatusLine(left: parts.joined(separator: ", "), right: listStatus)
    }

    var lossAtQuit: String? { download == nil ? nil : "The download stops; finished files stay." }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        [load(), loadNames()] + previewSelected(delay: 0)
    }

    private func loadNames() -> Effect<Event> {
        let name = transform.name
        return .run("names") { services, send in
            guard let job = try? await services.cloud.describeTransformJob(named: name) else {
                return send(.named(ColumnNames()))
            }
            let loader = ColumnNamesLoader(
                services: services.cloud, journal: services.journal, now: services.clock.now)
            send(.named(await loader.names(of: job)))
        }
    }

    /// Lists inputs and outputs; once the inputs are all there, the outputs alone, and what was listed stays until then.
    private mutating func load() -> Effect<Event> {
        listing.begin()
        isListingCancelled = false
        let name = transform.name
        let before = listing.value
        return .run("load") { services, send in
            do {
                // A repair and the runs before it have the same inputs and outputs between them, and are shown as one.
                let finder = RepairFinder(transforms: services.cloud, journal: services.journal)
                let job = try await finder.firstRun(of: try await services.cloud.describeTransformJob(named: name))
                let family = await finder.family(of: job)
                send(.described(job))
                let overview = TransformOverview(job)
                let loader = OutputListingLoader(storage: services.cloud)
                for try await listing in loader.listings(of: job, in: family, after: before) {
                    if before == nil || !listing.isUnderWay { send(.listed(overview, listing)) }
                }
            } catch {
                send(.failed(LoadFailure(error, at: services.clock.now)))
            }
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return [load()]
        case .described(let job):
            self.job = job
            return []
        case .listed(let transform, let listing): return show(listing, of: transform, context)
        case .arranged(let arrangement, let rows, let order):
            guard arrangement == wanted(context) else { return [] }
            let isOutdated = arranging?.isOutdated == true
            arranging = nil
            return show(rows, order, context) + (isOutdated ? arrange(context) : [])
        case .failed(let failure):
            listing.fail(failure)
            return [.after("refresh", seconds: context.refresh.active, .refreshDue)]
        case .named(let names):
            self.names = names
            namesAreKnown = true
            if var shown = preview.value {
                shown.names = names
                preview.succeed(shown, at: context.now)
            }
            return openWhatWaits()
        case .namesAreLate: return openWhatWaits()
        case .previewed(let id, var preview):
            guard id == list.selection else { return [] }
            previewed = id
            preview.names = names
            self.preview.succeed(preview, at: context.now)
            return []
        case .previewFailed(let id, let failure):
            guard id == list.selection else { return [] }
            preview.fail(failure)
            return []
        case .download(let progress):
            download = progress
            return []
        case .downloaded(let outcome, let directory):
            download = nil
            list.marks = []
            if let first = outcome.unreadable.first {
                let others = outcome.unreadable.count == 1 ? "" : " (and \(outcome.unreadable.count - 1) others)"
                let fetched = "\(outcome.files.count) of \(outcome.fileCount) downloaded"
                // The reason first: names are long, and the line is cut at the screen's edge.
                let name = first.missing.replacing("\(directory)/", with: "")
                downloadProblem = "\(fetched): \(first.failure.problem); \(name)\(others)"
                return []
            }
            return [.toast(Toast(.success, outcome.text(in: directory)))]
        case .downloadFailed(let failure):
            let place = [download?.file, failure.line].compactMap(\.self).joined(separator: ": ")
            downloadProblem = "download stopped at \(place)"
            download = nil
            return []
        }
    }

    private mutating func show(
        _ listing: OutputListing, of transform: TransformOverview, _ context: Context
    ) -> [Effect<Event>] {
        self.transform = transform
        if listing.isUnderWay {
            self.listing.succeed(listing, at: context.now)
            self.listing.begin()
            return arrange(context)
        }
        let isThrottled = listing.shortfalls.contains { $0.failure.isThrottling }
        let wait: Double? =
            isThrottled
            ? context.refresh.quiet
            : transform.isEnded ? nil : listing.pauseBetweenListings(atLeast: context.refresh.active)
        let shortfall = listing.shortfalls.first.map { first in
            var lack = LoadFailure(first, at: context.now, retryIn: wait)
            lack.problem = listing.shortfalls.map(\.problem).joined(separator: "; ")
            return lack
        }
        self.listing.succeed(listing, at: context.now, lacking: shortfall)
        var effects = arrange(context)
        if let wait { effects.append(.after("refresh", seconds: wait, .refreshDue)) }
        return effects
    }

    /// The seconds between two listings of a transform that runs, where they are so far apart that it's worth saying.
    private var listedEvery: Double? {
        guard let listing = listing.value, !transform.isEnded else { return nil }
        let seconds = listing.pauseBetweenListings(atLeast: 0)
        return seconds >= 10 ? seconds : nil
    }

    /// What the filter and the order ask for.
    private func wanted(_ context: Context) -> OutputArrangement {
        OutputArrangement(filter: list.filter.text, sort: list.sort, glyphs: context.canvas.glyphs)
    }

    /// Rows that are filtered and sorted at once; more are looked through beside the keys.
    private static let quick = 5_000

    /// Shows the newest rows as filter and order have them, at once or when they have been looked through.
    mutating func arrange(_ context: Context) -> [Effect<Event>] {
        guard let rows = listing.value?.rows else { return [] }
        let wanted = wanted(context)
        if wanted.isTrivial || rows.count <= Self.quick {
            arranging = nil
            guard let order = wanted.order(of: rows) else { return [] }
            return [.cancel("arrange")] + show(rows, order, context)
        }
        if arranging?.arrangement == wanted {
            arranging?.isOutdated = true
            return []
        }
        arranging = (wanted, false)
        return [
            .run("arrange") { _, send in
                if let order = wanted.order(of: rows) { send(.arranged(wanted, rows, order)) }
            }
        ]
    }

    private mutating func show(_ rows: OutputRows, _ order: RowOrder, _ context: Context) -> [Effect<Event>] {
        let before = list.selected
        list.show(rows, order, height: listHeight(context))
        // A row whose output has come meanwhile is previewed again.
        let now = list.selected
        guard now?.id != before?.id || now?.output != before?.output else { return [] }
        return previewSelected(delay: now?.id == before?.id || before == nil ? 0 : 0.1)
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        previewSelected(delay: 0.1)
    }

    private mutating func previewSelected(delay: Double) -> [Effect<Event>] {
        // Whatever comes next, a preview never stands beside another row.
        if previewed != list.selected?.id { preview = Loadable() }
        guard let row = list.selected, let listing = listing.value, let job else { return [.cancel("preview")] }
        preview.begin()
        return [
            .run("preview") { services, send in
                if delay > 0 {
                    do { try await services.clock.sleep(seconds: delay) } catch { return }
                }
                guard
                    let pair = try? await PredictionLoader(storage: services.cloud, job: job)
                        .preview(of: row, in: listing, rowLimit: 200), !Task.isCancelled
                else { return }
                if let shortfall = pair.shortfalls.first, pair.input.table == nil, pair.output.table == nil {
                    return send(.previewFailed(row.id, LoadFailure(shortfall, at: services.clock.now)))
                }
                send(.previewed(row.id, pair))
            }
        ]
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] { open(.rows) }

    /// What all outputs of this run hold.
    mutating func summarize() -> [Effect<Event>] { open(.summary) }

    mutating func evaluate() -> [Effect<Event>] { open(.evaluation) }

    private static let patienceForNames = 3.0

    private mutating func open(_ what: Opening) -> [Effect<Event>] {
        guard namesAreKnown else {
            opening = what
            return [.after("late names", seconds: Self.patienceForNames, .namesAreLate)]
        }
        return opened(what)
    }

    private mutating func openWhatWaits() -> [Effect<Event>] {
        defer { opening = nil }
        return opening.map(opened) ?? []
    }

    private func opened(_ what: Opening) -> [Effect<Event>] {
        switch what {
        case .rows:
            guard let row = list.selected, let preview = preview.value, let listing = listing.value, let job else {
                return []
            }
            return [.navigate(.push(RowsScreen(row, in: listing, job: job, preview: preview)))]
        case .summary: return allOutputs.map { [.navigate(.push(SummaryScreen($0)))] } ?? []
        case .evaluation: return allOutputs.map { [.navigate(.push(EvaluationScreen($0)))] } ?? []
        case .table:
            guard let preview = preview.value, let listing = listing.value, let job else { return [] }
            return [.navigate(.push(FilePathScreen.table(of: nil, in: listing, job: job, preview: preview)))]
        }
    }

    /// All outputs of this run; nil before they're known.
    private var allOutputs: SummaryScreen.Source? {
        guard let preview = preview.value, let listing = listing.value, let job else { return nil }
        let written = listing.counts.outputs
        return SummaryScreen.Source(
            listing: listing, job: job, object: nil,
            name: transform.isEnded
                ? "all \(DisplayText.counted(written, "output"))"
                : "\(DisplayText.counted(written, "output")) so far", preview: preview)
    }

    /// All outputs of this run as one table.
    mutating func writeTable() -> [Effect<Event>] { open(.table) }

    /// The selected output, or all of them, as others read them.
    func useElsewhere(all: Bool, _ context: Context) -> [Effect<Event>] {
        guard let listing = listing.value, let row = list.selected, let preview = preview.value,
            let table = preview.output.table
        else { return [] }
        let subject = OutputSnippet.Subject(
            all ? listing.outputLocation : listing.outputLocation(of: row), isPrefix: all, form: table.form,
            hasHeader: preview.hasHeader, columns: preview.written.titles, region: context.connection.region,
            profile: context.connection.profile.flatMap { $0 == "default" ? nil : $0 })
        return [.navigate(.push(ElsewhereScreen(subject)))]
    }

    /// The selected output as it stands.
    func showInPager() -> [Effect<Event>] {
        guard let listing = listing.value, let row = list.selected, let job else { return [] }
        return [.showInPager { ObjectContent(of: row, .output, in: listing, job: job, from: $0.cloud) }]
    }

    mutating func togglePreview(_ context: Context) -> [Effect<Event>] {
        guard context.area.columns < Self.wide else {
            return [.toast(Toast(.info, "list and preview are both shown"))]
        }
        showsPreview.toggle()
        return []
    }

    /// The rows that a download takes: the marked ones, or the selected one.
    var downloadRows: Set<OutputRow.ID> {
        list.marks.isEmpty ? Set(list.selected.map { [$0.id] } ?? []) : list.marks
    }

    mutating func beginDownload(of ids: Set<OutputRow.ID>?) -> [Effect<Event>] {
        guard let listing = listing.value else { return [] }
        let counts = listing.counts
        let hasAny =
            ids.map { ids in listing.rows.positions(of: ids).contains { listing.rows[$0].output != nil } }
            ?? (counts.outputs > 0 || listing.outputItemsLeftOut > 0)
        guard hasAny else {
            let absence = listing.progress.absence(transform.status) ?? "no output to download"
            let earlier = counts.earlier > 0 && ids == nil ? "; mark those of an earlier run to download them" : ""
            return [.toast(Toast(.info, absence + earlier))]
        }
        downloadProblem = nil
        download = DownloadProgress(filesTotal: ids?.count ?? counts.outputs, bytesTotal: 0)
        let folder = transform.name
        return [
            .run("download", .screen) { services, send in
                let directory = "\(services.downloadDirectory)/\(folder)"
                // Of a million rows, this takes its time.
                let plan = DownloadPlan(listing, only: ids)
                do {
                    let downloader = OutputDownloader(storage: services.cloud)
                    let outcome = try await downloader.download(plan, into: directory) { event in
                        if case .progress(let progress) = event { send(.download(progress)) }
                    }
                    send(.downloaded(outcome, directory: directory))
                } catch {
                    send(.downloadFailed(LoadFailure(error, at: services.clock.now)))
                }
            }
        ]
    }

    /// Stops the download, or else the listing; what has come stays.
    mutating func cancel() -> [Effect<Event>] {
        guard download == nil else { return cancelDownload() }
        guard var listing = listing.value, listing.isUnderWay else { return [] }
        listing.isUnderWay = false
        isListingCancelled = true
        self.listing.succeed(listing, at: self.listing.loadedAt ?? transform.createdAt)
        return [.cancel("load"), .toast(Toast(.info, "listing stopped"))]
    }

    private mutating func cancelDownload() -> [Effect<Event>] {
        download = nil
        return [.cancel("download"), .toast(Toast(.info, "download cancelled"))]
    }
}
