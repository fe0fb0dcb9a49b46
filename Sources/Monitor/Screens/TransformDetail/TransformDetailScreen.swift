import AWSOperations
import BatchInference
import Console

/// Everything known of one transform: settings, times, the whole failure reason, likely causes.
struct TransformDetailScreen: Screen {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
    }

    private var overview: TransformOverview
    private var snapshot: TransformSnapshot?
    private var top = 0

    init(overview: TransformOverview, snapshot: TransformSnapshot?) {
        self.overview = overview
        self.snapshot = snapshot
    }

    var crumb: String { overview.name }

    var freshness: Freshness? {
        Freshness(loadedAt: snapshot?.readAt, isLoading: snapshot == nil, failure: nil)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        let (name, pace) = (overview.name, context.refresh.watch)
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
            overview = snapshot.overview ?? overview
            return []
        }
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        switch event.action {
        case .wheelUp: scroll(by: -3, context)
        case .wheelDown: scroll(by: 3, context)
        default: []
        }
    }

    private mutating func scroll(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let lines = TransformFacts(overview: overview, snapshot: snapshot).lines(at: context.now)
        let height = lines.reduce(0) { $0 + $1.rows(columns: context.area.columns - 2) }
        top = min(max(top + rows, 0), max(height - context.area.rows, 0))
        return []
    }

    func nextChange(after now: Timestamp) -> Double? { overview.isEnded ? 30 : 1 }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = area.inset(columns: 1)
        var row = -top
        for line in TransformFacts(overview: overview, snapshot: snapshot).lines(at: canvas.now) {
            let rows = line.rows(columns: inside.columns)
            if row < inside.rows, row + rows > 0 { line.draw(on: &canvas, in: inside, firstRow: row) }
            row += rows
        }
    }

    static let commands: [Command<TransformDetailScreen, Event>] = [
        Command(
            "detail.outputs", "outputs", help: "Shows the inputs beside their outputs.", chords: ["o", "3", "Enter"],
            footerRank: 1, run: { screen, _ in [.navigate(.push(OutputsScreen(transform: screen.overview)))] }),
        Command(
            "detail.log", "log", help: "Shows the whole log and follows it.", chords: ["l"], footerRank: 2,
            run: { screen, _ in
                [.navigate(.push(TransformLogScreen(name: screen.overview.name, snapshot: screen.snapshot)))]
            }),
        Command(
            "detail.copy", "copy ARN", help: "Copies the transform's ARN.", chords: ["y"], footerRank: 3,
            run: { screen, _ in
                [.copy(screen.overview.arn, announcing: "copied the ARN of \(screen.overview.name)")]
            }),
        Command("detail.down", "down", help: "Scrolls down.", chords: ["Down", "j"], run: { $0.scroll(by: 1, $1) }),
        Command("detail.up", "up", help: "Scrolls up.", chords: ["Up", "k"], run: { $0.scroll(by: -1, $1) }),
        Command(
            "detail.page-down", "page down", help: "Scrolls down by a page.", chords: ["PageDown", "Space", "Ctrl-F"],
            run: { $0.scroll(by: $1.area.rows, $1) }),
        Command(
            "detail.page-up", "page up", help: "Scrolls up by a page.", chords: ["PageUp", "Ctrl-B"],
            run: { $0.scroll(by: -$1.area.rows, $1) }),
    ]
}
