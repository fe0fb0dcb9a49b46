import AWSOperations
import BatchInference
import Console

/// The leaderboard of a job and, beside it, what the selected candidate is.
struct CandidatesScreen: ListScreen {
    enum Event: Sendable {
        case loaded(LeaderboardReading)
        case failed(AWSFailure)
        case sized(ModelSizeLoader.Sizes)
        case refreshDue
        /// What an earlier run was told, to be shown as such until the service answers.
        case copied(ListCopy<KeptBoard>)
    }

    /// What the keys move in.
    enum Focus: Hashable, Sendable {
        case board
        case detail
    }

    private(set) var job: JobOverview
    /// Whether the launch form opens with the best candidate as soon as it is known.
    private(set) var launchesBest: Bool
    var model = ListModel<Leaderboard.Row>()
    private(set) var columns: [ListColumn<Leaderboard.Row>] = []
    private(set) var board = Loadable<Leaderboard>()
    private var copy: LocalCopy<KeptBoard>
    /// The board of the local copy, until the service answers.
    private var copiedBoard: Leaderboard?
    /// The board that is shown.
    private var shownBoard: Leaderboard? { board.value ?? copiedBoard }
    /// The most candidates of a board that are kept.
    private static let keptCandidates = 500
    /// Whether candidates are missing from the board.
    private(set) var isIncomplete = false
    /// Candidates that cannot be read at all.
    private(set) var leftOut = 0
    /// How large the models are, as far as that is known; nil until somebody has asked.
    private(set) var sizes: ModelSizeLoader.Sizes?
    /// The candidates whose models have been looked up.
    private var sizedIDs: Set<Leaderboard.Row.ID> = []
    private(set) var focus = Focus.board
    var page = TextPage()

    init(job: JobOverview, launchesBest: Bool = false) {
        self.job = job
        self.launchesBest = launchesBest
        copy = LocalCopy(.candidates(of: job.name))
    }

    static let things = (one: "candidate", many: "candidates")
    var isLoaded: Bool { board.value != nil }
    var crumb: String { job.name }
    var freshness: Freshness? { Freshness(board) }

    var statusLine: StatusLine {
        guard let all = board.value?.rows.count else {
            guard let copiedBoard else { return StatusLine() }
            let count = copiedBoard.rows.count
            return StatusLine(
                left: "\(DisplayText.counted(count, "candidate")) from the local copy"
                    + (board.isLoading ? "; loading" : ""),
                right: listStatus)
        }
        let count = model.list.visible.count
        let shown = count == all ? "\(DisplayText.count(all))" : "\(count) of \(DisplayText.count(all))"
        let marks = marked.isEmpty ? "" : "   \(marked.count) marked for comparison"
        let lack = (isIncomplete ? ", incomplete" : "") + (leftOut == 0 ? "" : ", \(leftOut) unreadable")
        return StatusLine(left: "\(shown) \(DisplayText.noun(all, "candidate"))\(lack)\(marks)", right: listStatus)
    }

    func missingRoom(in area: Rect, _ glyphs: Glyphs) -> String {
        guard isLoaded, !columns.isEmpty, CandidateLayout(area, focus: focus).list != nil else { return "" }
        let count = hiddenColumnCount(in: listArea(in: area), glyphs)
        return count == 0 ? "" : "\(DisplayText.counted(count, "more column")): C"
    }

    /// The marked candidates in the board's order.
    var marked: [Leaderboard.Row] { model.rows.filter { model.list.marks.contains($0.id) } }

    // MARK: Loading

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        (isLoaded || !job.isNamed ? [] : [copy.read(context, Event.copied)]) + [load()]
    }

    mutating func identified(_ context: Context) -> [Effect<Event>] {
        if copy.isForeign(context) {
            dropCopy()
            if !isLoaded { showRows([], context) }
        }
        return isLoaded || copy.savedAt != nil || !job.isNamed ? [] : [copy.read(context, Event.copied)]
    }

    /// Shows what an earlier run was told, where the service hasn't said anything yet.
    private mutating func take(_ found: ListCopy<KeptBoard>, _ context: Context) -> [Effect<Event>] {
        guard !isLoaded, let kept = found.rows.first, !kept.candidates.isEmpty, copy.take(found, context) else {
            return []
        }
        let old = kept.board
        copiedBoard = old
        board.standIn(found.savedAt)
        columns = CandidateColumns.of(old, jobName: job.name, isCopy: true)
        if let best = old.best { model.list.select(best.id) }
        showRows(old.rows, context)
        return []
    }

    private mutating func dropCopy() {
        copiedBoard = nil
        copy.drop()
        board.standIn(nil)
    }

    mutating func load() -> Effect<Event> {
        board.begin()
        return .run("load") { [name = job.name] services, send in
            do throws(AWSFailure) {
                send(.loaded(try await CandidateListLoader(jobs: services.cloud).leaderboard(of: name)))
            } catch {
                send(.failed(error))
            }
        }
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return [load()]
        case .copied(let found): return take(found, context)
        case .sized(let sizes):
            self.sizes = sizes
            guard let board = board.value else { return [] }
            columns = CandidateColumns.of(board, jobName: job.name, sizes: sizes.bytes)
            return rearranged(context)
        case .failed(let failure):
            let wait = failure.isThrottling ? context.refresh.quiet : context.refresh.active
            board.fail(LoadFailure(failure, at: context.now, retryIn: wait))
            return [.after("refresh", seconds: wait, .refreshDue)]
        case .loaded(let reading): return show(reading, context)
        }
    }

    private mutating func show(_ reading: LeaderboardReading, _ context: Context) -> [Effect<Event>] {
        // A selection that was made on the local copy stays.
        let isFirst = self.board.value == nil && copiedBoard == nil
        if let described = reading.job { job = described }
        let isThrottled = reading.shortfalls.contains { $0.failure.isThrottling }
        let wait = job.isRunning && !isThrottled ? context.refresh.active : context.refresh.quiet
        isIncomplete = reading.listingFailure != nil
        leftOut = reading.leftOut
        let board = isIncomplete && copiedBoard == nil ? merged(reading.board) : reading.board
        dropCopy()
        let shortfall = reading.shortfalls.first.map { first in
            var lack = LoadFailure(first, at: context.now, retryIn: wait)
            lack.problem = reading.shortfalls.map(\.problem).joined(separator: "; ")
            return lack
        }
        self.board.succeed(board, at: context.now, lacking: shortfall)
        columns = CandidateColumns.of(board, jobName: job.name, sizes: sizes?.bytes ?? [:])
        if isFirst, let best = board.best { model.list.select(best.id) }
        model.list.marks.formIntersection(board.rows.map(\.id))
        showRows(board.rows, context)
        var keeping: [Effect<Event>] = []
        if reading.job != nil, !isIncomplete, !board.rows.isEmpty {
            let kept = KeptBoard(job: job, candidates: board.rows.prefix(Self.keptCandidates).map(\.candidate))
            keeping = copy.keep([kept], context)
        }
        return [.after("refresh", seconds: wait, .refreshDue)] + keeping + measureNew(board)
            + launchBestIfAsked(context)
    }

    /// Looks up how large the models are, once for each candidate that has some.
    private mutating func measureNew(_ board: Leaderboard) -> [Effect<Event>] {
        let rows = board.rows.filter { !ContainerSets($0.candidate).isEmpty }
        let ids = Set(rows.map(\.id))
        guard !ids.isSubset(of: sizedIDs) else { return [] }
        sizedIDs = ids
        return [
            .run("sizes") { services, send in
                send(.sized(await ModelSizeLoader(storage: services.cloud).sizes(of: rows)))
            }
        ]
    }

    /// A board of what came and, beyond it, of what an earlier reading had.
    private func merged(_ newest: Leaderboard) -> Leaderboard {
        let came = Set(newest.rows.map(\.id))
        let older = model.rows.filter { !came.contains($0.id) }
        guard !older.isEmpty else { return newest }
        return Leaderboard(
            candidates: newest.rows.map(\.candidate) + older.map(\.candidate),
            objective: job.objective ?? newest.objective, bestCandidateName: job.bestCandidateName)
    }

    private mutating func launchBestIfAsked(_ context: Context) -> [Effect<Event>] {
        guard launchesBest else { return [] }
        launchesBest = false
        if isIncomplete, job.bestCandidateName == nil {
            return [.toast(Toast(.warning, "the list of candidates is incomplete, so the best one isn't known"))]
        }
        guard let best = board.value?.best else {
            return [.toast(Toast(.warning, "\(job.name) has no best candidate yet"))]
        }
        if case .unavailable(let reason) = Self.launchability(of: best) {
            return [.toast(Toast(.warning, "\(best.name): \(reason)"))]
        }
        return [.launch(best.candidate, of: job, isBest: true, context)]
    }

    // MARK: Acting

    /// Whether a transform can be made with a candidate.
    static func launchability(of row: Leaderboard.Row?) -> Availability {
        guard let row else { return .unavailable("no candidates") }
        switch row.status {
        case .failed: return .unavailable("the candidate failed")
        case .inProgress, .stopping: return .unavailable("the candidate is still running")
        case .unknown: return .unavailable("the candidate's status is unknown")
        default: break
        }
        return .when(
            !ContainerSets(row.candidate).isEmpty, otherwise: "the candidate has no inference containers")
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        focus = .detail
        page.toStart()
        return []
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        page.toStart()
        return []
    }

    mutating func launch(_ context: Context) -> [Effect<Event>] {
        guard isLoaded, let row = model.selected, Self.launchability(of: row) == .available else { return [] }
        return [.launch(row.candidate, of: job, isBest: row.isBest, context)]
    }

    mutating func toggleFocus() {
        focus = focus == .board ? .detail : .board
    }

    mutating func selectBest(_ context: Context) {
        guard let best = board.value?.best else { return }
        focus = .board
        if !model.list.visible.contains(best.id) {
            model.list.filter.clear()
            showRows(model.rows, context)
        }
        model.list.select(best.id)
        model.list.reveal(height: listHeight(context))
        page.toStart()
    }

    mutating func scrollDetail(by rows: Int, _ context: Context) {
        let area = CandidateLayout(context.area, focus: focus).detail ?? .zero
        // The theme does not change how many lines there are.
        let lines = detailLines(columns: area.columns - 2, theme: nil, glyphs: .unicode, now: context.now)
        page.scroll(by: rows, lines: lines.count, height: area.rows)
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        let layout = CandidateLayout(context.area, focus: focus)
        if let detail = layout.detail, detail.contains(event.point) {
            switch event.action {
            case .wheelUp: scrollDetail(by: -3, context)
            case .wheelDown: scrollDetail(by: 3, context)
            case .press(.left): focus = .detail
            default: break
            }
            return []
        }
        if case .press = event.action { focus = .board }
        return mouseOnList(event, context)
    }

    func listArea(in area: Rect) -> Rect {
        let list = CandidateLayout(area, focus: focus).list ?? area
        return list.inset(top: board.staleRows, bottom: reasonRows(in: area))
    }

    /// Rows below the list for why the selected candidate failed, where no panel says so.
    private func reasonRows(in area: Rect) -> Int {
        guard !CandidateLayout.isWide(area), model.selected?.candidate.failureReason != nil else { return 0 }
        return min(4, area.rows / 3)
    }

    func nextChange(after now: Timestamp) -> Double? {
        // Only a running candidate's time changes by itself, and the panel shows it to the second.
        model.selected?.status == .inProgress ? 1 : nil
    }
}

extension CandidatesScreen {
    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else { return drawEmpty(on: &canvas, in: area) }
        let layout = CandidateLayout(area, focus: focus)
        if let list = layout.list {
            _ = canvas.staleLine(of: board, in: list)
            let table = listArea(in: area)
            drawList(on: &canvas, in: table)
            let below = Rect(
                column: list.left, row: table.bottom, columns: list.columns, rows: list.bottom - table.bottom)
            if !below.isEmpty, let reason = model.selected?.candidate.failureReason {
                canvas.rule(at: below.origin, columns: below.columns)
                canvas.paragraph(
                    "\(canvas.glyphs.failed) \(reason)", in: below.inset(left: 3, top: 1, right: 1), .statusFailed)
            }
        }
        if let rule = layout.rule { canvas.columnRule(at: rule.origin, rows: rule.rows) }
        if let detail = layout.detail { drawDetail(on: &canvas, in: detail) }
    }

    private func drawEmpty(on canvas: inout Canvas, in area: Rect) {
        if isFilteredEmpty {
            drawNoMatches(on: &canvas, in: area)
        } else if let reason = job.failureReason, board.value != nil {
            canvas.message(
                [
                    ("\(canvas.glyphs.failed) the job failed before it produced a candidate", .statusFailed),
                    (reason, .text),
                ],
                in: area)
        } else {
            canvas.emptyState(
                of: board, in: area, loading: "loading the candidates of \(job.name)",
                empty: job.isRunning
                    ? "no candidates yet: the job is at \(job.secondaryStatus.rawValue)" : "the job has no candidates",
                hint: job.isRunning ? "they appear here as the job produces them" : "")
        }
    }

    private func drawDetail(on canvas: inout Canvas, in area: Rect) {
        let lines = detailLines(columns: area.columns - 2, theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now)
        page.draw(lines, on: &canvas, in: area)
    }

    /// What is known of the selected candidate, as lines; without a theme for counting them alone.
    func detailLines(columns: Int, theme: Theme?, glyphs: Glyphs, now: Timestamp) -> [StyledText] {
        guard let row = model.selected, let board = shownBoard else { return [] }
        return CandidateDetailText(row: row, job: job, board: board, sizes: sizes).lines(
            columns: columns, theme: theme, glyphs: glyphs, now: now)
    }
}

/// Where the leaderboard and the detail panel are: side by side where there is room, one at a time where not.
struct CandidateLayout: Hashable {
    var list: Rect?
    var detail: Rect?
    /// The line between the two.
    var rule: Rect?

    static func isWide(_ area: Rect) -> Bool { area.columns >= 110 }

    init(_ area: Rect, focus: CandidatesScreen.Focus) {
        guard Self.isWide(area) else {
            if focus == .board { list = area } else { detail = area.inset(left: 1) }
            return
        }
        let (panel, rest) = area.splitRight(min(max(area.columns * 3 / 10, 40), 72))
        list = rest.inset(right: 1)
        rule = panel.splitLeft(1).0
        detail = panel.inset(left: 2)
    }
}
