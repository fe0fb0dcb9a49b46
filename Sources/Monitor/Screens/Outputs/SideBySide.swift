import BatchInference
import Console

/// Input rows on the left, predictions on the right: as one table where they are pairs, else under a line that says why not.
struct SideBySide {
    let preview: PredictionPreview
    /// The first row and the first input column shown.
    var firstRow = 0
    var firstColumn = 0

    private static let widest = 18
    private static let gap = 2
    /// Rows that the widths are taken from.
    private static let sample = 60

    func draw(on canvas: inout Canvas, in area: Rect) {
        var area = area
        if preview.output != .absent, let sentence = preview.unpairedSentence {
            let text = "\(canvas.glyphs.warning) \(sentence)"
            let (line, rest) = area.splitTop(min(4, max(area.rows / 3, 1)))
            let used = canvas.paragraph(text, in: line, .statusWarning)
            area = Rect(
                column: rest.left, row: line.top + used, columns: rest.columns, rows: rest.rows + line.rows - used)
        }
        guard area.rows > 1 else { return }
        let output = Cells(header: preview.outputTitles, rows: preview.predicted.rows)
        let needed = widths(of: output).reduce(0) { $0 + $1 + Self.gap }
        let placeholder = placeholder(of: preview.output, absent: "no output")
        let room = max(area.columns * 2 / 3, 12)
        let outputColumns = placeholder.map { min(max(TextWidth.columns($0), 12) + 2, room) } ?? min(needed, room)
        let (right, left) = area.splitRight(outputColumns)
        if let text = self.placeholder(of: preview.input, absent: "no input") {
            _ = canvas.paragraph(text, in: left.inset(right: 3), .textDim)
        } else {
            let input = Cells(header: preview.inputTitles, rows: preview.given.rows)
            draw(input, from: firstColumn, on: &canvas, in: left.inset(right: 3), role: .text)
        }
        canvas.columnRule(at: Point(column: left.right - 2, row: left.top), rows: area.rows)
        if let placeholder {
            _ = canvas.paragraph(placeholder, in: right, .textDim)
        } else {
            draw(output, from: 0, on: &canvas, in: right, role: preview.pairing.isPaired ? .accent : .text)
        }
    }

    /// What stands in the place of rows where there are none.
    private func placeholder(of side: PredictionPreview.Side, absent: String) -> String? {
        switch side {
        case .absent: absent
        case .unlisted: "unknown"
        case .failed: "can't be read"
        case .table(let table) where table.form.isBinary:
            "\(table.form.name), \(DisplayText.byteCount(table.size)): \(table.excerptText)"
        case .table(let table): table.rows.isEmpty && table.count.isExact ? "empty" : nil
        }
    }

    private struct Cells {
        var header: [String]
        var rows: [RecordTable.Row]
    }

    private func widths(of cells: Cells) -> [Int] {
        cells.header.indices.map { column in
            let values = cells.rows.dropFirst(firstRow).prefix(Self.sample).map { row in
                // No more of a long cell is measured than could be shown.
                column < row.cells.count ? String(row.cells[column].unicodeScalars.prefix(200)) : ""
            }
            let widest = (values + [cells.header[column]]).map { TextWidth.columns($0) }.max() ?? 0
            return min(max(widest, 1), Self.widest)
        }
    }

    private func draw(_ cells: Cells, from first: Int, on canvas: inout Canvas, in area: Rect, role: StyleRole) {
        let widths = widths(of: cells)
        var column = area.left
        for index in cells.header.indices.dropFirst(first) {
            let width = min(widths[index], area.right - column)
            guard width > 0 else { break }
            let isNumber = cells.rows.prefix(20).allSatisfy { row in
                index >= row.cells.count || row.cells[index].isEmpty || Double(row.cells[index]) != nil
            }
            func put(_ text: String, row: Int, _ role: StyleRole) {
                canvas.text(
                    text, in: Rect(column: column, row: area.top + row, columns: width, rows: 1), role,
                    align: isNumber ? .right : .left)
            }
            put(cells.header[index], row: 0, .tableHeader)
            for (offset, row) in cells.rows.dropFirst(firstRow).prefix(area.rows - 1).enumerated() {
                // A row with too few columns shows where one is missing, and a cut one where it ends.
                let isThere = index < row.cells.count
                let ends = row.isCut && index == row.cells.count - 1
                let value = isThere ? String(row.cells[index].unicodeScalars.prefix(200)) : canvas.glyphs.none
                put(ends ? value + "…" : value, row: offset + 1, isThere ? role : .statusWarning)
            }
            column += width + Self.gap
        }
    }
}
