import BatchInference
import Console

extension TextPageBuilder {
    /// Adds a table of figures: titles, rows, its note. Columns that don't fit are left out at the right, with how many.
    mutating func table(_ table: FigureTable, widestName: Int = 18, indent: Int = 0) {
        func cell(_ text: String) -> String {
            TextWidth.truncate(CleanText.line(text), columns: widestName, at: .middle)
        }
        let all = ([table.titles] + table.rows).map { $0.map(cell) }
        let widths = table.titles.indices.map { column in all.map { TextWidth.columns($0[column]) }.max() ?? 0 }
        var (shown, used) = (0, indent)
        for width in widths {
            guard shown == 0 || used + 2 + width <= columns else { break }
            used += width + (shown == 0 ? 0 : 2)
            shown += 1
        }
        let margin = String(repeating: " ", count: indent)
        for (index, row) in all.enumerated() {
            var line = StyledText(margin)
            for column in 0..<shown {
                let blanks = String(repeating: " ", count: widths[column] - TextWidth.columns(row[column]))
                let text = column < table.textColumns ? row[column] + blanks : blanks + row[column]
                let role: StyleRole =
                    index == 0
                    ? .label : table.strong.contains(.init(row: index - 1, column: column)) ? .textStrong : .text
                line += StyledText((column == 0 ? "" : "  ") + text, style(role))
            }
            self.line(line)
        }
        let leftOut = table.titles.count - shown
        if leftOut > 0 { text("\(leftOut) more column\(leftOut == 1 ? "" : "s") on a wider screen", .textDim) }
        if let note = table.note { text(CleanText.line(note), .textDim) }
    }
}
