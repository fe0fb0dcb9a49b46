import AWSOperations
import BatchInference
import Console

/// The transform jobs of the account and region, newest first, with the selected one alive below.
struct TransformsScreen: ListScreen, TransformActions {
    enum Event: Sendable {
        case listing(TransformListUpdate)
        case refreshDue
        case snapshot(TransformSnapshot)
        /// Selects a transform, now or as soon as it is listed.
        case show(transformName: String)
        case stop(StopProgress<TransformOverview>)
        case background(name: String, RunBackground)
        /// What this machine keeps of ended transforms, newest first.
        case kept([EndedRun])
        /// What an earlier run was told, to be shown as such until the service answers.
        case copied(ListCopy<TransformOverview>)
        case keepDue
        /// What the service itself has for a filter.
        case found(TransformSearch, TransformListUpdate)
    }

    /// Every transform that is known, Autopilot's own included: the one place where rows are kept.
    var model = ListModel<TransformRow>()
    /// How many there are.
    private(set) var transforms = Loadable<Int>()
    /// Rows that a listing has gathered so far; they take the place of the older ones when it is whole.
    private var arriving = ArrivingRows<TransformOverview>()
    private var showsInternal = false
    /// What the service is asked for while a filter is set and the list is not whole, and what it had.
    private var search: TransformSearch?
    private var found: [TransformOverview] = []
    private var searchState = TransformSearch.State.none
    /// A transform to select when the listing brings it.
    private var wanted: String?
    /// Logs, loads and the like of transforms that were looked at, by name; their status is the row's.
    private var snapshots: [String: TransformSnapshot] = [:]
    private var looked: [String] = []
    /// Past runs and prices of transforms that were looked at, by name.
    private(set) var backgrounds: [String: RunBackground] = [:]
    private var remembered: Set<TransformRow.ID> = []
    /// Transforms that were followed while they ran.
    private var seenRunning: Set<String> = []
    /// What this machine keeps of ended transforms.
    private var kept: [EndedRun] = []
    private var copy = LocalCopy(.transforms)
    /// Rows of the local copy, until a whole listing has come.
    private var copied: [TransformOverview] = []
    private static let keptSnapshots = 24

    let columns = TransformColumns.all
    static let things = (one: "transform", many: "transforms")
    var crumb: String { "Transforms" }
    var freshness: Freshness? { Freshness(transforms) }
    var isLoaded: Bool { transforms.value != nil }

    init() {
        hideInternal()
    }

    private mutating func hideInternal() {
        model.isHidden = { [showsInternal] in !showsInternal && $0.overview.isAutopilotInternal }
    }

    /// Autopilot's own transforms that are not listed.
    var hiddenCount: Int { showsInternal ? 0 : model.rows.count { $0.overview.isAutopilotInternal } }

    var statusLine: StatusLine {
        guard isLoaded else {
            return StatusLine(left: localRemark, right: listStatus)
        }
        let listed = model.rows.filter { !model.isHidden($0) }
        let running = listed.count { $0.overview.isUnderWay }
        let shown = model.list.visible.count
        var left = model.list.filter.isActive ? "\(DisplayText.count(shown)) of " : ""
        left += DisplayText.counted(listed.count, "transform")
        if running > 0 { left += ", \(running) running" }
        if hiddenCount > 0 { left += ", \(hiddenCount) of Autopilot's own hidden" }
        left += arriving.extent
        let keptCount = listed.count(where: \.isKept)
        if keptCount > 0 { left += ", \(DisplayText.count(keptCount)) from the local history" }
        let copiedCount = copied.isEmpty ? 0 : listed.count(where: \.isCopied)
        if copiedCount > 0 { left += ", \(DisplayText.count(copiedCount)) from the local copy" }
        if !model.list.marks.isEmpty { left += ", \(model.list.marks.count) marked" }
        if let search { left += search.remark(searchState) }
        return StatusLine(left: left + arriving.unreadableText, right: listStatus)
    }

    var subject: TransformOverview? { model.selected?.overview }

    var whyNoSubject: String {
        if case .unavailable(let reason) = Self.needsRow(self) { reason } else { "" }
    }

    static func event(_ stop: StopProgress<TransformOverview>) -> Event { .stop(stop) }

    var snapshot: TransformSnapshot? {
        model.selected.flatMap { $0.overview.isNamed ? snapshots[$0.overview.name] : nil }
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        [load()] + (isLoaded ? [] : [copy.read(context, Event.copied)]) + (kept.isEmpty ? loadKept(context) : [])
            + watchSelected(context, delay: 0)
            + (searchState == .underWay ? askService(context) : [])
    }

    mutating func identified(_ context: Context) -> [Effect<Event>] {
        var effects = kept.isEmpty ? loadKept(context) : []
        if copy.isForeign(context) {
            dropCopy()
            effects += show(model.rows.filter(\.isLive).map(\.overview), context)
        }
        if !isLoaded, copy.savedAt == nil { effects.append(copy.read(context, Event.copied)) }
        return effects
    }

    private mutating func take(_ found: ListCopy<TransformOverview>, _ context: Context) -> [Effect<Event>] {
        guard !isLoaded, copy.take(found, context) else { return [] }
        copied = found.rows
        transforms.standIn(found.savedAt)
        return show(model.rows.filter(\.isLive).map(\.overview), context)
    }

    private mutating func dropCopy() {
        copied = []
        copy.drop()
        transforms.standIn(nil)
    }

    /// What of the list is this machine's own, before the service's listing is whole.
    private var localRemark: String {
        var parts: [String] = []
        let live = model.rows.count(where: \.isLive)
        let copies = model.rows.count(where: \.isCopied)
        if live > 0, !kept.isEmpty || copies > 0 { parts.append("\(DisplayText.count(live)) so far") }
        if copies > 0 { parts.append("\(DisplayText.count(copies)) from the local copy") }
        if let newest = kept.map(\.keptAt).max() {
            parts.append("\(DisplayText.count(kept.count)) from the local history, last added to \(newest.iso8601)")
        }
        return parts.isEmpty ? "" : parts.joined(separator: ", ") + (transforms.isLoading ? "; loading" : "")
    }

    mutating func filterChanged(_ context: Context) -> [Effect<Event>] {
        rearranged(context) + searchService(context)
    }

    /// Asks the service for what the filter can be said of in its own terms, where the list has only the newest rows.
    private mutating func searchService(_ context: Context) -> [Effect<Event>] {
        let wanted = isLoaded && !arriving.isComplete ? TransformSearch(filter.text, columns: columns, context) : nil
        guard wanted != search else { return [] }
        search = wanted
        found = []
        searchState = wanted == nil ? .none : .underWay
        return wanted == nil ? [.cancel("search")] : askService(context)
    }

    private func askService(_ context: Context) -> [Effect<Event>] {
        guard let search else { return [] }
        return [
            .run("search") { services, send in
                // Not for every letter that is typed.
                do { try await services.clock.sleep(seconds: 0.4) } catch { return }
                let loader = TransformListLoader(transforms: services.cloud, detailLimit: 30)
                for await update in search.updates(loader, now: services.clock.now) { send(.found(search, update)) }
            }
        ]
    }

    private mutating func takeFound(_ update: TransformListUpdate, _ context: Context) -> [Effect<Event>] {
        switch update {
        case .page(let page):
            found += page
            return show(model.rows.filter(\.isLive).map(\.overview), context)
        case .leftOut: return []
        case .details(let overview):
            if let index = found.firstIndex(where: { $0.id == overview.id }) { found[index] = overview }
            return take(overview, context)
        case .finished(let isComplete):
            searchState = .finished(count: found.count, isComplete: isComplete)
            return []
        case .failed(let failure):
            searchState = .failed(failure)
            return []
        }
    }

    /// Rows with those that the service had for the filter and that are not among them, newest first.
    private func withFound(_ overviews: [TransformOverview]) -> [TransformOverview] {
        guard !found.isEmpty else { return overviews }
        let known = Set(overviews.map(\.id))
        let more = found.filter { !known.contains($0.id) }
        return more.isEmpty ? overviews : (overviews + more).sorted { $0.createdAt > $1.createdAt }
    }

    /// - Parameter isFresh: Whether somebody asked for it, so that what was denied is asked again, too.
    private mutating func load(isFresh: Bool = false) -> Effect<Event> {
        transforms.begin()
        arriving.begin()
        let known = model.rows.filter(\.isLive).map(\.overview).filter { !isFresh || $0.descriptionFailure == nil }
        return .run("load") { services, send in
            let loader = TransformListLoader(transforms: services.cloud)
            for await update in loader.updates(known: known) { send(.listing(update)) }
        }
    }

    mutating func refresh(_ context: Context) -> [Effect<Event>] {
        [load(isFresh: true)] + watchSelected(context, delay: 0)
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return [load()]
        case .copied(let found): return take(found, context)
        case .keepDue:
            return arriving.isBrokenOff ? [] : copy.keep(model.rows.lazy.filter(\.isLive).map(\.overview), context)
        case .listing(let update): return take(update, context)
        case .snapshot(let snapshot): return take(snapshot, context)
        case .show(let name):
            wanted = name
            selectWanted(context)
            return [load()] + watchSelected(context, delay: 0)
        case .stop(let stop): return take(stop, context)
        case .found(let search, let update): return search == self.search ? takeFound(update, context) : []
        case .background(let name, let background):
            backgrounds[name] = background
            if backgrounds.count > Self.keptSnapshots {
                backgrounds = backgrounds.filter { snapshots[$0.key] != nil || $0.key == name }
            }
            return []
        case .kept(let runs):
            kept = runs
            return show(arriving.rows.isEmpty ? model.rows.filter(\.isLive).map(\.overview) : arriving.rows, context)
        }
    }

    private mutating func take(_ update: TransformListUpdate, _ context: Context) -> [Effect<Event>] {
        switch update {
        case .page(let page):
            arriving.append(page)
            guard !isLoaded else { return [] }
            return show(arriving.rows, context)
        case .leftOut(let count):
            arriving.leaveOut(count)
            return []
        case .details(let overview):
            arriving.amend(overview)
            return take(overview, context)
        case .finished(let isComplete):
            dropCopy()
            let effects = show(arriving.end(isComplete: isComplete), context)
            transforms.succeed(model.rows.count, at: context.now)
            let history = kept.isEmpty ? loadKept(context) : []
            let runs = model.rows.contains { !$0.overview.isEnded }
            let wait = max(runs ? context.refresh.active : context.refresh.quiet, Double(model.rows.count) / 50)
            return effects + history + remember(context) + searchService(context)
                + [.after("refresh", seconds: wait, .refreshDue), .after("keep", seconds: 3, .keepDue)]
        case .failed(let failure): return takePart(failure, context)
        }
    }

    /// Shows what came before the listing broke off, with the rows that an earlier one had beyond it.
    private mutating func takePart(_ failure: AWSFailure, _ context: Context) -> [Effect<Event>] {
        let wait = failure.isThrottling ? context.refresh.quiet : context.refresh.active
        let next = Effect<Event>.after("refresh", seconds: wait, .refreshDue)
        guard let came = arriving.breakOff() else {
            transforms.fail(LoadFailure(failure, at: context.now, retryIn: wait))
            return [next]
        }
        let known = Set(came.map(\.id))
        let older = isLoaded ? model.rows.filter { $0.isLive && !known.contains($0.id) }.map(\.overview) : []
        let effects = show((came + older).sorted { $0.createdAt > $1.createdAt }, context)
        transforms.succeed(
            model.rows.count, at: context.now,
            lacking: .brokenOff(
                after: DisplayText.counted(came.count, "transform"), failure, at: context.now, retryIn: wait))
        return effects + remember(context) + [next]
    }

    private mutating func show(_ overviews: [TransformOverview], _ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        var hasEnded = false
        let rows = withFound(overviews).map { overview in
            guard var row = model.row(overview.id) else { return TransformRow(overview) }
            let ran = !row.overview.isEnded
            row.take(overview)
            if ran, row.overview.isEnded { hasEnded = true }
            return row
        }
        showRows(withKept(rows), context)
        selectWanted(context)
        if hasEnded { forgetUnfinishedCounts() }
        return [.observed(rows.map(\.overview))]
            + (model.list.selection == before ? [] : watchSelected(context, delay: 0))
    }

    /// The rows with those that only this machine still knows, where each belongs by its time.
    private func withKept(_ rows: [TransformRow]) -> [TransformRow] {
        let listed = Set(rows.map(\.overview.name))
        var others = kept.filter { !listed.contains($0.name) }.map(TransformRow.init(kept:))
        if !copied.isEmpty {
            let known = listed.union(others.map(\.overview.name))
            others += copied.filter { !known.contains($0.name) }.map(TransformRow.init(copied:))
        }
        guard !others.isEmpty else { return rows }
        return (rows + others).sorted { $0.overview.createdAt > $1.overview.createdAt }
    }

    /// Takes what was read of one transform into its row.
    private mutating func take(_ overview: TransformOverview, _ context: Context) -> [Effect<Event>] {
        guard let row = model.row(overview.id) else { return [] }
        let outputs = snapshots[overview.name]?.outputs ?? row.outputs
        let effects = amend(row.id, context) {
            $0.take(overview)
            $0.outputs = outputs
        }
        if !row.overview.isEnded, overview.isEnded { forgetUnfinishedCounts() }
        return effects + [.observed([overview])]
    }

    /// Counts of ended transforms that lack outputs are read again when they are selected: what has just ended may have
    /// been a repair of one.
    private mutating func forgetUnfinishedCounts() {
        for (name, snapshot) in snapshots where snapshot.isFinal && snapshot.outputs?.missingOutputs ?? 0 > 0 {
            snapshots[name]?.isFinal = false
        }
    }

    /// Whether its list has whatever runs, so that nobody else needs to look for it.
    var listsEverything: Bool { isLoaded && arriving.isComplete && !arriving.isBrokenOff }

    /// When it last had everything that was created before; nil where it has not.
    var listedEverythingAt: Timestamp? { listsEverything ? transforms.loadedAt : nil }

    private mutating func selectWanted(_ context: Context) {
        guard let wanted, let row = model.rows.first(where: { $0.overview.name == wanted }) else { return }
        model.list.filter.clear()
        if model.isHidden(row) {
            showsInternal = true
            hideInternal()
        }
        model.arrange(columns: columns, height: listHeight(context), on: context.canvas)
        model.list.select(row.id)
        model.list.reveal(height: listHeight(context))
        self.wanted = nil
    }

    private mutating func take(_ snapshot: TransformSnapshot, _ context: Context) -> [Effect<Event>] {
        let wasFollowed = snapshots[snapshot.name] != nil
        var kept = snapshot
        kept.overview = nil
        snapshots[snapshot.name] = kept
        let keeping = keep(snapshot, context)
        looked.removeAll { $0 == snapshot.name }
        looked.append(snapshot.name)
        if looked.count > Self.keptSnapshots { snapshots[looked.removeFirst()] = nil }
        guard let overview = snapshot.overview else { return keeping }
        var effects = keeping + take(overview, context)
        if let row = model.selected, row.overview.name == snapshot.name, !wasFollowed {
            effects += lookUp(row, context)
        }
        if !overview.isEnded { seenRunning.insert(snapshot.name) }
        // What lies there long after the run may not be what it read.
        if snapshot.isFinal, seenRunning.contains(snapshot.name), snapshot.outputs?.wholeInputBytes != nil {
            effects.append(
                .run(EffectID("remember input of \(snapshot.name)"), .program) { services, _ in
                    let runs = PastRuns(services, context)
                    await runs.remember([overview])
                    await runs.rememberInput(of: snapshot)
                })
        }
        return effects
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        // Rows that are only passed over are not asked for.
        watchSelected(context, delay: 0.15)
    }

    private func watchSelected(_ context: Context, delay: Double) -> [Effect<Event>] {
        guard let row = model.selected, row.overview.isNamed else { return [.cancel("watch")] }
        let name = row.overview.name
        if let snapshot = snapshots[name], snapshot.isFinal { return lookUp(row, context) + [.cancel("watch")] }
        let pace = context.refresh.watch
        return lookUp(row, context) + [
            .run("watch") { services, send in
                if delay > 0 {
                    do { try await services.clock.sleep(seconds: delay) } catch { return }
                }
                let watcher = TransformWatcher(
                    services: services.cloud, clock: services.clock, pace: pace, logCapacity: 1000,
                    journal: services.journal)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    /// Keeps what ended, for the estimates of later transforms.
    private mutating func remember(_ context: Context) -> [Effect<Event>] {
        let ended = model.rows.filter(\.isLive).map(\.overview).filter {
            $0.isEnded && $0.isDescribed && !remembered.contains($0.id)
        }
        guard context.connection.account != nil, !ended.isEmpty else { return [] }
        remembered.formUnion(ended.map(\.id))
        return [
            .run("remember", .program) { services, _ in
                await PastRuns(services, context).remember(ended)
            }
        ]
    }

    /// Seconds that a row must stay selected before the account's transforms are looked through for past runs of it.
    private static let searchDelay = 2.0

    /// Looks up past runs and the price of the selected transform, once.
    private func lookUp(_ row: TransformRow, _ context: Context) -> [Effect<Event>] {
        let overview = row.overview
        guard backgrounds[overview.name] == nil, overview.isDescribed else { return [] }
        return [
            .run("background") { services, send in
                do { try await services.clock.sleep(seconds: 0.15) } catch { return }
                let runs = PastRuns(services, context)
                let found = await runs.background(of: overview)
                if Task.isCancelled { return }
                send(.background(name: overview.name, found))
                guard found.past?.isEmpty != false, !overview.isEnded else { return }
                do { try await services.clock.sleep(seconds: Self.searchDelay) } catch { return }
                let searched = await runs.background(of: overview, searchesAccount: true)
                if !Task.isCancelled { send(.background(name: overview.name, searched)) }
            }
        ]
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let row = model.selected, row.overview.isNamed else { return [] }
        return [
            .navigate(
                .push(
                    TransformDetailScreen(
                        overview: row.overview, snapshot: snapshot,
                        background: backgrounds[row.overview.name] ?? RunBackground())))
        ]
    }

    mutating func toggleInternal(_ context: Context) -> [Effect<Event>] {
        showsInternal.toggle()
        hideInternal()
        return rearranged(context)
    }

    func nextChange(after now: Timestamp) -> Double? {
        let runs = model.rows.contains { !$0.overview.isEnded }
        return runs || model.rows.contains { ($0.overview.age(at: now) ?? .infinity).magnitude < 60 } ? 1 : 30
    }

    static let commands: [Command<TransformsScreen, Event>] =
        [
            Command(
                "transforms.details", "details", help: "Show all details of the transform.", chords: ["Enter"],
                footerRank: 1, availability: needsTransform, run: { $0.activate($1) })
        ] + transformCommands("transforms", outputChords: ["o", "3", "Right"]) + [
            Command(
                "transforms.plan", "open plan", help: "Open the form filled from a plan file.", chords: ["p"],
                run: { _, _ in [.navigate(.push(PlanLoadingScreen.askingForFile()))] }),
            Command(
                "transforms.models", "models", help: "List models left by launches, to delete them.",
                chords: ["M"], footerRank: 71, run: { _, _ in [.navigate(.push(ModelsScreen()))] }),
            Command(
                "transforms.internal", "Autopilot's own",
                help: "Show or hide transforms run by Autopilot itself.", chords: ["a"],
                run: { $0.toggleInternal($1) }),
        ] + historyCommands + listCommands
}

extension TransformsScreen {
    /// The list gets what its rows need, up to half; the panel the rest.
    private func split(_ area: Rect) -> (list: Rect, panel: Rect) {
        let wanted = model.list.visible.count + 1
        let listRows = max(min(wanted, area.rows - 12), min(area.rows / 2, 12), 3)
        return area.splitTop(min(listRows, area.rows))
    }

    func listArea(in area: Rect) -> Rect { split(area).list.inset(top: transforms.staleRows) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            if isFilteredEmpty {
                drawNoMatches(on: &canvas, in: area)
            } else {
                canvas.emptyState(
                    of: transforms, in: area, loading: "loading transform jobs",
                    empty: "no transform jobs in \(canvas.connection.region)",
                    hint: hiddenCount > 0
                        ? "\(hiddenCount) of Autopilot's own \(hiddenCount == 1 ? "is" : "are") hidden: a shows them"
                        : "press 1 for Autopilot jobs, choose a candidate, then n for a new transform")
            }
            return
        }
        let parts = split(area)
        drawList(on: &canvas, in: canvas.staleLine(of: transforms, in: parts.list))
        guard parts.panel.rows > 1, let row = model.selected else { return }
        canvas.rule(at: parts.panel.origin, columns: parts.panel.columns)
        TransformPanel(
            row: row, snapshot: snapshot, background: backgrounds[row.overview.name] ?? RunBackground(),
            limits: canvas.limits[row.overview.arn]
        ).draw(on: &canvas, in: parts.panel.inset(left: 1, top: 1, right: 1))
    }
}

/// The columns of the transform list.
enum TransformColumns {
    static let all: [ListColumn<TransformRow>] = [
        ListColumn(
            "transform", width: .flexible(min: 18, weight: 3, max: 48), cut: .middle,
            isAscending: { $0.overview.name < $1.overview.name },
            alsoFoundBy: { $0.isKept ? "history" : "" },
            cell: { row, canvas in
                guard !row.isLive else { return StyledText(row.overview.title, canvas.theme[.textStrong]) }
                let source = row.isKept ? "history" : "local copy"
                return StyledText("\(row.overview.title) (\(source))", canvas.theme[.textDim])
            }),
        ListColumn(
            "status", width: .fixed(14), isAscending: { $0.overview.status.rawValue < $1.overview.status.rawValue },
            alsoFoundBy: { "\($0.overview.status.rawValue) \($0.status.word)" },
            cell: { row, canvas in StyledText(row.status.text(canvas.glyphs), canvas.theme[row.status.role]) }),
        ListColumn(
            "model", width: .flexible(min: 12, weight: 2, max: 36), priority: 3, cut: .middle,
            isAscending: { ($0.overview.modelName ?? "") < ($1.overview.modelName ?? "") },
            cell: { row, canvas in StyledText(row.overview.modelName ?? canvas.glyphs.none, canvas.theme[.text]) }),
        ListColumn(
            "instance", width: .fixed(14), priority: 2,
            cell: { row, canvas in
                // The sign of multiplication is drawn as a letter where there is no Unicode.
                let text = row.overview.instancesText ?? canvas.glyphs.none
                return StyledText(text, canvas.theme[.text])
            }),
        ListColumn(
            "outputs", width: .fixed(outputColumns), alignment: .right, priority: 4,
            cell: { row, canvas in
                guard let outputs = row.outputs else { return StyledText("", canvas.theme[.textDim]) }
                let isWhole = outputs.outputObjects >= outputs.inputObjects
                return StyledText(
                    outputs.shortText(columns: outputColumns),
                    canvas.theme[isWhole || !row.overview.isEnded ? .text : .statusWarning])
            }),
        ListColumn(
            "duration", width: .fixed(8), alignment: .right, priority: 1,
            isAscending: {
                ($0.overview.endedAt.flatMap($0.overview.age) ?? 0)
                    < ($1.overview.endedAt.flatMap($1.overview.age) ?? 0)
            },
            cell: { row, canvas in
                guard row.overview.isEnded, let seconds = row.overview.totalSeconds(at: canvas.now) else {
                    return StyledText(canvas.glyphs.none, canvas.theme[.textDim])
                }
                return StyledText(DisplayText.duration(seconds: seconds), canvas.theme[.textDim])
            }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, isAscending: { $0.overview.createdAt > $1.overview.createdAt },
            seconds: { $0.overview.age(at: $1) },
            cell: { row, canvas in
                StyledText(
                    row.overview.age(at: canvas.now).map(DisplayText.narrowAge) ?? canvas.glyphs.none,
                    canvas.theme[.textDim])
            }),
    ]
}

/// Room for `10/12, 2 old`.
private let outputColumns = 13
