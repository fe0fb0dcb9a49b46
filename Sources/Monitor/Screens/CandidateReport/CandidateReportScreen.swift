import AWSOperations
import BatchInference
import Console

/// What Autopilot reports of a candidate: metrics, confusion matrix, curves, feature importance, and what a transform needs.
struct CandidateReportScreen: PageScreen {
    enum Event: Sendable {
        case came(ModelReport)
        case ended
        case download(DownloadProgress)
        case downloaded(DownloadOutcome, directory: String)
        case downloadFailed(LoadFailure)
    }

    let job: JobOverview
    let candidate: AutoMLCandidate
    let isBest: Bool
    private(set) var report = Loadable<ModelReport>()
    /// The class whose importance is shown; nil for all.
    private(set) var output: Int?
    private(set) var cells: LabelMatrix.Cells?
    private(set) var download: DownloadProgress?
    private(set) var downloadProblem: String?
    private var page = TextPage()

    init(job: JobOverview, candidate: AutoMLCandidate, isBest: Bool) {
        (self.job, self.candidate, self.isBest) = (job, candidate, isBest)
    }

    var crumb: String { "\(candidate.candidateName) report" }
    var freshness: Freshness? { Freshness(report) }

    var statusLine: StatusLine {
        if let download {
            return StatusLine(
                left:
                    "downloading \(DisplayText.count(download.filesDone)) of \(DisplayText.count(download.filesTotal))",
                right: "\(Chord.stop) stops it")
        }
        if let downloadProblem { return StatusLine(left: downloadProblem) }
        guard let report = report.value else { return StatusLine() }
        let names = report.classNames
        let shown = output.flatMap { names.indices.contains($0) ? names[$0] : nil }.map { CleanText.line($0) }
        let classes = names.isEmpty ? "" : "importance: \(shown ?? "all \(names.count) classes")"
        return StatusLine(
            left: report.awaited.isEmpty
                ? "" : "still reading: \(report.awaited.map(\.title).sorted().joined(separator: ", "))", right: classes)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        report.value?.isComplete == true ? [] : [load()]
    }

    private mutating func load() -> Effect<Event> {
        report.begin()
        let (job, candidate, isBest) = (job.name, candidate, isBest)
        return .run("report", .screen) { services, send in
            let loader = ModelReportLoader(
                services: services.cloud, job: job, candidate: candidate, isBest: isBest, now: services.clock.now)
            for await report in loader.reports() { send(.came(report)) }
            send(.ended)
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .came(let report):
            let shortfall = report.shortfalls.first.map { LoadFailure($0, at: context.now) }
            self.report.succeed(report, at: context.now, lacking: shortfall)
            if let output, !report.classNames.indices.contains(output) { self.output = nil }
        case .ended: break
        case .download(let progress): if download != nil { download = progress }
        case .downloaded(let outcome, let directory):
            download = nil
            if let first = outcome.unreadable.first {
                downloadProblem =
                    "\(outcome.files.count) of \(outcome.fileCount) downloaded: \(first.failure.problem)"
                return []
            }
            return [.toast(Toast(.success, outcome.text(in: directory)))]
        case .downloadFailed(let failure):
            (download, downloadProblem) = (nil, "download stopped: \(failure.line)")
        }
        return []
    }

    // MARK: Drawing

    private func lines(_ theme: Theme?, _ glyphs: Glyphs, columns: Int) -> (lines: [StyledText], starts: [Int]) {
        guard let report = report.value else { return ([], []) }
        return ReportPage(report: report, output: output, cells: cells, glyphs: glyphs).lines(theme, columns: columns)
    }

    private static func inside(_ area: Rect) -> Rect { area.inset(left: 1, right: 1) }

    mutating func scroll(by rows: Int, _ context: Context) {
        let area = Self.inside(context.area)
        let count = lines(nil, context.glyphs, columns: area.columns - 1).lines.count
        page.scroll(by: rows, lines: count, height: area.rows)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = Self.inside(area)
        let lines = lines(canvas.theme, canvas.glyphs, columns: inside.columns - 1).lines
        guard !lines.isEmpty else {
            return canvas.message([("reading the reports of \(candidate.candidateName)", .textDim)], in: area)
        }
        page.draw(lines, on: &canvas, in: inside)
    }

    /// Goes to where the next or previous section begins.
    private mutating func jump(by step: Int, _ context: Context) {
        let area = Self.inside(context.area)
        let (lines, starts) = lines(nil, context.glyphs, columns: area.columns - 1)
        let wanted = step > 0 ? starts.first { $0 > page.top } : starts.last { $0 < page.top }
        page.scroll(by: (wanted ?? (step > 0 ? page.top : 0)) - page.top, lines: lines.count, height: area.rows)
    }

    // MARK: Acting

    private mutating func turn(by step: Int) -> [Effect<Event>] {
        let count = report.value?.classNames.count ?? 0
        guard count > 0 else { return [] }
        // All classes, then each.
        let place = (output.map { $0 + 1 } ?? 0) + step
        let next = (place + count + 1) % (count + 1)
        output = next == 0 ? nil : next - 1
        return []
    }

    private mutating func turnCells() -> [Effect<Event>] {
        let all = [nil] + LabelMatrix.Cells.allCases.map(Optional.some)
        cells = all[((all.firstIndex(of: cells) ?? 0) + 1) % all.count]
        return []
    }

    private mutating func startDownload() -> [Effect<Event>] {
        guard let plan = report.value?.downloadPlan, !plan.items.isEmpty else { return [] }
        downloadProblem = nil
        download = DownloadProgress(filesTotal: plan.items.count, bytesTotal: plan.totalBytes)
        let folder = SafePath.relative("\(candidate.candidateName)-report")
        return [
            .run("download", .screen) { services, send in
                let directory = "\(services.downloadDirectory)/\(folder)"
                do {
                    let outcome = try await OutputDownloader(storage: services.cloud).download(plan, into: directory) {
                        if case .progress(let progress) = $0 { send(.download(progress)) }
                    }
                    send(.downloaded(outcome, directory: directory))
                } catch {
                    if !Task.isCancelled { send(.downloadFailed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    @Sendable private static func hasReport(_ screen: CandidateReportScreen) -> Availability {
        .when(screen.report.value != nil, otherwise: "the reports are still being read")
    }

    @Sendable private static func hasPlaces(_ screen: CandidateReportScreen) -> Availability {
        guard let report = screen.report.value else { return hasReport(screen) }
        return .when(!report.placeLines.isEmpty, otherwise: "the candidate has no reports")
    }

    static let commands: [Command<CandidateReportScreen, Event>] =
        [
            Command(
                "report.stop", "stop", help: "Stop the download.", chords: [.stop],
                availability: { .when($0.download != nil, otherwise: "nothing in progress") },
                run: { screen, _ in
                    screen.download = nil
                    return [.cancel("download"), .toast(Toast(.info, "download cancelled"))]
                }),
            Command(
                "report.launch", "new transform", help: "Start a batch transform with this candidate.", chords: ["n"],
                footerRank: 1,
                availability: {
                    .when(
                        !ContainerSets($0.candidate).isEmpty, otherwise: "the candidate has no inference containers")
                },
                run: { screen, context in
                    [.launch(screen.candidate, of: screen.job, isBest: screen.isBest, context)]
                }),
            Command(
                "report.next-section", "next part", help: "Go to the next part of the report.", chords: ["Tab", "]"],
                footerRank: 2, availability: hasReport,
                run: { screen, context in
                    screen.jump(by: 1, context)
                    return []
                }),
            Command(
                "report.section-before", "previous part", help: "Go to the previous part.", chords: ["Shift-Tab", "["],
                availability: hasReport,
                run: { screen, context in
                    screen.jump(by: -1, context)
                    return []
                }),
            Command(
                "report.class", "next class", help: "Show the feature importance of the next class, or of all.",
                chords: ["c", "Right", "l"], footerRank: 3, availability: hasClasses,
                run: { screen, _ in screen.turn(by: 1) }),
            Command(
                "report.class-before", "previous class", help: "Show the feature importance of the previous class.",
                chords: ["C", "Left", "h"], availability: hasClasses, run: { screen, _ in screen.turn(by: -1) }),
            Command(
                "report.matrix", "matrix", help: "Show the confusion matrix in rows, in percent, or in both.",
                chords: ["v"], footerRank: 4,
                availability: {
                    .when(
                        $0.report.value?.quality?.sections.contains { $0.matrix != nil } == true,
                        otherwise: "the report has no confusion matrix")
                },
                run: { screen, _ in screen.turnCells() }),
            Command(
                "report.copy", "copy S3 URIs", help: "Copy the S3 URIs of the reports and notebooks, one per line.",
                chords: ["y"], footerRank: 5, availability: hasPlaces,
                run: { screen, _ in
                    guard let lines = screen.report.value?.placeLines else { return [] }
                    return [
                        .copy(
                            lines.joined(separator: "\n"),
                            announcing: "copied \(DisplayText.counted(lines.count, "S3 URI"))")
                    ]
                }),
            Command(
                "report.download", "download",
                help: "Download the report files and notebooks, without explanations of single rows.",
                chords: ["d"], footerRank: 6,
                availability: { screen in
                    guard screen.download == nil else { return .unavailable("a download is in progress") }
                    guard let report = screen.report.value else { return hasReport(screen) }
                    return .when(!report.downloadPlan.items.isEmpty, otherwise: "no files to download")
                },
                run: { screen, _ in screen.startDownload() }),
            Command(
                "report.refresh", "refresh", help: "Read the reports again.", chords: ["r"], footerRank: 62,
                run: { screen, _ in [screen.load()] }),
        ] + pageCommands("report")

    @Sendable private static func hasClasses(_ screen: CandidateReportScreen) -> Availability {
        .when(
            screen.report.value?.classNames.isEmpty == false, otherwise: "feature importance isn't split by class")
    }
}
