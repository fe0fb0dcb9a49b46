import AWSOperations
import BatchInference
import Console

/// The log of one transform: it follows the end until scrolled up.
struct TransformLogScreen: Screen {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
    }

    let name: String
    private var snapshot: TransformSnapshot?
    private var filter = FilterField()
    /// The lines below the last one shown; 0 follows the end.
    private var distance = 0
    private var left = 0

    init(name: String, snapshot: TransformSnapshot?) {
        self.name = name
        self.snapshot = snapshot
    }

    var crumb: String { "Log of \(name)" }

    var freshness: Freshness? {
        Freshness(
            loadedAt: snapshot?.readAt, isLoading: snapshot == nil,
            failure: snapshot?.stale.first { $0.source == .log }.map {
                LoadFailure(
                    problem: $0.failure.problem, remedy: $0.failure.remedy, at: snapshot!.readAt, nextTry: $0.nextTryAt)
            })
    }

    var statusLine: StatusLine {
        let log = snapshot?.log
        var left = "\(DisplayText.count(lines.count)) lines"
        if let dropped = log?.droppedCount, dropped > 0 {
            left += ", \(DisplayText.count(dropped)) older ones not kept"
        }
        if let note = snapshot?.logNote, !note.isEmpty, !lines.isEmpty { left += "; \(note)" }
        return StatusLine(left: left, right: (distance == 0 ? "following   " : "") + filter.statusText)
    }

    private var lines: [LogLine] {
        let all = snapshot?.log.lines ?? []
        guard filter.isActive else { return all }
        return all.filter { filter.admits([("stream", $0.stream), ("message", $0.message)]) }
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        let (name, pace) = (name, context.refresh.watch)
        return [
            .run("watch") { services, send in
                let watcher = TransformWatcher(
                    services: services.cloud, clock: services.clock, pace: pace, logCapacity: 20_000)
                for await snapshot in watcher.snapshots(of: name) { send(.snapshot(snapshot)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .snapshot(let newer):
            // While scrolled up, what is in sight stays where it is.
            if distance > 0 { distance += max(newer.log.lines.count - (snapshot?.log.lines.count ?? 0), 0) }
            snapshot = newer
            return []
        }
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard filter.take(chord) != nil else { return nil }
        distance = 0
        return []
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        filter.paste(text)
        return []
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        switch event.action {
        case .wheelUp: scroll(by: -3, context)
        case .wheelDown: scroll(by: 3, context)
        default: []
        }
    }

    private mutating func scroll(by rows: Int, _ context: Context) -> [Effect<Event>] {
        distance = min(max(distance - rows, 0), max(lines.count - context.area.rows, 0))
        return []
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let lines = lines
        guard !lines.isEmpty else {
            let text: String =
                if snapshot == nil {
                    "reading the log"
                } else if filter.isActive {
                    "no line passes the filter"
                } else if let note = snapshot?.logNote, !note.isEmpty {
                    note
                } else {
                    snapshot?.overview?.isEnded == true
                        ? "this transform has no log" : "no log yet: it begins when a container writes"
                }
            canvas.message([(text, .textDim)], in: area)
            return
        }
        let end = max(lines.count - distance, min(area.rows, lines.count))
        for (offset, line) in lines[max(end - area.rows, 0)..<end].enumerated() {
            LogLineView(line).draw(on: &canvas, in: area.row(offset).inset(columns: 1), left: left)
        }
    }

    static let commands: [Command<TransformLogScreen, Event>] = [
        Command("log.down", "down", help: "Scrolls down.", chords: ["Down", "j"], run: { $0.scroll(by: 1, $1) }),
        Command(
            "log.up", "up", help: "Scrolls up.", chords: ["Up", "k"], footerRank: 1, run: { $0.scroll(by: -1, $1) }),
        Command(
            "log.page-down", "page down", help: "Scrolls down by a page.", chords: ["PageDown", "Space", "Ctrl-F"],
            run: { $0.scroll(by: $1.area.rows, $1) }),
        Command(
            "log.page-up", "page up", help: "Scrolls up by a page.", chords: ["PageUp", "Ctrl-B"],
            run: { $0.scroll(by: -$1.area.rows, $1) }),
        Command(
            "log.first", "first line", help: "Goes to the first line that is kept.", chords: ["Home", "g"],
            run: { $0.scroll(by: -$0.lines.count, $1) }),
        Command(
            "log.follow", "follow", help: "Goes to the end and follows it.", chords: ["End", "G"], footerRank: 2,
            run: { $0.scroll(by: $0.lines.count, $1) }),
        Command(
            "log.right", "right", help: "Shows more of long lines.", chords: ["Right"], footerRank: 3,
            run: { screen, _ in
                screen.left += 20
                return []
            }),
        Command(
            "log.left", "left", help: "Goes back to the beginning of the lines.", chords: ["Left"],
            run: { screen, _ in
                screen.left = max(screen.left - 20, 0)
                return []
            }),
        Command(
            "log.filter", "filter", help: "Shows only lines with these words.", chords: ["/"], footerRank: 60,
            run: { screen, _ in
                screen.filter.beginEditing()
                return []
            }),
    ]
}
