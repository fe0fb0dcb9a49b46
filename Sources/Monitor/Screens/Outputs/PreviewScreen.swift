import BatchInference
import Console

/// The first rows of an input beside its predictions, over the whole screen.
struct PreviewScreen: Screen {
    enum Event: Sendable {}

    let name: String
    let preview: PredictionPreview
    private var firstRow = 0
    private var firstColumn = 0

    init(name: String, preview: PredictionPreview) {
        self.name = name
        self.preview = preview
    }

    var crumb: String { name }

    var statusLine: StatusLine {
        let last = preview.rowCount
        return StatusLine(
            left:
                "rows \(min(firstRow + 1, last)) to \(last) (\(preview.output.table == nil ? "input" : preview.coverage))",
            right: preview.problem.isEmpty ? preview.notes.first ?? ragged : preview.problem)
    }

    private var ragged: String {
        let usual = preview.input.table?.usualColumns
        guard let row = preview.given.rows.firstIndex(where: { !$0.isBlank && $0.cells.count != usual }) else {
            return ""
        }
        return "input row \(row + 1) has another number of columns"
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        switch event.action {
        case .wheelUp: scroll(rows: -3)
        case .wheelDown: scroll(rows: 3)
        default: []
        }
    }

    private mutating func scroll(rows: Int = 0, columns: Int = 0) -> [Effect<Event>] {
        firstRow = min(max(firstRow + rows, 0), max(preview.rowCount - 1, 0))
        firstColumn = min(max(firstColumn + columns, 0), max(preview.given.titles.count - 1, 0))
        return []
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        SideBySide(preview: preview, firstRow: firstRow, firstColumn: firstColumn)
            .draw(on: &canvas, in: area.inset(columns: 1))
    }

    static let commands: [Command<PreviewScreen, Event>] = [
        Command(
            "preview.down", "down", help: "Goes down a row.", chords: ["Down", "j"], footerRank: 1,
            run: { screen, _ in screen.scroll(rows: 1) }),
        Command(
            "preview.up", "up", help: "Goes up a row.", chords: ["Up", "k"],
            run: { screen, _ in screen.scroll(rows: -1) }),
        Command(
            "preview.page-down", "page down", help: "Goes down a page.", chords: ["PageDown", "Space", "Ctrl-F"],
            run: { $0.scroll(rows: $1.area.rows) }),
        Command(
            "preview.page-up", "page up", help: "Goes up a page.", chords: ["PageUp", "Ctrl-B"],
            run: { $0.scroll(rows: -$1.area.rows) }),
        Command(
            "preview.first", "first", help: "Goes to the first row.", chords: ["Home", "g"],
            run: { screen, _ in screen.scroll(rows: -screen.preview.rowCount) }),
        Command(
            "preview.last", "last", help: "Goes to the last row.", chords: ["End", "G"],
            run: { screen, _ in screen.scroll(rows: screen.preview.rowCount) }),
        Command(
            "preview.right", "columns", help: "Shows the next input column.", chords: ["Right", "l"], footerRank: 2,
            run: { screen, _ in screen.scroll(columns: 1) }),
        Command(
            "preview.left", "columns back", help: "Shows the input column before.", chords: ["Left", "h"],
            run: { screen, _ in screen.scroll(columns: -1) }),
    ]
}
