import AWSOperations
import BatchInference
import Console

/// The kept runs of a model, newest first, with how long each ran.
struct ModelTrendScreen: PageScreen {
    enum Event: Sendable {
        case loaded([EndedRun], models: Int)
        case failed(LoadFailure)
    }

    let model: String
    private var load = Loadable<[EndedRun]>()
    private var page = TextPage()
    /// How many models the runs are of: those of the same candidate.
    private var models = 1
    private static let runLimit = 500

    init(model: String) {
        self.model = model
    }

    var crumb: String { "Runs of \(model)" }
    var freshness: Freshness? { Freshness(load) }

    var statusLine: StatusLine {
        guard let runs = load.value else { return StatusLine() }
        let more = runs.count >= Self.runLimit ? ", and more" : ""
        let of = models > 1 ? " of \(models) models with the same artifacts" : ""
        return StatusLine(left: "\(DisplayText.counted(runs.count, "run"))\(more)\(of), saved on this machine")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard let scope = context.connection.scope else {
            load.fail(.unknownAccount(at: context.now))
            return []
        }
        load.begin()
        return [
            .run("load") { [model] services, send in
                do {
                    let names = await ModelFamily.names(like: model, in: scope, services.journal)
                    let runs = try await ModelFamily.runs(
                        of: names, in: scope, from: services.history, limit: Self.runLimit)
                    send(.loaded(runs, models: names.count))
                } catch {
                    let problem = (error as? any JournalProblem)?.problem ?? "\(error)"
                    send(.failed(LoadFailure(problem: problem, remedy: "", at: services.clock.now)))
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .loaded(let runs, let models):
            self.models = models
            load.succeed(runs, at: context.now)
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = Self.body(of: context.area)
        let count = lines(columns: body.columns - 1, theme: nil, glyphs: .unicode, now: context.now).count
        page.scroll(by: rows, lines: count, height: body.rows)
    }

    /// `<$0.01` where there is no room for words.
    private static func narrow(_ cost: EndedRun.Cost) -> String {
        cost.text.droppingBytePrefix("less than ").map { "<\($0)" } ?? cost.text
    }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard let runs = load.value, !runs.isEmpty else {
            return canvas.emptyState(
                of: load, in: area, loading: "loading the saved runs",
                empty: "no ended runs of \(model) are saved on this machine",
                hint: "a run is saved when Flightdeck sees it after it has ended")
        }
        let body = Self.body(of: canvas.staleLine(of: load, in: area))
        page.draw(
            lines(columns: body.columns - 1, theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now), on: &canvas,
            in: body)
    }

    private func lines(columns: Int, theme: Theme?, glyphs: Glyphs, now: Timestamp) -> [StyledText] {
        func style(_ role: StyleRole) -> Style { theme?[role] ?? .plain }
        let runs = load.value ?? []
        var lines = (RunTrend(runs)?.lines ?? ["no completed run"]).map { StyledText($0, style(.text)) }
        lines.append("")
        let longest = runs.compactMap(\.runningSeconds).max() ?? 0
        let bar = max(min(columns - 70, 40), 8)
        let name = max(columns - bar - 48, 14)
        func cells(_ texts: [String]) -> String {
            TextWidth.padRight(TextWidth.truncate(texts[0], columns: name, at: .middle), columns: name) + " "
                + TextWidth.padRight(texts[1], columns: 13) + TextWidth.padRight(texts[2], columns: 6)
                + TextWidth.padRight(texts[3], columns: 9) + TextWidth.padRight(texts[4], columns: 11)
        }
        lines.append(StyledText(cells(["TRANSFORM", "STATUS", "AGE", "RAN", "COST"]), style(.tableHeader)))
        for run in runs {
            let word = StatusWord(jobStatus: run.status.rawValue)
            let age = run.overview.age(at: now).map(DisplayText.narrowAge) ?? glyphs.none
            var line = StyledText(
                cells([
                    run.name, word.text(glyphs), age, run.runningSeconds.map(DisplayText.duration) ?? glyphs.none,
                    run.cost.map { Self.narrow($0) } ?? glyphs.none,
                ]), style(run.status == .completed ? .text : .textDim))
            if let seconds = run.runningSeconds, longest > 0 {
                let filled = max(1, Int((seconds / longest * Double(bar)).rounded()))
                line += StyledText(String(repeating: glyphs.isASCII ? "#" : "█", count: filled), style(.metricBar))
            }
            lines.append(line)
        }
        return lines
    }

    static let commands: [Command<ModelTrendScreen, Event>] =
        [
            Command(
                "trend.again", "refresh", help: "Read the saved runs again.", chords: ["r"], footerRank: 62,
                run: { screen, context in screen.appear(context) })
        ] + pageCommands("trend", ranks: [.down: 1, .up: 2])
}
