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

    /// The columns that there is room for, by their indices.
    public func shownColumns(in rect: Rect) -> [Int] { layout(rect).slots.map(\.index) }

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
        for slot in layout.slots where slot.index < row.cells.count {
            let place = Rect(column: line.left + slot.offset, row: line.top, columns: slot.columns, rows: 1)
            let column = columns[slot.index]
            var base = base
            if selected, column.isPicture, style.selection.attributes.contains(.reverse) {
                // A bar turned round would look empty where it is full.
                base = row.style
                surface.fill(place, style: base)
            }
            surface.put(row.cells[slot.index], in: place, style: base, alignment: column.alignment, cut: column.cut)
        }
    }
}

/// A column of a table.
public struct TableColumn: Hashable, Sendable {
    /// How many columns of the terminal it takes.
    public enum Width: Hashable, Sendable {
        case fixed(Int)
        /// At least `min`, and a share of what is left by `weight`, up to `max`.
        case flexible(min: Int, weight: Int = 1, max: Int = .max)
    }

    /// Which way the rows are ordered by this column.
    public enum Sort: Hashable, Sendable {
        case ascending
        case descending
    }

    public var title: String
    public var width: Width
    public var alignment: Alignment
    /// 0 is never dropped; where the table is too narrow, the highest goes first.
    public var priority: Int
    /// Where a long value loses its characters.
    public var cut: TextWidth.Cut
    public var sort: Sort?
    /// Whether it is drawn with its own colours on a selected row that turns colours round.
    public var isPicture: Bool

    public init(
        _ title: String, width: Width, alignment: Alignment = .left, priority: Int = 0, cut: TextWidth.Cut = .end,
        sort: Sort? = nil, isPicture: Bool = false
    ) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.cut = cut
        self.sort = sort
        self.isPicture = isPicture
    }
}

/// One row of a table.
public struct TableRow: Hashable, Sendable {
    /// One text a column, in the table's order; missing ones are blank.
    public var cells: [StyledText]
    /// The style below all of the row's cells.
    public var style: Style
    /// A sign of one column before the row, for example for rows chosen to be compared.
    public var mark: StyledText

    public init(_ cells: [StyledText], style: Style = .plain, mark: StyledText = "") {
        self.cells = cells
        self.style = style
        self.mark = mark
    }
}

/// Which columns of a table fit, where each starts and how wide it is.
public struct TableLayout: Hashable, Sendable {
    /// A column that is shown.
    public struct Slot: Hashable, Sendable {
        /// Its index among the table's columns.
        public let index: Int
        /// Columns from the table's left edge.
        public let offset: Int
        public let columns: Int
    }

    public let slots: [Slot]

    /// Lays the columns out from `leading` to `total`, with `gap` blanks between two.
    ///
    /// Columns of the highest priority are dropped until the rest fit at their least widths; what is left over goes to
    /// the flexible ones by weight. Columns of priority 0 are narrowed instead, from the right.
    public init(_ columns: [TableColumn], total: Int, leading: Int = 0, gap: Int = 2) {
        let room = max(0, total - leading)
        var kept = Array(columns.indices)
        func need() -> Int { kept.reduce(0) { $0 + Self.least(columns[$1]) } + gap * max(0, kept.count - 1) }
        while need() > room, let dropped = kept.reversed().max(by: { columns[$0].priority < columns[$1].priority }),
            columns[dropped].priority > 0
        {
            kept.removeAll { $0 == dropped }
        }
        var widths = kept.map { Self.least(columns[$0]) }
        Self.share(room - need(), among: kept.map { columns[$0].width }, &widths)
        var slots: [Slot] = []
        var offset = leading
        for (place, index) in kept.enumerated() {
            let width = min(widths[place], total - offset)
            if width <= 0 { break }
            slots.append(Slot(index: index, offset: offset, columns: width))
            offset += width + gap
        }
        self.slots = slots
    }

    private static func least(_ column: TableColumn) -> Int {
        switch column.width {
        case .fixed(let columns): max(0, columns)
        case .flexible(let least, _, _): max(0, least)
        }
    }

    private static func share(_ room: Int, among columns: [TableColumn.Width], _ widths: inout [Int]) {
        var extra = room
        while extra > 0 {
            var open: [(place: Int, weight: Int, most: Int)] = []
            for (place, width) in columns.enumerated() {
                if case .flexible(_, let weight, let most) = width, weight > 0, widths[place] < most {
                    open.append((place, weight, most))
                }
            }
            if open.isEmpty { return }
            let weights = open.reduce(0) { $0 + $1.weight }
            let round = extra
            for (place, weight, most) in open {
                let share = min(max(1, round * weight / weights), most - widths[place], extra)
                widths[place] += share
                extra -= share
            }
        }
    }
}

/// The styles of a table's parts.
public struct TableStyle: Hashable, Sendable {
    public var header: Style
    /// The title of the column that orders the rows.
    public var sortedHeader: Style
    /// The selected row, below its cells' own colours.
    public var selection: Style
    /// The sign before the selected row.
    public var cursor: Style

    public init(
        header: Style = .init(attributes: .bold), sortedHeader: Style = .init(attributes: .bold),
        selection: Style = .init(attributes: .reverse), cursor: Style = .plain
    ) {
        self.header = header
        self.sortedHeader = sortedHeader
        self.selection = selection
        self.cursor = cursor
    }
}
