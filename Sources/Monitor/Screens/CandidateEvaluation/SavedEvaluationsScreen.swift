import AWSOperations
import BatchInference
import Console

/// A job's evaluations that are kept on this machine, newest first.
struct SavedEvaluationsScreen: ListScreen {
    enum Event: Sendable {
        case read([SavedEvaluation])
        case failed(LoadFailure)
    }

    var model = ListModel<SavedEvaluation>()
    let columns = SavedEvaluation.columns
    static let things = (one: "evaluation", many: "evaluations")
    var isLoaded: Bool { load.value != nil }
    private let job: JobOverview
    private let candidates: [Leaderboard.Row]
    private var load = Loadable<[SavedEvaluation]>()

    var crumb: String { "Saved evaluations" }
    var freshness: Freshness? { Freshness(load) }

    init(of job: JobOverview, candidates: [Leaderboard.Row]) {
        (self.job, self.candidates) = (job, candidates)
    }

    var statusLine: StatusLine {
        StatusLine(
            left: "\(DisplayText.counted(model.rows.count, "evaluation")) of \(job.name), saved on this machine",
            right: listStatus)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard let scope = context.connection.scope else {
            load.fail(.unknownAccount(at: context.now))
            return []
        }
        load.begin()
        return [
            .run("load") { [name = job.name] services, send in
                do {
                    let kept = try await services.evaluations.ended(ofJob: name, in: scope, limit: 500)
                    send(.read(kept.map { SavedEvaluation($0) }))
                } catch {
                    send(.failed(LoadFailure(error, at: services.clock.now)))
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .read(let rows):
            load.succeed(rows, at: context.now)
            showRows(rows, context)
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let row = model.selected, model.list.visible.contains(row.id) else { return [] }
        return [
            .navigate(.push(CandidateEvaluationScreen(named: row.name, of: job, candidates: candidates)))
        ]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            guard model.rows.isEmpty else { return drawNoMatches(on: &canvas, in: area) }
            return canvas.emptyState(
                of: load, in: area, loading: "loading the saved evaluations",
                empty: "no evaluations of \(job.name) are saved on this machine",
                hint: "press e on the leaderboard to run one")
        }
        drawList(on: &canvas, in: canvas.staleLine(of: load, in: area))
    }

    static let commands: [Command<SavedEvaluationsScreen, Event>] =
        [
            Command(
                "saved-evaluations.open", "open", help: "Show the selected evaluation.",
                chords: ["Enter", "Right", "l"], footerRank: 1, availability: needsRow, run: { $0.activate($1) }),
            Command(
                "saved-evaluations.copy", "copy name", help: "Copy the evaluation's name.", chords: ["y"],
                footerRank: 2, availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map { [.copy($0.name, announcing: "copied \($0.name)")] } ?? []
                }),
            Command(
                "saved-evaluations.again", "refresh", help: "Read the saved evaluations again.", chords: ["r"],
                footerRank: 62, run: { $0.appear($1) }),
        ] + listCommands
}

/// What a list tells of a kept evaluation.
struct SavedEvaluation: Hashable, Sendable, Identifiable {
    let name: String
    let createdAt: Timestamp
    let state: String
    let candidates: Int
    let rows: Int
    let input: String
    /// The candidate to use, and its decisive figure.
    let choice: String?
    let figure: String?
    let hasWarnings: Bool

    var id: String { name }

    init(_ record: EvaluationRecord) {
        (name, createdAt, state) = (record.name, record.createdAt, record.stateWords)
        candidates = record.result?.candidates.count ?? record.candidates.count
        rows = record.input.sample?.rows ?? record.input.usable
        input = record.input.uri
        hasWarnings = !record.input.warnings.isEmpty
        let result = record.result
        let place = result?.choice
        choice = place.flatMap { result?.candidates[$0].name }
        figure = place.flatMap { place in
            result.flatMap { result in
                result.candidates[place].value(of: result.decisive.rawValue).map {
                    "\(EvaluationResult.name(of: result.decisive)) \(DisplayText.metric($0))"
                }
            }
        }
    }

    static let columns: [ListColumn<SavedEvaluation>] = [
        ListColumn(
            "evaluated", width: .fixed(20), isAscending: { $0.createdAt < $1.createdAt },
            cell: { row, canvas in StyledText(DisplayText.moment(row.createdAt), canvas.theme[.text]) }),
        ListColumn(
            "status", width: .fixed(11), isAscending: { $0.state < $1.state },
            cell: { row, canvas in
                StyledText(
                    row.state + (row.hasWarnings ? " \(canvas.glyphs.warning)" : ""),
                    canvas.theme[row.state == "done" && !row.hasWarnings ? .text : .statusWarning])
            }),
        ListColumn(
            "rows", width: .fixed(9), alignment: .right, isAscending: { $0.rows < $1.rows },
            cell: { row, canvas in StyledText(DisplayText.count(row.rows), canvas.theme[.text]) }),
        ListColumn(
            "use", width: .flexible(min: 16, weight: 3, max: 40), cut: .middle,
            isAscending: { ($0.choice ?? "") < ($1.choice ?? "") },
            cell: { row, canvas in
                StyledText(row.choice ?? canvas.glyphs.none, canvas.theme[row.choice == nil ? .textDim : .textStrong])
            }),
        ListColumn(
            "figure", width: .flexible(min: 15, weight: 2, max: 30), priority: 1,
            cell: { row, canvas in StyledText(row.figure ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "candidates", width: .fixed(10), alignment: .right, priority: 3,
            isAscending: { $0.candidates < $1.candidates },
            cell: { row, canvas in StyledText("\(row.candidates)", canvas.theme[.text]) }),
        ListColumn(
            "input", width: .flexible(min: 16, weight: 2), priority: 2, cut: .middle,
            isAscending: { $0.input < $1.input },
            alsoFoundBy: { $0.name },
            cell: { row, canvas in StyledText(row.input, canvas.theme[.textDim]) }),
    ]
}
