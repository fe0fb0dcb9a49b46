import BatchInference

extension CommandOutput {
    /// Prints a table of figures below a blank line, names cut where they are long.
    func print(_ content: FigureTable, widestName: Int = 24, afterBlank: Bool = true) {
        func cell(_ text: String) -> TextTable.Cell {
            let cell = TextTable.Cell(text).cut(to: widestName)
            return isASCII ? TextTable.Cell(Self.withoutSymbols(cell.text)) : cell
        }
        var table = TextTable(
            content.titles.enumerated().map { place, title in
                // Names of classes stay as they are written.
                place < content.textColumns ? .left(cell(title).text) : .right(cell(title).text)
            })
        for row in content.rows { table.add(row.map(cell)) }
        if afterBlank { print("") }
        for line in table.lines(color: usesColor) { print(line) }
        if let note = content.note { print(TextTable.Cell(note).text) }
    }
}
