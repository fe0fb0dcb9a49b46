/// A table with a header; only the visible rows are asked for, by index, so that its length costs nothing.
public struct Table: Widget {
    /// Columns before the first one: a blank, the sign of the selected row, and the row's mark.
    public static let gutter = 3

    public var columns: [TableColumn]
    public var rowCount: Int
    /// The first visible row; see `ScrollWindow`.
    public var firstRow: Int
    public var selected: Int?
    public var style: TableStyle
    /// Makes the row at an index below `rowCount`.
    public var row: (Int) -> TableRow

    public init(
        columns: [TableColumn], rowCount: Int, firstRow: Int = 0, selected: Int? = nil, style: TableStyle = .init(),
        row: @escaping (Int) -> TableRow
    ) {
        self.columns = columns
        self.rowCount = rowCount
        self.firstRow = firstRow
        self.selected = selected
        self.style = style
        self.row = row
    }

    /// Where the rows are, below the header.
    public static func body(of rect: Rect) -> Rect { rect.splitTop(1).1 }

    /// The row drawn at a point, for the mouse.
    public func row(at point: Point, in rect: Rect) -> Int? {
        let body = Self.body(of: rect)
        guard body.contains(point) else { return nil }
        let index = firstRow + point.row - body.top
        return index >= 0 && index < rowCount ? index : nil
    }

    /// The column whose header is at a point, for the mouse.
    public func headerColumn(at point: Point, in rect: Rect) -> Int? {
        guard rect.row(0).contains(point) else { return nil }
        let offset = point.column - rect.left
        return layout(rect).slots.first { offset >= $0.offset && offset < $0.offset + $0.columns }?.index
    }

    private func layout(_ rect: Rect) -> TableLayout {
        TableLayout(columns, total: rect.columns, leading: Self.gutter)
    }

    public func draw(into surface: inout Surface, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let layout = layout(rect)
        surface.clipped(to: rect) { surface in
            drawHeader(into: &surface, rect.row(0), layout)
            let body = Self.body(of: rect)
            for offset in 0..<body.rows {
                let index = firstRow + offset
                if index < 0 || index >= rowCount { continue }
                draw(row(index), selected: index == selected, into: &surface, body.row(offset), layout)
            }
        }
    }

    private func drawHeader(into surface: inout Surface, _ line: Rect, _ layout: TableLayout) {
        for slot in layout.slots {
            let column = columns[slot.index]
            let arrow =
                switch column.sort {
                case .ascending: " ▲"
                case .descending: " ▼"
                case nil: ""
                }
            let title = TextWidth.truncate(column.title, columns: slot.columns - (arrow.isEmpty ? 0 : 2)) + arrow
            let place = Rect(column: line.left + slot.offset, row: line.top, columns: slot.columns, rows: 1)
            surface.put(
                StyledText(title), in: place, style: arrow.isEmpty ? style.header : style.sortedHeader,
                alignment: column.alignment)
        }
    }

    private func draw(
        _ row: TableRow, selected: Bool, into surface: inout Surface, _ line: Rect, _ layout: TableLayout
    ) {
        let base = selected ? row.style.over(style.selection) : row.style
        if selected {
            surface.fill(line, style: style.selection)
            surface.put("▸", at: line.origin.moved(columns: 1), style: style.cursor.over(style.selection))
        } else if row.style.background != .default {
            surface.fill(line, style: row.style)
        }
        surface.put(row.mark, at: line.origin.moved(columns: 2), style: base, maxColumns: 1)
        switch row.content {
        case .spanning(let text):
            surface.put(text, in: line.splitLeft(Self.gutter).1, style: base)
        case .cells(let cells):
            for slot in layout.slots where slot.index < cells.count {
                let place = Rect(column: line.left + slot.offset, row: line.top, columns: slot.columns, rows: 1)
                let column = columns[slot.index]
                var base = base
                if selected, column.isPicture, style.selection.attributes.contains(.reverse) {
                    // A bar turned round would look empty where it is full.
                    base = row.style
                    surface.fill(place, style: base)
                }
                surface.put(cells[slot.index], in: place, style: base, alignment: column.alignment, cut: column.cut)
            }
        }
    }
}
