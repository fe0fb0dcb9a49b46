import BatchInference
import Console

/// Finds a command by a part of its name.
struct Palette: Sendable {
    var query = TextFieldState()
    private var marked = 0
    private static let height = 12
    static let queryLimit = 200

    enum Outcome: Sendable {
        case open
        case closed
        case chosen(CommandRow)
    }

    /// The commands whose title, id or help holds the letters of the query in their order; the best first.
    func matches(in rows: [CommandRow]) -> [CommandRow] {
        let wanted = PastedText.trimmed(query.text).lowercased()
        guard !wanted.isEmpty else { return rows }
        return rows.compactMap { row -> (row: CommandRow, score: Int)? in
            let title = row.title.lowercased()
            if title.hasPrefix(wanted) { return (row, 0) }
            if title.contains(wanted) || row.id.contains(wanted) { return (row, 1) }
            if row.help.lowercased().contains(wanted) { return (row, 2) }
            return Self.holds(title, wanted) ? (row, 3) : nil
        }
        .enumerated().sorted { ($0.element.score, $0.offset) < ($1.element.score, $1.offset) }.map(\.element.row)
    }

    private static func holds(_ text: String, _ letters: String) -> Bool {
        var rest = Substring(text)
        for letter in letters {
            guard let index = rest.firstIndex(of: letter) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }

    mutating func take(_ chord: Chord, rows: [CommandRow]) -> Outcome {
        switch chord {
        case "Esc": return .closed
        case "Enter":
            return rows.indices.contains(marked) ? .chosen(rows[marked]) : .closed
        case "Down", "Ctrl-N", "Tab": marked = min(marked + 1, max(rows.count - 1, 0))
        case "Up", "Ctrl-P", "Shift-Tab": marked = max(marked - 1, 0)
        case "Backspace" where query.text.isEmpty: return .closed
        default: if query.handle(chord) { marked = 0 }
        }
        return .open
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let rows = matches(in: state.commandRows)
        let inside = canvas.dialog(
            title: "Commands", size: Size(columns: min(76, state.size.columns - 6), rows: Self.height + 2))
        let entry = inside.row(0)
        canvas.text(":", at: entry.origin, .accent)
        let field = TextField(query, style: canvas.theme[.input])
        canvas.draw(field, in: entry.inset(left: 2))
        canvas.cursor = field.cursor(in: entry.inset(left: 2))
        let list = inside.inset(top: 2)
        let first = max(0, min(marked - list.rows + 1, rows.count - list.rows))
        for (offset, row) in rows.dropFirst(max(first, 0)).prefix(list.rows).enumerated() {
            let area = list.row(offset)
            let isMarked = offset + max(first, 0) == marked
            canvas.text(isMarked ? state.glyphs.cursor : " ", at: area.origin, .accent)
            canvas.text(row.title, in: area.inset(left: 2).splitLeft(18).0, row.isAvailable ? .dialog : .textDim)
            let keys = row.chords.first?.label(state.glyphs) ?? ""
            canvas.text(
                keys, at: Point(column: area.right - TextWidth.columns(keys), row: area.top),
                style: canvas.style(.footerKey, on: .dialog))
            var help = row.help
            if case .unavailable(let reason) = row.availability { help = "not now: \(reason)" }
            canvas.text(help, in: area.inset(left: 21, right: 11), .textDim)
            if isMarked { canvas.highlight(area, .selection) }
        }
        if rows.isEmpty { canvas.text("no matching command", in: list.row(0), .textDim) }
    }
}
