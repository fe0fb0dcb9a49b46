import BatchInference
import Console

extension TextPageBuilder {
    /// Adds a table of figures: titles, rows, its note. Columns that don't fit are left out at the right, with how many.
    ///
    /// - Parameters:
    ///   - widestName: Columns of a cell; what is longer is cut in its middle.
    ///   - widestFirst: The same for the first cell of a row; nil for no more than the others.
    ///   - gap: Blanks between columns.
    mutating func table(_ table: FigureTable, widestName: Int = 18, widestFirst: Int? = nil, gap: Int = 2) {
        func cell(_ column: Int, _ text: String) -> String {
            let limit = column == 0 ? widestFirst ?? widestName : widestName
            return TextWidth.truncate(CleanText.line(text), columns: limit, at: .middle)
        }
        let all = ([table.titles] + table.rows).map { row in row.indices.map { cell($0, row[$0]) } }
        let widths = table.titles.indices.map { column in all.map { TextWidth.columns($0[column]) }.max() ?? 0 }
        var (shown, used) = (0, 0)
        for width in widths {
            guard shown == 0 || used + gap + width <= columns else { break }
            used += width + (shown == 0 ? 0 : gap)
            shown += 1
        }
        for (index, row) in all.enumerated() {
            var line = StyledText()
            for column in 0..<shown {
                let blanks = String(repeating: " ", count: widths[column] - TextWidth.columns(row[column]))
                let text = column < table.textColumns ? row[column] + blanks : blanks + row[column]
                let role: StyleRole =
                    index == 0
                    ? .label : table.strong.contains(.init(row: index - 1, column: column)) ? .textStrong : .text
                line += StyledText((column == 0 ? "" : String(repeating: " ", count: gap)) + text, style(role))
            }
            self.line(line)
        }
        let leftOut = table.titles.count - shown
        if leftOut > 0 { text("\(DisplayText.counted(leftOut, "more column")) on a wider screen", .textDim) }
        if let note = table.note { text(CleanText.line(note), .textDim) }
    }
}
