import AWSOperations
import BatchInference
import Console

/// Everything known of one transform: settings, times, the whole failure reason, likely causes.
struct TransformDetailScreen: PageScreen, TransformActions {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
        case stop(TransformStop)
    }

    private var row: TransformRow
    private(set) var snapshot: TransformSnapshot?
    private var page = TextPage()

    init(overview: TransformOverview, snapshot: TransformSnapshot?) {
        row = TransformRow(overview)
        self.snapshot = snapshot
    }

    var crumb: String { row.overview.name }
    var subject: TransformOverview? { row.overview }
    var whyNoSubject: String { "" }
    static func event(_ stop: TransformStop) -> Event { .stop(stop) }

    var freshness: Freshness? {
        Freshness(loadedAt: snapshot?.readAt, isLoading: snapshot == nil, failure: nil)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { refresh(context) }

    mutating func refresh(_ context: Context) -> [Effect<Event>] {
        let (name, pace) = (row.overview.name, context.refresh.watch)
        return [
            .run("watch") { services, send in
                let watcher = TransformWatcher(services: services.cloud, clock: services.clock, pace: pace)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let snapshot):
            self.snapshot = snapshot
            if let overview = snapshot.overview { row.take(overview) }
            return []
        case .stop(let stop): return take(stop, context)
        }
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let area = Self.body(of: context.area)
        let count = lines(columns: area.columns - 1, theme: nil, now: context.now).count
        page.scroll(by: rows, lines: count, height: area.rows)
    }

    func nextChange(after now: Timestamp) -> Double? { row.overview.isEnded ? 30 : 1 }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1) }

    private func lines(columns: Int, theme: Theme?, now: Timestamp) -> [StyledText] {
        TransformFacts(overview: row.overview, snapshot: snapshot).lines(columns: columns, theme: theme, now: now)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let area = Self.body(of: area)
        page.draw(lines(columns: area.columns - 1, theme: canvas.theme, now: canvas.now), on: &canvas, in: area)
    }

    static let commands: [Command<TransformDetailScreen, Event>] =
        transformCommands("detail", outputChords: ["o", "3", "Enter"]) + pageCommands("detail", ranks: [.down: 7])
}
