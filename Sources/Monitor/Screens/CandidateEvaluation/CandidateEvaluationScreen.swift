import AWSOperations
import BatchInference
import Console

/// What candidates come to on labelled rows, and which to use.
struct CandidateEvaluationScreen: PageScreen {
    enum Event: Sendable {
        case loaded(EvaluationRecord?)
        case failed(LoadFailure)
    }

    private let job: JobOverview
    private let candidates: [Leaderboard.Row]
    /// What the one is called that is shown; nil for the newest.
    private var name: String?
    private(set) var load = Loadable<EvaluationRecord>()
    private var isMissing = false
    /// The place of the candidate whose details are shown, and that is launched.
    private(set) var selected = 0
    private var page = TextPage()

    /// One that has just ended.
    init(_ record: EvaluationRecord, job: JobOverview, candidates: [Leaderboard.Row]) {
        (self.job, self.candidates) = (job, candidates)
        show(record, at: record.updatedAt)
    }

    /// The newest of the job that is kept here.
    init(newestOf job: JobOverview, candidates: [Leaderboard.Row]) {
        (self.job, self.candidates) = (job, candidates)
    }

    /// One of the job that is kept here.
    init(named name: String, of job: JobOverview, candidates: [Leaderboard.Row]) {
        self.init(newestOf: job, candidates: candidates)
        self.name = name
    }

    private mutating func show(_ record: EvaluationRecord, at time: Timestamp) {
        load.succeed(record, at: time)
        selected = record.result?.choice ?? record.result?.order.first ?? 0
    }

    var record: EvaluationRecord? { load.value }
    var crumb: String { "Evaluation" }

    var statusLine: StatusLine {
        guard let record, let result = record.result else { return StatusLine() }
        return StatusLine(
            left: "\(EvaluationResult.letter(selected)) \(result.candidates[selected].name)",
            right: "evaluated \(DisplayText.moment(record.createdAt))")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard load.value == nil, !isMissing, let scope = context.connection.scope else { return [] }
        load.begin()
        return [
            .run("load") { [job = job.name, name] services, send in
                do {
                    let kept = services.evaluations
                    guard let name else {
                        return send(.loaded(try await kept.ended(ofJob: job, in: scope, limit: 1).first))
                    }
                    send(.loaded(try await kept.ended(named: name, in: scope)))
                } catch {
                    send(.failed(LoadFailure(error, at: services.clock.now)))
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .loaded(let record?): show(record, at: context.now)
        case .loaded(nil): isMissing = true
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    private mutating func select(by steps: Int) -> [Effect<Event>] {
        guard let order = record?.result?.order, !order.isEmpty else { return [] }
        let place = order.firstIndex(of: selected) ?? 0
        selected = order[(place + steps + order.count) % order.count]
        return []
    }

    /// The selected candidate as the leaderboard has it.
    private var row: Leaderboard.Row? {
        guard let name = record?.result?.candidates[selected].name else { return nil }
        return candidates.first { $0.name == name }
    }

    // MARK: Drawing

    mutating func scroll(by rows: Int, _ context: Context) {
        page.scroll(by: rows, lines: lines(nil, columns: context.area.columns - 2).count, height: context.area.rows)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard record != nil else {
            guard isMissing else {
                return canvas.emptyState(of: load, in: area, loading: "loading the saved evaluation", empty: "nothing")
            }
            return canvas.message(
                [("no saved evaluation of \(job.name)", .text), ("press e on the leaderboard to run one", .textDim)],
                in: area)
        }
        let inner = area.inset(left: 1)
        page.draw(lines(canvas.theme, columns: inner.columns - 1), on: &canvas, in: inner)
    }

    private func lines(_ theme: Theme?, columns: Int) -> [StyledText] {
        guard let record else { return [] }
        var page = TextPageBuilder(theme: theme, columns: columns)
        func add(_ table: FigureTable?, _ title: String, widestFirst: Int? = nil) {
            guard let table else { return }
            page.heading(title)
            page.table(table, widestFirst: widestFirst ?? max(18, columns / 2))
        }
        page.text(CleanText.line(record.title), .title)
        for warning in record.input.warnings { page.text("Warning: \(CleanText.line(warning)).", .statusWarning) }
        guard let result = record.result else {
            page.text(record.problem ?? record.stateWords, .statusFailed)
            return page.lines
        }
        let gaps = result.gaps
        for sentence in result.verdict {
            page.text(CleanText.line(sentence), gaps.contains(sentence) ? .statusFailed : .text)
        }
        for problem in result.problems { page.text(CleanText.line(problem), .statusFailed) }
        // The sentences above have the names in full.
        add(result.overview, "Figures", widestFirst: columns < 120 ? 20 : columns / 2)
        for note in record.input.notes + result.figureNotes { page.text(CleanText.line(note), .textDim) }
        add(result.pairTable, "Beside each other, on the same rows")
        add(result.differenceTable, "By the other figures")
        add(result.sliceTable, "By \(CleanText.line(result.slicing ?? ""))")
        let candidate = result.candidates[selected]
        let name = "\(EvaluationResult.letter(selected)) \(CleanText.line(candidate.name))"
        if let figures = candidate.figures {
            add(figures.metrics, name)
            if let line = result.validationLine(of: selected) { page.text(line, .textDim) }
            add(figures.matrix, "Confusion matrix of \(EvaluationResult.letter(selected))")
            add(figures.thresholdTable(with: record.threshold), "Thresholds of \(EvaluationResult.letter(selected))")
        }
        if let line = result.disagreementLine {
            page.heading("Disagreements")
            page.text(line)
        }
        add(result.disagreementTable(limit: EvaluationResult.disagreementLimit), "Rows")
        return page.lines
    }

    static let commands: [Command<CandidateEvaluationScreen, Event>] =
        [
            Command(
                "candidate-evaluation.use", "use this one", help: "Open the launch form with the selected candidate.",
                chords: ["n", "Enter"], footerRank: 1,
                availability: usable,
                run: { screen, context in
                    guard let row = screen.row else { return [] }
                    return [.launch(row.candidate, of: screen.job, isBest: row.isBest, context)]
                }),
            Command(
                "candidate-evaluation.next", "next candidate", help: "Show the next candidate's details.",
                chords: ["Right", "l"], footerRank: 2, availability: hasResult,
                run: { screen, _ in screen.select(by: 1) }),
            Command(
                "candidate-evaluation.before", "previous candidate", help: "Show the previous candidate's details.",
                chords: ["Left", "h"], availability: hasResult, run: { screen, _ in screen.select(by: -1) }),
            Command(
                "candidate-evaluation.report", "report",
                help: "Show the selected candidate's reports: metrics, confusion matrix, curves, feature importance.",
                chords: ["R"],
                availability: { .when($0.row != nil, otherwise: "the job no longer lists it") },
                run: { screen, _ in
                    guard let row = screen.row else { return [] }
                    return [
                        .navigate(
                            .push(
                                CandidateReportScreen(
                                    job: screen.job, candidate: row.candidate, isBest: row.isBest)))
                    ]
                }),
            Command(
                "candidate-evaluation.copy", "copy as Markdown", help: "Copy the report as Markdown.", chords: ["y"],
                footerRank: 3, availability: hasResult,
                run: { screen, _ in
                    [.copy(screen.record?.markdown ?? "", announcing: "copied the evaluation as Markdown")]
                }),
            Command(
                "candidate-evaluation.others", "saved evaluations",
                help: "List the job's evaluations that are saved on this machine.", chords: ["o"], footerRank: 48,
                run: { screen, _ in
                    [.navigate(.push(SavedEvaluationsScreen(of: screen.job, candidates: screen.candidates)))]
                }),
            Command(
                "candidate-evaluation.save", "save as Markdown", help: "Write the report to a Markdown file.",
                chords: ["w"], footerRank: 4, availability: hasResult,
                run: { screen, _ in
                    guard let record = screen.record else { return [] }
                    return [
                        .navigate(
                            .push(
                                FilePathScreen(
                                    title: "Save the evaluation", path: "\(record.name).md",
                                    purpose: .save(record.markdown, what: "the evaluation"))))
                    ]
                }),
        ] + pageCommands("candidate-evaluation")

    @Sendable private static func usable(_ screen: CandidateEvaluationScreen) -> Availability {
        guard let result = screen.record?.result else { return .unavailable("no result") }
        let candidate = result.candidates[screen.selected]
        guard candidate.figures != nil else {
            return .unavailable("it has no figures: \(CleanText.line(candidate.problem ?? "reason unknown"))")
        }
        return .when(screen.row != nil, otherwise: "the job no longer lists it")
    }

    @Sendable private static func hasResult(_ screen: CandidateEvaluationScreen) -> Availability {
        .when(screen.record?.result != nil, otherwise: "no result")
    }
}
