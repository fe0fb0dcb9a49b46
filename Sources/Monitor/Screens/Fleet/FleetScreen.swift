import AWSOperations
import BatchInference
import Console

/// What runs in all watched accounts, with the age of its figures, and what ended meanwhile.
struct FleetScreen: ListScreen {
    enum Event: Sendable {
        case snapshot(FleetSnapshot, hasBegun: Bool)
        /// The profiles to watch, as they were marked.
        case chosen([String])
    }

    var model = ListModel<FleetRow>()
    let columns = FleetColumns.all
    static let things = (one: "transform", many: "transforms")
    private(set) var accounts: [FleetAccountState] = []
    /// How many have ended; not all of them are rows.
    private var ended = 0
    private var hasBegun: Bool

    var crumb: String { "Running everywhere" }
    var isLoaded: Bool { hasBegun }

    init(_ snapshot: FleetSnapshot, hasBegun: Bool) {
        self.hasBegun = hasBegun
        accounts = snapshot.accounts
        ended = snapshot.ended
        model = ListModel(snapshot.rows)
    }

    var shownTransform: TransformOverview.ID? { model.selected?.overview.id }

    var freshness: Freshness? {
        guard model.rows.contains(where: \.isOpen) else { return nil }
        let readable = accounts.filter { $0.failure == nil }.compactMap(\.readAt)
        // The oldest of those that can be read: the problems of the others stand over the list.
        return Freshness(loadedAt: readable.min(), isLoading: !hasBegun, failure: nil)
    }

    var statusLine: StatusLine {
        let running = model.rows.count(where: \.isOpen)
        let ended = model.rows.count - running
        let shown = model.list.visible.count
        var left = model.list.filter.isActive ? "\(DisplayText.count(shown)) shown, " : ""
        left += "\(DisplayText.count(running)) running in \(DisplayText.counted(accounts.count, "account"))"
        let endedInAll = max(ended, self.ended)
        if endedInAll > 0 { left += ", \(DisplayText.count(endedInAll)) ended meanwhile" }
        if endedInAll > ended { left += " (the last \(DisplayText.count(ended)) are listed)" }
        let unreadable = accounts.reduce(0) { $0 + $1.unreadable }
        if unreadable > 0 { left += ", \(unreadable) unreadable" }
        return StatusLine(left: left, right: listStatus)
    }

    /// The rows that are in sight, whose outputs are worth counting.
    func rowsInSight(_ context: Context) -> [FleetRow.ID] {
        let list = model.list
        let height = max(Table.body(of: listArea(in: context.area)).rows, 1)
        return list.visible.dropFirst(list.top).prefix(height).filter { model.row($0)?.isOpen == true }
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { rearranged(context) }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let snapshot, let hasBegun):
            self.hasBegun = hasBegun
            accounts = snapshot.accounts
            ended = snapshot.ended
            showRows(snapshot.rows, context)
            return []
        case .chosen(let names):
            hasBegun = false
            return [.watch(names.map { FleetMember(profile: $0) })]
        }
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let row = model.selected, row.overview.isNamed else { return [] }
        return [.goToTransform(row)]
    }

    func nextChange(after now: Timestamp) -> Double? {
        // Ages and the next refresh are counted in seconds where something moves.
        model.rows.contains(where: \.isOpen) || accounts.contains { $0.failure != nil } || !hasBegun ? 1 : 30
    }

    // MARK: Drawing

    private static let mostProblems = 5

    /// The accounts with a problem: a line each, and one more where there are too many.
    private var problems: [FleetAccountState] { accounts.filter { $0.failure != nil } }

    private var problemRows: Int { min(problems.count, Self.mostProblems) }

    func listArea(in area: Rect) -> Rect {
        area.splitTop(min(problemRows + 1, max(area.rows - 4, 0))).1
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let list = listArea(in: area)
        let (top, _) = area.splitTop(area.rows - list.rows)
        drawAccounts(on: &canvas, in: top)
        guard model.list.visible.isEmpty else { return drawList(on: &canvas, in: list) }
        guard model.rows.isEmpty else { return drawNoMatches(on: &canvas, in: list) }
        guard hasBegun else { return canvas.message([("looking for running transforms", .textDim)], in: list) }
        let empty =
            problems.count == accounts.count && !accounts.isEmpty
            ? "no account can be read"
            : "nothing is running in \(DisplayText.counted(accounts.count - problems.count, problems.isEmpty ? "account" : "other account"))"
        canvas.message([(empty, .text), ("press p to choose the profiles to watch", .textDim)], in: list)
    }

    /// When anything is asked next, and each account that can't be read, with why and when it's tried again.
    private func drawAccounts(on canvas: inout Canvas, in area: Rect) {
        guard area.rows > 0 else { return }
        let now = canvas.now
        var parts = accounts.filter { $0.failure == nil }.map { account in
            "\(account.place.title): \(account.readAt == nil ? "asking" : DisplayText.count(account.running))"
        }
        if parts.count > 6 { parts = ["\(parts.count) accounts can be read"] }
        let next = nextText(at: now)
        let line = area.row(0).inset(columns: 1)
        canvas.text(next, in: line, .textDim, align: .right)
        canvas.text(
            TextWidth.truncate(
                parts.joined(separator: " \(canvas.glyphs.dot) "), columns: line.columns - TextWidth.columns(next) - 2),
            in: line, .textDim)
        for (offset, account) in problems.prefix(min(problemRows, area.rows - 1)).enumerated() {
            let line = area.row(offset + 1).inset(columns: 1)
            let isLast = offset == problemRows - 1 && problems.count > Self.mostProblems
            let next = isLast ? "" : account.nextTryText(at: now)
            let text =
                isLast
                ? "\(problems.count - offset) more accounts can't be read"
                : "\(account.place.title)\(ageText(account, at: now)): \(account.causeText ?? "")"
            // When it's tried again is said whatever the width.
            let head = TextWidth.truncate(
                "\(canvas.glyphs.warning) \(text)", columns: max(line.columns - TextWidth.columns(next), 0))
            canvas.text(head + next, in: line, .stale)
        }
    }

    private func ageText(_ account: FleetAccountState, at now: Timestamp) -> String {
        if account.concernsDescriptions { return "" }
        guard let readAt = account.readAt else { return ", never read" }
        return ", read \(DisplayText.ago(seconds: now.seconds(since: readAt)))"
    }

    private func nextText(at now: Timestamp) -> String {
        guard let next = accounts.filter({ $0.failure == nil }).compactMap(\.nextReadAt).min() else {
            return hasBegun ? "" : "asking"
        }
        let runs = model.rows.contains(where: \.isOpen)
        // Nothing counts down where nothing moves.
        guard runs else { return "refreshed every minute" }
        return "next refresh \(DisplayText.countdown(seconds: max(0, next.seconds(since: now))))"
    }

    static let commands: [Command<FleetScreen, Event>] =
        [
            Command(
                "fleet.open", "open", help: "Go to the transform, switching to its account if needed.",
                chords: ["Enter"], footerRank: 1, availability: needsRow, run: { $0.activate($1) }),
            Command(
                "fleet.profiles", "profiles", help: "Choose the profiles to watch: Space marks, Enter confirms.",
                chords: ["p"], footerRank: 2,
                run: { screen, context in
                    let marked = Set(screen.accounts.compactMap { $0.place.profile })
                    return [
                        .navigate(
                            .push(
                                ProfilePickerScreen(
                                    current: context.connection.profileName, marked: marked,
                                    chosen: { Event.chosen($0) })))
                    ]
                }),
            Command(
                "fleet.refresh", "refresh", help: "Refresh every account.", chords: ["r"], footerRank: 62,
                run: { _, _ in [.refreshFleet] }),
            Command(
                "fleet.copy", "copy ARN", help: "Copy the transform's ARN.", chords: ["y"], footerRank: 70,
                availability: needsRow,
                run: { screen, _ in
                    guard let overview = screen.model.selected?.overview, !overview.arn.isEmpty else { return [] }
                    return [.copy(overview.arn, announcing: "copied the ARN of \(overview.name)")]
                }),
        ] + listCommands
}
