import AWSOperations
import BatchInference
import Console

/// The log of one transform: it follows the end until scrolled up.
struct TransformLogScreen: PageScreen, FilteredScreen {
    enum Event: Sendable {
        case snapshot(TransformSnapshot)
    }

    let name: String
    private var snapshot: TransformSnapshot?
    var filter = FilterField()
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
        let query = FilterQuery(filter.text, columns: LogLineView.columns)
        return all.filter { line in query.admits { LogLineView(line).text(ofColumn: $0) } }
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

    mutating func filterChanged(_ context: Context) -> [Effect<Event>] {
        distance = 0
        return []
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        distance = min(max(distance - rows, 0), max(lines.count - context.area.rows, 0))
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let lines = lines
        guard !lines.isEmpty else {
            if filter.isActive, snapshot?.log.lines.isEmpty == false {
                return canvas.noMatches(filter, of: "lines", columns: LogLineView.columns, in: area)
            }
            let text: String =
                if snapshot == nil {
                    "loading the log"
                } else if let note = snapshot?.logNote, !note.isEmpty {
                    note
                } else {
                    snapshot?.overview?.isEnded == true
                        ? "this transform has no log" : "no log yet: it starts when a container writes"
                }
            canvas.message([(text, .textDim)], in: area)
            return
        }
        let end = max(lines.count - distance, min(area.rows, lines.count))
        for (offset, line) in lines[max(end - area.rows, 0)..<end].enumerated() {
            LogLineView(line).draw(on: &canvas, in: area.row(offset).inset(columns: 1), left: left)
        }
    }

    static let commands: [Command<TransformLogScreen, Event>] =
        pageCommands(
            "log", ranks: [.up: 1, .last: 2],
            words: [
                .first: MotionWords(title: "first line", help: "Go to the first line that is kept."),
                .last: MotionWords(title: "follow", help: "Go to the end and follow it."),
            ]) + [
            Command(
                "log.right", "right", help: "Show more of long lines.", chords: ["Right", "l"], footerRank: 3,
                run: { screen, _ in
                    screen.left += 20
                    return []
                }),
            Command(
                "log.left", "left", help: "Go back to the beginning of the lines.", chords: ["Left", "h"],
                run: { screen, _ in
                    screen.left = max(screen.left - 20, 0)
                    return []
                }),
        ] + filterCommands("log", of: "lines")
}

/// One line of a log: time of day, stream, message.
struct LogLineView {
    private let line: LogLine

    init(_ line: LogLine) {
        self.line = line
    }

    func draw(on canvas: inout Canvas, in area: Rect, left: Int = 0) {
        canvas.text(clock ?? canvas.glyphs.none, in: area, .textDim)
        let stream = TextWidth.padRight(TextWidth.truncate(shortStream, columns: 12, at: .middle), columns: 12)
        canvas.text(stream, in: area.inset(left: 9), .label)
        // Scrolled sideways, the message loses its beginning.
        let message = left == 0 ? line.message : String(line.message.dropFirst(left))
        canvas.text(message, in: area.inset(left: 22), isError ? .statusFailed : .text)
    }

    /// What a filter can ask of a line.
    static let columns = [
        FilterQuery.Column(name: "time"), FilterQuery.Column(name: "stream"), FilterQuery.Column(name: "message"),
    ]

    func text(ofColumn index: Int) -> String {
        switch index {
        case 0: clock ?? ""
        case 1: "\(shortStream)\n\(line.stream)"
        default: line.message
        }
    }

    /// The time of day in UTC; nil where it isn't known.
    private var clock: String? {
        guard line.time.isKnown else { return nil }
        let time = CalendarDate(line.time)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
    }

    /// `data-log`, or the instance without its start time.
    private var shortStream: String {
        let parts = line.stream.byteParts(at: "/", omittingEmpty: true)
        if parts.count > 1, let last = parts.last { return String(last) }
        guard let dash = line.stream.lastByteIndex(of: "-"),
            line.stream[dash...].utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return line.stream }
        return String(line.stream[..<dash])
    }

    private var isError: Bool {
        let text = line.message
        return text.contains("ERROR") || text.contains("Error:") || text.contains("Exception")
            || text.contains("HTTP/1.1\" 4") || text.contains("HTTP/1.1\" 5")
    }
}
