import Console

/// One column of a list: how it is shown, and how rows are filtered and ordered by it.
///
/// A list is a row of these: adding a column is adding one.
public struct ListColumn<Row: Sendable>: Sendable {
    /// The stable name that filters (`status:failed`) and sorting use.
    public var name: String
    public var title: @Sendable (Glyphs) -> String
    public var width: TableColumn.Width
    public var alignment: Alignment
    /// 0 is never dropped; where the table is too narrow, the highest goes first.
    public var priority: Int
    public var cut: TextWidth.Cut
    /// Whether two rows stand in ascending order; nil for a column that cannot be sorted by.
    public var isAscending: (@Sendable (Row, Row) -> Bool)?
    /// What the filter reads.
    public var filterText: @Sendable (Row) -> String
    public var cell: @Sendable (Row, Canvas) -> StyledText

    public init(
        _ name: String, title: String? = nil, width: TableColumn.Width, alignment: Alignment = .left,
        priority: Int = 0, cut: TextWidth.Cut = .end, isAscending: (@Sendable (Row, Row) -> Bool)? = nil,
        filterText: @escaping @Sendable (Row) -> String, cell: @escaping @Sendable (Row, Canvas) -> StyledText
    ) {
        self.name = name
        let shown = title ?? name.uppercased()
        self.title = { _ in shown }
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.cut = cut
        self.isAscending = isAscending
        self.filterText = filterText
        self.cell = cell
    }
}

/// The rows of a list by id, with what the filter lets through in the order asked for.
public struct ListModel<Row: Sendable & Identifiable>: Sendable where Row.ID: Hashable & Sendable {
    public private(set) var rows: [Row] = []
    public var list = ListState<Row.ID>()
    private var indexOfID: [Row.ID: Int] = [:]

    public init() {}

    public func row(_ id: Row.ID) -> Row? {
        indexOfID[id].map { rows[$0] }
    }

    public var selected: Row? { list.selection.flatMap { row($0) } }

    /// Takes new rows in the order that they have unsorted, then filters and sorts.
    public mutating func show(_ rows: [Row], columns: [ListColumn<Row>], height: Int) {
        self.rows = rows
        indexOfID = Dictionary(rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        arrange(columns: columns, height: height)
    }

    /// Changes one row in place, where it is there; the caller arranges afterwards.
    public mutating func amend(_ id: Row.ID, _ change: (inout Row) -> Void) {
        if let index = indexOfID[id] { change(&rows[index]) }
    }

    /// Filters and sorts again, after the filter, the order or a row has changed.
    public mutating func arrange(columns: [ListColumn<Row>], height: Int) {
        var shown = rows
        if list.filter.isActive {
            shown = shown.filter { row in
                list.filter.admits(columns.map { ($0.name, $0.filterText(row)) })
            }
        }
        if let sort = list.sort, let column = columns.first(where: { $0.name == sort.column }),
            let isAscending = column.isAscending
        {
            // Equal rows keep their order both ways: the sort is stable.
            shown.sort { sort.isDescending ? isAscending($1, $0) : isAscending($0, $1) }
        }
        list.show(shown.map(\.id), height: height)
    }

    /// Goes to the next column to sort by, then back to the list's own order.
    public mutating func sortByNext(_ columns: [ListColumn<Row>], height: Int) {
        let names = columns.filter { $0.isAscending != nil }.map(\.name)
        let next = list.sort.flatMap { names.firstIndex(of: $0.column) }.map { $0 + 1 } ?? 0
        list.sort = next < names.count ? .init(column: names[next], isDescending: false) : nil
        arrange(columns: columns, height: height)
    }

    public mutating func reverseSort(_ columns: [ListColumn<Row>], height: Int) {
        guard let sort = list.sort else { return sortByNext(columns, height: height) }
        list.sort?.isDescending = !sort.isDescending
        arrange(columns: columns, height: height)
    }

    /// Sorts by a column that was clicked; a second click turns the order round.
    public mutating func sort(by name: String, _ columns: [ListColumn<Row>], height: Int) {
        if list.sort?.column == name {
            reverseSort(columns, height: height)
        } else {
            list.sort = .init(column: name, isDescending: false)
            arrange(columns: columns, height: height)
        }
    }

    /// The table as it is drawn with a theme; nothing but the visible rows is rendered.
    public func table(_ columns: [ListColumn<Row>], on canvas: Canvas) -> Table {
        let list = list
        let selected = list.selectedIndex
        // The rows are made while the surface is drawn on: a second holder would have it copied.
        let canvas = Canvas(
            size: Size(columns: 0, rows: 0), theme: canvas.theme, glyphs: canvas.glyphs, now: canvas.now,
            connection: canvas.connection)
        // On a reversed row a cell's own colour would become its background.
        let isReversed = canvas.theme[.selection].attributes.contains(.reverse)
        return Table(
            columns: tableColumns(columns, glyphs: canvas.glyphs), rowCount: list.visible.count,
            firstRow: list.top, selected: selected,
            style: TableStyle(
                header: canvas.theme[.tableHeader], sortedHeader: canvas.theme[.tableHeaderSorted],
                selection: canvas.theme[.selection],
                cursor: isReversed ? .plain : canvas.theme[.accent])
        ) { index in
            guard let row = self.row(list.visible[index]) else { return TableRow([]) }
            let mark = list.marks.contains(row.id) ? StyledText(canvas.glyphs.mark, canvas.theme[.marked]) : ""
            let cells = columns.map { $0.cell(row, canvas) }
            guard isReversed, index == selected else { return TableRow(cells, mark: mark) }
            return TableRow(cells.map { StyledText($0.plainText) }, mark: StyledText(mark.plainText))
        }
    }

    /// The columns alone, for finding what a click met.
    func tableColumns(_ columns: [ListColumn<Row>], glyphs: Glyphs) -> [TableColumn] {
        columns.map { column in
            var sort: TableColumn.Sort?
            if list.sort?.column == column.name { sort = list.sort!.isDescending ? .descending : .ascending }
            return TableColumn(
                column.title(glyphs), width: column.width, alignment: column.alignment, priority: column.priority,
                cut: column.cut, sort: sort)
        }
    }
}
