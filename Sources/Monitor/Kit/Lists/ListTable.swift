import AWSOperations
import Console

/// One column of a list: how it is shown, and how rows are filtered and ordered by it.
///
/// A list is a row of these: adding a column is adding one.
struct ListColumn<Row: Sendable>: Sendable {
    /// The stable name that filters (`status:failed`) and sorting use.
    var name: String
    var title: @Sendable (Glyphs) -> String
    var width: TableColumn.Width
    var alignment: Alignment
    /// 0 is never dropped; where the table is too narrow, the highest goes first.
    var priority: Int
    var cut: TextWidth.Cut
    /// Whether two rows stand in ascending order; nil for a column that cannot be sorted by.
    var isAscending: (@Sendable (Row, Row) -> Bool)?
    /// What the filter finds a row by beside what the column shows.
    var alsoFoundBy: (@Sendable (Row) -> String)?
    /// Whether it is a picture, such as a bar, that loses its meaning where a selection turns its colours round.
    var isPicture: Bool
    /// How long what it shows lasts, in seconds, for a column of times; filters ask `age:<3d`.
    var seconds: (@Sendable (Row, Timestamp) -> Double?)?
    /// The number that it shows, for a column of numbers; filters ask `accuracy:>0.95`.
    var number: (@Sendable (Row) -> Double?)?
    /// Whether it is shown only where the user chooses it.
    var isOptional: Bool
    /// Another name that filters take: what the service calls a metric.
    var alias = ""
    var cell: @Sendable (Row, Canvas) -> StyledText

    init(
        _ name: String, title: String? = nil, width: TableColumn.Width, alignment: Alignment = .left,
        priority: Int = 0, cut: TextWidth.Cut = .end, isAscending: (@Sendable (Row, Row) -> Bool)? = nil,
        alsoFoundBy: (@Sendable (Row) -> String)? = nil, isPicture: Bool = false,
        seconds: (@Sendable (Row, Timestamp) -> Double?)? = nil, number: (@Sendable (Row) -> Double?)? = nil,
        isOptional: Bool = false,
        cell: @escaping @Sendable (Row, Canvas) -> StyledText
    ) {
        self.name = name
        let shown = title ?? name.uppercased()
        self.title = { _ in shown }
        self.width = width
        self.alignment = alignment
        self.priority = priority
        self.cut = cut
        self.isAscending = isAscending
        self.alsoFoundBy = alsoFoundBy
        self.isPicture = isPicture
        self.seconds = seconds
        self.number = number
        self.isOptional = isOptional
        self.cell = cell
    }

    /// What a filter finds a row by: what is shown of it, uncut, and what else it is known as.
    func searchText(_ row: Row, _ canvas: Canvas) -> String {
        var shown = cell(row, canvas).plainText
        if canvas.glyphs.isASCII {
            shown = String(
                String.UnicodeScalarView(
                    shown.unicodeScalars.compactMap {
                        $0.isASCII ? $0 : Unicode.Scalar(AsciiRendition.replacement($0.value))
                    }))
        }
        return alsoFoundBy.map { "\(shown)\n\($0(row))" } ?? shown
    }

    /// Whether a row has nothing to be sorted by where the column shows numbers or times.
    func isUnknown(_ row: Row, at now: Timestamp) -> Bool {
        if let number { return number(row).map(\.isNaN) ?? true }
        if let seconds { return seconds(row, now) == nil }
        return false
    }

    func queried(_ glyphs: Glyphs) -> FilterQuery.Column {
        FilterQuery.Column(
            name: name, title: title(glyphs), alias: alias, isTime: seconds != nil, isNumber: number != nil)
    }
}

/// The rows of a list by id, with what the filter lets through in the order asked for.
struct ListModel<Row: Sendable & Identifiable>: Sendable where Row.ID: Hashable & Sendable {
    private(set) var rows: [Row] = []
    var list = ListState<Row.ID>()
    private var indexOfID: [Row.ID: Int] = [:]
    /// Rows that are kept and not listed.
    var isHidden: @Sendable (Row) -> Bool = { _ in false }

    init() {}

    /// The rows of a screen that has not been laid out yet.
    init(_ rows: [Row]) {
        set(rows)
        list.show(rows.map(\.id), height: rows.count)
    }

    private mutating func set(_ rows: [Row]) {
        self.rows = rows
        indexOfID = Dictionary(rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func row(_ id: Row.ID) -> Row? {
        indexOfID[id].map { rows[$0] }
    }

    /// The row under the cursor; nil while the list shows none.
    var selected: Row? { list.selectedIndex.flatMap { row(list.visible[$0]) } }

    /// Takes new rows in the order that they have unsorted, then filters and sorts.
    mutating func show(_ rows: [Row], columns: [ListColumn<Row>], height: Int, on canvas: Canvas) {
        set(rows)
        arrange(columns: columns, height: height, on: canvas)
    }

    /// Changes one row in place, where it is there; the caller arranges afterwards.
    mutating func amend(_ id: Row.ID, _ change: (inout Row) -> Void) {
        if let index = indexOfID[id] { change(&rows[index]) }
    }

    /// Filters and sorts again, after the filter, the order or a row has changed.
    mutating func arrange(columns: [ListColumn<Row>], height: Int, on canvas: Canvas) {
        var shown = rows.filter { !isHidden($0) }
        if list.filter.isActive {
            let query = FilterQuery(list.filter.text, columns: columns.map { $0.queried(canvas.glyphs) })
            shown = shown.filter { row in
                query.admits(
                    { columns[$0].searchText(row, canvas) }, seconds: { columns[$0].seconds?(row, canvas.now) },
                    number: { columns[$0].number?(row) })
            }
        }
        if let sort = list.sort, let column = columns.first(where: { $0.name == sort.column }),
            let isAscending = column.isAscending
        {
            // Rows without a value stay behind the others both ways.
            let isUnknown = { (row: Row) in column.isUnknown(row, at: canvas.now) }
            let unknown = shown.filter(isUnknown)
            if !unknown.isEmpty { shown.removeAll(where: isUnknown) }
            // Equal rows keep their order both ways: the sort is stable.
            shown.sort { sort.isDescending ? isAscending($1, $0) : isAscending($0, $1) }
            shown += unknown
        }
        list.show(shown.map(\.id), height: height)
    }

    /// Goes to the next column to sort by, then back to the list's own order.
    mutating func sortByNext(_ columns: [ListColumn<Row>]) {
        let names = columns.filter { $0.isAscending != nil }.map(\.name)
        let next = list.sort.flatMap { names.firstIndex(of: $0.column) }.map { $0 + 1 } ?? 0
        list.sort = next < names.count ? .init(column: names[next], isDescending: false) : nil
    }

    mutating func reverseSort(_ columns: [ListColumn<Row>]) {
        guard let sort = list.sort else { return sortByNext(columns) }
        list.sort?.isDescending = !sort.isDescending
    }

    /// Sorts by a column that was clicked; a second click turns the order round.
    mutating func sort(by name: String) {
        let wasDescending = list.sort?.column == name ? list.sort?.isDescending : nil
        list.sort = .init(column: name, isDescending: wasDescending.map { !$0 } ?? false)
    }

    /// The table as it is drawn with a theme; nothing but the visible rows is rendered.
    func table(_ columns: [ListColumn<Row>], on canvas: Canvas) -> Table {
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
            let plain = zip(cells, columns).map { $1.isPicture ? $0 : StyledText($0.plainText) }
            return TableRow(plain, mark: StyledText(mark.plainText))
        }
    }

    /// The columns alone, for finding what a click met.
    func tableColumns(_ columns: [ListColumn<Row>], glyphs: Glyphs) -> [TableColumn] {
        columns.map { column in
            var sort: TableColumn.Sort?
            if list.sort?.column == column.name { sort = list.sort!.isDescending ? .descending : .ascending }
            return TableColumn(
                column.title(glyphs), width: column.width, alignment: column.alignment, priority: column.priority,
                cut: column.cut, sort: sort, isPicture: column.isPicture)
        }
    }
}
