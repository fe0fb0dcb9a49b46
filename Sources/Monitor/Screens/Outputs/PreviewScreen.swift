import BatchInference
import Console

/// The first rows of an input beside its predictions, over the whole screen.
struct PreviewScreen: PageScreen {
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
        return "input row \(row + 1) has a different number of columns"
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    mutating func scroll(by rows: Int, _ context: Context) {
        firstRow = min(max(firstRow + rows, 0), max(preview.rowCount - 1, 0))
    }

    private mutating func scroll(columns: Int) -> [Effect<Event>] {
        firstColumn = min(max(firstColumn + columns, 0), max(preview.given.titles.count - 1, 0))
        return []
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        SideBySide(preview: preview, firstRow: firstRow, firstColumn: firstColumn)
            .draw(on: &canvas, in: area.inset(columns: 1))
    }

    static let commands: [Command<PreviewScreen, Event>] =
        pageCommands("preview", ranks: [.down: 1]) + [
            Command(
                "preview.right", "columns", help: "Show the next input column.", chords: ["Right", "l"], footerRank: 2,
                run: { screen, _ in screen.scroll(columns: 1) }),
            Command(
                "preview.left", "columns back", help: "Show the previous input column.", chords: ["Left", "h"],
                run: { screen, _ in screen.scroll(columns: -1) }),
        ]
}
