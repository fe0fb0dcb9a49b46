import Console

/// Every key of the screen, made from the command rows.
struct HelpPage: Sendable {
    private var top = 0

    func area(in size: Size) -> Rect {
        Rect(size).inset(columns: min(max((size.columns - 92) / 2, 1), 20), rows: 1)
    }

    struct Line {
        var chords: String
        var text: String
        var role: StyleRole
    }

    func lines(_ state: State) -> [Line] {
        func section(_ title: String, _ rows: [CommandRow]) -> [Line] {
            guard !rows.isEmpty else { return [] }
            return [Line(chords: "", text: title, role: .dialogTitle)]
                + rows.map { row in
                    let keys = row.chords.map { $0.label(state.glyphs) }.joined(separator: ", ")
                    switch row.availability {
                    case .available: return Line(chords: keys, text: row.help, role: .dialog)
                    case .unavailable(let reason):
                        return Line(chords: keys, text: "\(row.help) (not now: \(reason))", role: .textDim)
                    }
                } + [Line(chords: "", text: "", role: .dialog)]
        }
        return section(state.top.screen.crumb, state.top.screen.commandRows)
            + section("Everywhere", State.commands.map { $0.row(for: state) })
    }

    /// Takes a key; false where the page is closed by it.
    mutating func take(_ chord: Chord, lines: Int, height: Int) -> Bool {
        let last = max(lines - height, 0)
        switch chord {
        case "Down", "j": top = min(top + 1, last)
        case "Up", "k": top = max(top - 1, 0)
        case "PageDown", "Space", "Ctrl-F": top = min(top + height, last)
        case "PageUp", "Ctrl-B": top = max(top - height, 0)
        case "Home", "g": top = 0
        case "End", "G": top = last
        default: return false
        }
        return true
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let area = area(in: state.size)
        let inside = canvas.dialog(title: "Keys", size: area.inset(columns: 2, rows: 1).size)
        let lines = lines(state)
        let keyColumns = min(max(lines.map { TextWidth.columns($0.chords) }.max() ?? 0, 8), inside.columns / 3)
        for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
            let row = inside.row(offset)
            if line.chords.isEmpty {
                canvas.text(line.text, in: row, line.role)
            } else {
                canvas.text(
                    line.chords, at: row.origin, style: canvas.style(.footerKey, on: .dialog), columns: keyColumns)
                canvas.text(line.text, in: row.inset(left: keyColumns + 2), line.role)
            }
        }
        if lines.count > inside.rows {
            let shown = "\(min(top + inside.rows, lines.count)) of \(lines.count)"
            canvas.text(
                " \(shown) ", in: Rect(column: inside.left, row: inside.bottom, columns: inside.columns, rows: 1),
                .textDim, align: .right)
        }
    }
}
