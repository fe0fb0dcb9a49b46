import BatchInference
import Console

/// Input rows on the left, their predictions on the right, as one table.
struct SideBySide {
    let preview: OutputPreview
    /// The first row and the first input column shown.
    var firstRow = 0
    var firstColumn = 0

    private static let widest = 18
    private static let gap = 2
    /// Rows that the widths are taken from.
    private static let sample = 60

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard area.rows > 1 else { return }
        let output = Cells(header: preview.outputTitles, rows: preview.predictions?.rows ?? [])
        let needed = widths(of: output).reduce(0) { $0 + $1 + Self.gap }
        let outputColumns = preview.output == nil ? 14 : min(needed, max(area.columns * 2 / 3, 12))
        let (right, left) = area.splitRight(outputColumns)
        let input = Cells(header: preview.inputTitles, rows: preview.input?.rows ?? [])
        draw(input, from: firstColumn, on: &canvas, in: left.inset(right: 3), role: .text)
        canvas.columnRule(at: Point(column: left.right - 2, row: left.top), rows: area.rows)
        if preview.output == nil {
            canvas.text(preview.problem.isEmpty ? "no output" : "unreadable", in: right, .textDim)
        } else {
            draw(output, from: 0, on: &canvas, in: right, role: .accent)
        }
    }

    private struct Cells {
        var header: [String]
        var rows: [[String]]
    }

    private func widths(of cells: Cells) -> [Int] {
        cells.header.indices.map { column in
            let values = cells.rows.dropFirst(firstRow).prefix(Self.sample).map {
                column < $0.count ? $0[column] : ""
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
            let isNumber = cells.rows.prefix(20).allSatisfy { index >= $0.count || Double($0[index]) != nil }
            func put(_ text: String, row: Int, _ role: StyleRole) {
                canvas.text(
                    text, in: Rect(column: column, row: area.top + row, columns: width, rows: 1), role,
                    align: isNumber ? .right : .left)
            }
            put(cells.header[index], row: 0, .tableHeader)
            for (offset, row) in cells.rows.dropFirst(firstRow).prefix(area.rows - 1).enumerated() {
                // A row with too few columns shows where one is missing.
                let value = index < row.count ? row[index] : canvas.glyphs.none
                put(value, row: offset + 1, index < row.count ? role : .statusWarning)
            }
            column += width + Self.gap
        }
    }
}
