import BatchInference
import Console

/// The streams of a log, each switched on or off.
struct LogStreamsScreen: ListScreen {
    /// Nothing works for it.
    typealias Event = Bool

    struct Row: Hashable, Sendable, Identifiable {
        var stream: LogArchive.Totals.Stream
        var isShown: Bool

        var id: String { stream.name }
    }

    var model = ListModel<Row>()
    let columns = LogStreamColumns.all
    static let things = (one: "stream", many: "streams")
    var isLoaded: Bool { true }
    private let rows: [Row]

    init(streams: [LogArchive.Totals.Stream], hidden: Set<String>) {
        rows = streams.map { Row(stream: $0, isShown: !hidden.contains($0.name)) }
            .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    }

    var crumb: String { "Streams" }

    var statusLine: StatusLine {
        let shown = model.rows.count { $0.isShown }
        return StatusLine(left: "\(shown) of \(model.rows.count) streams shown", right: listStatus)
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        if model.rows.isEmpty { showRows(rows, context) }
        return []
    }

    mutating func update(_ event: Bool, _ context: Context) -> [Effect<Event>] { [] }

    mutating func activate(_ context: Context) -> [Effect<Event>] {
        let hidden = Set(model.rows.filter { !$0.isShown }.map(\.id))
        return [.navigate(.finish(TransformLogScreen.Event.streamsChosen(hidden: hidden)))]
    }

    private mutating func change(_ context: Context, _ change: (inout Row) -> Void) -> [Effect<Event>] {
        var rows = model.rows
        for index in rows.indices { change(&rows[index]) }
        showRows(rows, context)
        return []
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else { return drawNoMatches(on: &canvas, in: area) }
        drawList(on: &canvas, in: area)
    }

    static let commands: [Command<LogStreamsScreen, Event>] =
        [
            Command(
                "streams.toggle", "on or off", help: "Show the stream's lines, or hide them.", chords: ["Space"],
                footerRank: 1, availability: needsRow,
                run: { screen, context in
                    guard let id = screen.model.selected?.id else { return [] }
                    return screen.change(context) { if $0.id == id { $0.isShown.toggle() } }
                }),
            Command(
                "streams.only", "only this", help: "Hide all other streams.", chords: ["o"], footerRank: 2,
                availability: needsRow,
                run: { screen, context in
                    guard let id = screen.model.selected?.id else { return [] }
                    return screen.change(context) { $0.isShown = $0.id == id }
                }),
            Command(
                "streams.all", "all", help: "Show all streams.", chords: ["a"], footerRank: 3,
                run: { screen, context in screen.change(context) { $0.isShown = true } }),
            Command(
                "streams.go", "show", help: "Show the log with these streams.", chords: ["Enter"], footerRank: 0,
                run: { $0.activate($1) }),
        ] + listCommands
}

/// The columns of a log's streams.
enum LogStreamColumns {
    static let all: [ListColumn<LogStreamsScreen.Row>] = [
        ListColumn(
            "shown", width: .fixed(7), isAscending: { $0.isShown && !$1.isShown },
            cell: { row, canvas in StyledText(row.isShown ? "on" : "off", canvas.theme[row.isShown ? .text : .textDim])
            }),
        ListColumn(
            "stream", width: .flexible(min: 20, weight: 2),
            isAscending: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) },
            cell: { row, canvas in StyledText(row.stream.name, canvas.theme[.textStrong]) }),
        ListColumn(
            "lines", width: .fixed(11), isAscending: { $0.stream.lines < $1.stream.lines },
            cell: { row, canvas in StyledText(DisplayText.count(row.stream.lines), canvas.theme[.text]) }),
        ListColumn(
            "errors", width: .fixed(9), isAscending: { $0.stream.errors < $1.stream.errors },
            cell: { row, canvas in
                StyledText(
                    row.stream.errors == 0 ? canvas.glyphs.none : DisplayText.count(row.stream.errors),
                    canvas.theme[row.stream.errors == 0 ? .textDim : .statusFailed])
            }),
    ]
}
