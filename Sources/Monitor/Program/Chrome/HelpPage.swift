import Console

/// Every key of the screen, made from the command rows.
struct HelpPage: Sendable {
    private var top = 0

    func area(in size: Size) -> Rect {
        Rect(size).inset(columns: min(max((size.columns - 92) / 2, 1), 20), rows: 1)
    }

    struct Line {
        /// Empty for titles, and where a text goes on from the line above.
        var chords = ""
        var text = ""
        var role = StyleRole.dialog
        var isTitle = false
    }

    /// The page's lines, wrapped to the screen.
    func lines(_ state: State) -> [Line] {
        let sections = [
            (state.top.screen.crumb, state.top.screen.commandRows),
            ("Everywhere", state.programRows.compactMap { working($0, in: state) }),
        ].filter { !$0.1.isEmpty }
        let inside = area(in: state.size).columns - 4
        let keys = sections.flatMap(\.1).map { Self.keys(of: $0, state.glyphs) }
        let columns = inside - keyColumns(keys, within: inside) - 2
        return sections.flatMap { title, rows in
            [Line(text: title, role: .dialogTitle, isTitle: true)]
                + rows.flatMap { lines(of: $0, columns: max(columns, 1), state.glyphs) } + [Line()]
        }
    }

    /// A row with the keys that aren't text where text is typed; nil where it has none of these.
    private func working(_ row: CommandRow, in state: State) -> CommandRow? {
        guard state.top.screen.takesText, !row.chords.isEmpty else { return row }
        var row = row
        row.chords.removeAll { $0.typedText != nil || $0 == "Backspace" }
        return row.chords.isEmpty ? nil : row
    }

    private func lines(of row: CommandRow, columns: Int, _ glyphs: Glyphs) -> [Line] {
        let keys = Self.keys(of: row, glyphs)
        let (text, role): (String, StyleRole) =
            switch row.availability {
            case .available: (row.help, .dialog)
            case .unavailable(let reason): ("\(row.help) (not now: \(reason))", .textDim)
            }
        return TextWrap.lines(text, columns: columns).enumerated().map { index, part in
            Line(chords: index == 0 ? keys : "", text: part, role: role)
        }
    }

    private static func keys(of row: CommandRow, _ glyphs: Glyphs) -> String {
        // What has no key is called by its name.
        row.chords.isEmpty ? ":\(row.title)" : row.chords.map { $0.label(glyphs) }.joined(separator: ", ")
    }

    /// How wide the keys' column is: as wide as they need, up to a third of the page.
    private func keyColumns(_ keys: [String], within inside: Int) -> Int {
        min(max(keys.map { TextWidth.columns($0) }.max() ?? 0, 8), inside / 3)
    }

    /// Takes a key; false where the page is closed by it.
    mutating func take(_ chord: Chord, lines: Int, height: Int) -> Bool {
        let last = max(lines - height, 0)
        guard let motion = Motion(page: chord) else { return false }
        top = min(max(top + motion.rows(page: height), 0), last)
        return true
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let area = area(in: state.size)
        let inside = canvas.dialog(title: "Keys", size: area.inset(columns: 2, rows: 1).size)
        let lines = lines(state)
        let keyColumns = keyColumns(lines.map(\.chords), within: inside.columns)
        for (offset, line) in lines.dropFirst(top).prefix(inside.rows).enumerated() {
            let row = inside.row(offset)
            if line.isTitle {
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
