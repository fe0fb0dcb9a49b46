import AWSOperations
import BatchInference
import Console

/// What a transform read beside what it wrote, with the first rows of both.
struct OutputsScreen: ListScreen {
    enum Event: Sendable {
        case described(DescribeTransformJobResponse)
        case listed(TransformOverview, OutputListing)
        case failed(LoadFailure)
        case refreshDue
        case named(ColumnNames)
        case previewed(OutputRow.ID, PredictionPreview)
        case previewFailed(OutputRow.ID, LoadFailure)
        case download(DownloadProgress)
        case downloaded(DownloadOutcome, directory: String)
        case downloadFailed(LoadFailure)
    }

    private(set) var transform: TransformOverview
    /// Its description, whose options say how outputs are read.
    private var job: DescribeTransformJobResponse?
    var model = ListModel<OutputRow>()
    private(set) var listing = Loadable<OutputListing>()
    /// The preview of the selected row.
    private(set) var preview = Loadable<PredictionPreview>()
    private var previewed: OutputRow.ID?
    private var names = ColumnNames()
    private(set) var download: DownloadProgress?
    /// Why the last download stopped, until another begins.
    private(set) var downloadProblem: String?
    /// Whether a narrow screen shows the preview instead of the list.
    private(set) var showsPreview = false

    init(transform: TransformOverview) {
        self.transform = transform
    }

    static let things = (one: "object", many: "objects")
    var isLoaded: Bool { listing.value != nil }
    private(set) var columns = OutputColumns.columns(for: [])
    var crumb: String { "\(transform.name) outputs" }
    var freshness: Freshness? { Freshness(listing) }

    var statusLine: StatusLine {
        guard let listing = listing.value else { return StatusLine() }
        var parts = ["\(listing.inputCount) input\(listing.inputCount == 1 ? "" : "s")"]
        if listing.progress.hasLostInputs { parts = ["the inputs no longer exist"] }
        if listing.inputFailure != nil { parts = ["\(parts[0]) listed, and more"] }
        if listing.inputFailure != nil, listing.inputCount == 0 { parts = ["inputs unknown"] }
        let unpaired = listing.inputsAreWhole ? 0 : listing.counts.extra
        let unknown = listing.outputsAreWhole ? 0 : listing.inputCount - listing.writtenCount
        parts.append("\(listing.writtenCount + unpaired) written")
        if listing.missingCount > 0 { parts.append("\(listing.missingCount) missing") }
        if unknown > 0 { parts.append("\(unknown) unknown") }
        if listing.extraCount > 0 { parts.append("\(listing.extraCount) without an input") }
        if !listing.isComplete { parts.append("incomplete") }
        parts.append((listing.sizesAreKnown ? "" : "at least ") + DisplayText.byteCount(listing.outputBytes))
        if !model.list.marks.isEmpty { parts.append("\(model.list.marks.count) marked") }
        return StatusLine(left: parts.joined(separator: ", "), right: listStatus)
    }

    var lossAtQuit: String? { download == nil ? nil : "The download stops; finished files stay." }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        [load(), loadNames()] + previewSelected(delay: 0)
    }

    private func loadNames() -> Effect<Event> {
        let name = transform.name
        return .run("names") { services, send in
            guard let job = try? await services.cloud.describeTransformJob(named: name) else { return }
            let loader = ColumnNamesLoader(
                services: services.cloud, journal: services.journal, now: services.clock.now)
            send(.named(await loader.names(of: job)))
        }
    }

    private mutating func load() -> Effect<Event> {
        listing.begin()
        let name = transform.name
        return .run("load") { services, send in
            do {
                let job = try await services.cloud.describeTransformJob(named: name)
                let listing = try await OutputListingLoader(storage: services.cloud).listing(of: job)
                send(.described(job))
                send(.listed(TransformOverview(job), listing))
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
        case .failed(let failure):
            listing.fail(failure)
            return [.after("refresh", seconds: context.refresh.active, .refreshDue)]
        case .named(let names):
            self.names = names
            if var shown = preview.value {
                shown.names = names
                preview.succeed(shown, at: context.now)
            }
            return []
        case .previewed(let id, var preview):
            guard id == model.list.selection else { return [] }
            previewed = id
            preview.names = names
            self.preview.succeed(preview, at: context.now)
            return []
        case .previewFailed(let id, let failure):
            guard id == model.list.selection else { return [] }
            preview.fail(failure)
            return []
        case .download(let progress):
            download = progress
            return []
        case .downloaded(let outcome, let directory):
            download = nil
            model.list.marks = []
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
        let isThrottled = listing.shortfalls.contains { $0.failure.isThrottling }
        let wait: Double? =
            isThrottled ? context.refresh.quiet : transform.isEnded ? nil : context.refresh.active
        let shortfall = listing.shortfalls.first.map { first in
            var lack = LoadFailure(first, at: context.now, retryIn: wait)
            lack.problem = listing.shortfalls.map(\.problem).joined(separator: "; ")
            return lack
        }
        self.listing.succeed(listing, at: context.now, lacking: shortfall)
        let before = model.selected
        columns = OutputColumns.columns(for: listing.rows)
        showRows(Array(listing.rows), context)
        var effects: [Effect<Event>] = []
        // A row whose output has come meanwhile is previewed again.
        if model.selected?.id != before?.id || model.selected?.output != before?.output {
            effects += previewSelected(delay: 0)
        }
        if let wait { effects.append(.after("refresh", seconds: wait, .refreshDue)) }
        return effects
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        previewSelected(delay: 0.1)
    }

    private mutating func previewSelected(delay: Double) -> [Effect<Event>] {
        // Whatever comes next, a preview never stands beside another row.
        if previewed != model.selected?.id { preview = Loadable() }
        guard let row = model.selected, let listing = listing.value, let job else { return [.cancel("preview")] }
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

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let row = model.selected, let preview = preview.value else { return [] }
        return [.navigate(.push(PreviewScreen(name: row.relativeName, preview: preview)))]
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
        model.list.marks.isEmpty ? Set(model.selected.map { [$0.id] } ?? []) : model.list.marks
    }

    mutating func beginDownload(of ids: Set<OutputRow.ID>?) -> [Effect<Event>] {
        guard let listing = listing.value else { return [] }
        let plan = DownloadPlan(listing, only: ids)
        guard !plan.items.isEmpty || plan.unnamed != nil else {
            return [.toast(Toast(.info, "no output to download yet"))]
        }
        downloadProblem = nil
        let folder = transform.name
        return [
            .run("download", .screen) { services, send in
                let directory = "\(services.downloadDirectory)/\(folder)"
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

    mutating func cancelDownload() -> [Effect<Event>] {
        download = nil
        return [.cancel("download"), .toast(Toast(.info, "download cancelled"))]
    }
}
