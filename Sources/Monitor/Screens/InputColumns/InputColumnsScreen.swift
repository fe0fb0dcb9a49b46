import BatchInference
import Console

/// The columns that a transform's records need, with type and examples.
struct InputColumnsScreen: PageScreen {
    enum Event: Sendable {}

    let columns: InputColumns
    private var page = TextPage()

    init(_ columns: InputColumns) { self.columns = columns }

    var crumb: String { "Input columns" }

    var statusLine: StatusLine {
        let count = columns.columns.count
        return StatusLine(
            left: "\(DisplayText.counted(count, "column")), in the order of the records")
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    private static func inside(_ area: Rect) -> Rect { area.inset(left: 1, right: 1) }

    private func lines(_ theme: Theme?, columns width: Int) -> [StyledText] {
        var builder = TextPageBuilder(theme: theme, columns: width)
        builder.table(columns.table, widestName: 40, widestFirst: 40)
        if !columns.left.isEmpty {
            builder.text(CleanText.line("records don't have \(columns.left.joined(separator: ", "))"), .textDim)
        }
        for note in columns.notes { builder.text(CleanText.line(note), .textDim) }
        return builder.lines
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let area = Self.inside(context.area)
        page.scroll(by: rows, lines: lines(nil, columns: area.columns - 1).count, height: area.rows)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = Self.inside(area)
        page.draw(lines(canvas.theme, columns: inside.columns - 1), on: &canvas, in: inside)
    }

    static let commands: [Command<InputColumnsScreen, Event>] =
        [
            Command(
                "columns.copy", "copy names", help: "Copy the column names as a line of CSV.", chords: ["y"],
                footerRank: 1,
                run: { screen, _ in
                    [.copy(screen.columns.header, announcing: "copied \(screen.columns.columns.count) names")]
                })
        ] + pageCommands("columns")
}
