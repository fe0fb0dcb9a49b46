import AWSOperations
import BatchInference
import Console

/// The transform jobs of the account and region, newest first, with the marked one alive below.
struct TransformsScreen: ListScreen {
    enum Event: Sendable {
        case listing(TransformListUpdate)
        case refreshDue
        case snapshot(TransformSnapshot)
        /// Marks a transform, now or as soon as it is listed.
        case show(transformName: String)
        case stop(TransformRow)
        case stopRequested(name: String)
        case stopFailed(name: String, AWSFailure)
        case estimated(name: String, TransformEstimate)
    }

    var model = ListModel<TransformRow>()
    private(set) var transforms = Loadable<[TransformOverview]>()
    private var arriving: [TransformOverview] = []
    private var isComplete = true
    /// Rows of the listing that cannot be read at all, and those of the one under way.
    private var leftOut = (shown: 0, arriving: 0)
    /// Whether the newest listing broke off before its end.
    private var isBrokenOff = false
    private var showsInternal = false
    /// A transform to mark when the listing brings it.
    private var wanted: String?
    /// The newest snapshot of each transform that was looked at, by name.
    private var snapshots: [String: TransformSnapshot] = [:]
    private var looked: [String] = []
    /// How long transforms in progress are likely to take, by name.
    private(set) var estimates: [String: TransformEstimate] = [:]
    private var remembered: Set<TransformRow.ID> = []
    private static let keptSnapshots = 24

    let columns = TransformColumns.all
    var crumb: String { "Transforms" }
    var freshness: Freshness? { Freshness(transforms) }

    var statusLine: StatusLine {
        let running = model.rows.count { $0.overview.isUnderWay }
        let hidden = (transforms.value?.count ?? model.rows.count) - model.rows.count
        let shown = model.list.visible.count
        let all = model.rows.count
        var left = model.list.filter.isActive ? "\(DisplayText.count(shown)) of " : ""
        left += "\(DisplayText.count(all)) transform\(all == 1 ? "" : "s")"
        if transforms.value == nil { return StatusLine(right: listStatus) }
        if running > 0 { left += ", \(running) running" }
        if hidden > 0 { left += ", \(hidden) of Autopilot's own hidden" }
        left += isComplete ? "" : isBrokenOff ? ", incomplete" : ", and more"
        if leftOut.shown > 0 { left += ", \(leftOut.shown) unreadable" }
        return StatusLine(left: left, right: listStatus)
    }

    var snapshot: TransformSnapshot? {
        model.selected.flatMap { $0.overview.isNamed ? snapshots[$0.overview.name] : nil }
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        [load()] + watchSelected(context, delay: 0)
    }

    /// - Parameter isFresh: Whether somebody asked for it, so that what was denied is asked again, too.
    private mutating func load(isFresh: Bool = false) -> Effect<Event> {
        transforms.begin()
        arriving = []
        leftOut.arriving = 0
        let known = (transforms.value ?? []).filter { !isFresh || $0.descriptionFailure == nil }
        return .run("load") { services, send in
            let loader = TransformListLoader(transforms: services.cloud)
            for await update in loader.updates(known: known) { send(.listing(update)) }
        }
    }

    mutating func refresh() -> [Effect<Event>] { [load(isFresh: true)] }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .refreshDue: return [load()]
        case .listing(let update): return take(update, context)
        case .snapshot(let snapshot): return take(snapshot, context)
        case .show(let name):
            wanted = name
            selectWanted(context)
            return [load()] + watchSelected(context, delay: 0)
        case .stop(let row):
            let name = row.overview.name
            return [
                .run(EffectID("stop \(name)"), .program) { services, send in
                    do {
                        try await services.cloud.stopTransformJob(named: name)
                        send(.stopRequested(name: name))
                    } catch let failure as AWSFailure {
                        send(.stopFailed(name: name, failure))
                    } catch {
                        // Cancelled: the program ends, and the service has or has not heard.
                    }
                }
            ]
        case .stopRequested(let name):
            return [.toast(Toast(.success, "asked \(name) to stop")), load()] + watchSelected(context, delay: 0)
        case .estimated(let name, let estimate):
            estimates = [name: estimate]
            return []
        case .stopFailed(let name, let failure):
            return [.toast(Toast(.failure, "\(name) was not stopped: \(failure.problem)"))]
        }
    }

    private mutating func take(_ update: TransformListUpdate, _ context: Context) -> [Effect<Event>] {
        switch update {
        case .page(let page):
            arriving += page
            guard transforms.value == nil else { return [] }
            return show(arriving, context)
        case .leftOut(let count):
            leftOut.arriving += count
            return []
        case .details(let overview):
            if let index = arriving.firstIndex(where: { $0.id == overview.id }) { arriving[index] = overview }
            guard model.row(overview.id) != nil else { return [] }
            return show(model.rows.map { $0.id == overview.id ? overview : $0.overview }, context)
        case .finished(let isComplete):
            self.isComplete = isComplete
            leftOut.shown = leftOut.arriving
            isBrokenOff = false
            let effects = show(arriving, context)
            transforms.succeed(arriving, at: context.now)
            let runs = arriving.contains { !$0.isEnded }
            let wait = max(runs ? context.refresh.active : context.refresh.quiet, Double(arriving.count) / 50)
            return effects + remember(context) + [.after("refresh", seconds: wait, .refreshDue)]
        case .failed(let failure): return takePart(failure, context)
        }
    }

    /// Shows what came before the listing broke off, with the rows that an earlier one had beyond it.
    private mutating func takePart(_ failure: AWSFailure, _ context: Context) -> [Effect<Event>] {
        let wait = failure.isThrottling ? context.refresh.quiet : context.refresh.active
        let next = Effect<Event>.after("refresh", seconds: wait, .refreshDue)
        guard !arriving.isEmpty else {
            transforms.fail(LoadFailure(failure, at: context.now, retryIn: wait))
            return [next]
        }
        let count = arriving.count
        let came = Set(arriving.map(\.id))
        arriving += (transforms.value ?? []).filter { !came.contains($0.id) }
        arriving.sort { $0.createdAt > $1.createdAt }
        isComplete = false
        isBrokenOff = true
        leftOut.shown = leftOut.arriving
        let effects = show(arriving, context)
        let shortfall = Shortfall(
            "the list is incomplete, it broke off after \(DisplayText.count(count)) transforms", failure: failure)
        transforms.succeed(
            arriving, at: context.now, lacking: LoadFailure(shortfall, at: context.now, retryIn: wait))
        return effects + remember(context) + [next]
    }

    private mutating func show(_ overviews: [TransformOverview], _ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        let rows = overviews.filter { showsInternal || !$0.isAutopilotInternal }.map { overview in
            let known = model.row(overview.id)
            var row = TransformRow(overview: overview, outputs: snapshots[overview.name]?.outputs ?? known?.outputs)
            if !overview.isDescribed, let known, known.overview.isDescribed, known.overview.status == overview.status {
                row.overview = known.overview
            }
            return row
        }
        showRows(rows, context)
        selectWanted(context)
        return model.list.selection == before ? [] : watchSelected(context, delay: 0)
    }

    private mutating func selectWanted(_ context: Context) {
        guard let wanted, let row = model.rows.first(where: { $0.overview.name == wanted }) else { return }
        model.list.filter.clear()
        model.arrange(columns: columns, height: listHeight(context))
        model.list.select(row.id)
        model.list.reveal(height: listHeight(context))
        self.wanted = nil
    }

    private mutating func take(_ snapshot: TransformSnapshot, _ context: Context) -> [Effect<Event>] {
        let before = snapshots[snapshot.name]?.overview
        snapshots[snapshot.name] = snapshot
        looked.removeAll { $0 == snapshot.name }
        looked.append(snapshot.name)
        if looked.count > Self.keptSnapshots { snapshots[looked.removeFirst()] = nil }
        guard let overview = snapshot.overview, let row = model.row(overview.id) else { return [] }
        model.amend(row.id) {
            $0.overview = overview
            $0.outputs = snapshot.outputs
        }
        guard let before, !before.isEnded, overview.isEnded else { return [] }
        let text = "\(overview.name): \(overview.status.rawValue)"
        let kind: Toast.Kind = overview.status == .completed ? .success : .warning
        return [.toast(Toast(kind, text)), .notify(text)]
    }

    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] {
        // Rows that are only passed over are not asked for.
        watchSelected(context, delay: 0.15)
    }

    private func watchSelected(_ context: Context, delay: Double) -> [Effect<Event>] {
        guard let row = model.selected, row.overview.isNamed else { return [.cancel("watch")] }
        let name = row.overview.name
        if let snapshot = snapshots[name], snapshot.isFinal { return [.cancel("watch")] }
        let pace = context.refresh.watch
        return estimate(row, context) + [
            .run("watch") { services, send in
                if delay > 0 {
                    do { try await services.clock.sleep(seconds: delay) } catch { return }
                }
                let watcher = TransformWatcher(
                    services: services.cloud, clock: services.clock, pace: pace, logCapacity: 1000)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    /// Keeps what ended, for the estimates of later transforms.
    private mutating func remember(_ context: Context) -> [Effect<Event>] {
        let ended = arriving.filter { $0.isEnded && $0.isDescribed && !remembered.contains($0.id) }
        guard let account = context.connection.account, !ended.isEmpty else { return [] }
        remembered.formUnion(ended.map(\.id))
        let scope = AccountScope(account: account, region: context.connection.region)
        return [
            .run("remember", .program) { services, _ in
                await PastRuns(services: services, scope: scope).remember(ended)
            }
        ]
    }

    private func estimate(_ row: TransformRow, _ context: Context) -> [Effect<Event>] {
        guard let account = context.connection.account, !row.overview.isEnded, estimates[row.overview.name] == nil
        else { return [] }
        let scope = AccountScope(account: account, region: context.connection.region)
        let overview = row.overview
        return [
            .run("estimate") { services, send in
                let runs = PastRuns(services: services, scope: scope)
                if let estimate = await runs.estimate(of: overview) {
                    send(.estimated(name: overview.name, estimate))
                }
            }
        ]
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        guard let row = model.selected, row.overview.isNamed else { return [] }
        return [.navigate(.push(TransformDetailScreen(overview: row.overview, snapshot: snapshot)))]
    }

    mutating func toggleInternal(_ context: Context) -> [Effect<Event>] {
        showsInternal.toggle()
        return show(transforms.value ?? arriving, context)
    }

    func nextChange(after now: Timestamp) -> Double? {
        let runs = model.rows.contains { !$0.overview.isEnded }
        return runs || model.rows.contains { ($0.overview.age(at: now) ?? .infinity).magnitude < 60 } ? 1 : 30
    }
}
