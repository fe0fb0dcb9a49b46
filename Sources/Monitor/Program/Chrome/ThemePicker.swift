import Console

/// A list of the themes; the marked one is shown at once, Esc goes back to the one before.
struct ThemePicker: Sendable {
    let names: [String]
    private let original: String
    private var marked: Int

    init(names: [String], current: String) {
        self.names = names
        original = current
        marked = names.firstIndex(of: current) ?? 0
    }

    /// Takes a key: whether the list stays open, and the theme to show.
    mutating func take(_ chord: Chord) -> (isOpen: Bool, theme: String?) {
        switch chord {
        case "Enter", "q": return (false, nil)
        case "Esc": return (false, original)
        case "Tab": move(by: 1)
        case "Shift-Tab": move(by: -1)
        default:
            guard let motion = Motion(list: chord) else { return (true, nil) }
            move(by: motion.rows(page: names.count))
        }
        return (true, names.indices.contains(marked) ? names[marked] : nil)
    }

    private mutating func move(by steps: Int) {
        marked = min(max(marked + steps, 0), max(names.count - 1, 0))
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let columns = max((names.map { TextWidth.columns($0) }.max() ?? 0) + 4, 30)
        let inside = canvas.dialog(
            title: "Theme", size: Size(columns: columns, rows: min(names.count, state.size.rows - 6)))
        let first = max(0, min(marked - inside.rows + 1, names.count - inside.rows))
        for (offset, name) in names.dropFirst(first).prefix(inside.rows).enumerated() {
            let row = inside.row(offset)
            let isMarked = offset + first == marked
            canvas.text(isMarked ? state.glyphs.cursor : " ", at: row.origin, .accent)
            canvas.text(name, in: row.inset(left: 2), .dialog)
            if isMarked { canvas.highlight(row, .selection) }
        }
    }
}
