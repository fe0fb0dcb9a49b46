import Console

/// A screen whose main part is one list: the cursor, filter, sorting and mouse are shared by all of them.
protocol ListScreen: FilteredScreen {
    associatedtype Row: Sendable & Identifiable where Row.ID: Sendable

    var model: ListModel<Row> { get set }
    var columns: [ListColumn<Row>] { get }
    /// What the rows are called: one, and several.
    static var things: (one: String, many: String) { get }
    /// Whether rows, or none, have come at all.
    var isLoaded: Bool { get }
    /// Where the list's table is within the area that the screen draws in.
    func listArea(in area: Rect) -> Rect
    /// Called after the selection went to another row.
    mutating func selectionChanged(_ context: Context) -> [Effect<Event>]
    /// What Enter or a second click on the selected row does.
    mutating func activate(_ context: Context) -> [Effect<Event>]
}

extension ListScreen {
    func listArea(in area: Rect) -> Rect { area }
    var isLoaded: Bool { true }
    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] { [] }

    /// The rows of the list that are in sight.
    func listHeight(_ context: Context) -> Int {
        max(Table.body(of: listArea(in: context.area)).rows, 1)
    }

    mutating func showRows(_ rows: [Row], _ context: Context) {
        model.show(rows, columns: columns, height: listHeight(context), on: context.canvas)
    }

    mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        model.list.move(by: rows, height: listHeight(context))
        return model.list.selection == before ? [] : selectionChanged(context)
    }

    /// Filters and sorts again after something that may change which rows are shown, or where.
    mutating func rearranged(_ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        model.arrange(columns: columns, height: listHeight(context), on: context.canvas)
        return model.list.selection == before ? [] : selectionChanged(context)
    }

    /// Changes one row in place; it goes where filter and order now have it.
    mutating func amend(_ id: Row.ID, _ context: Context, _ change: (inout Row) -> Void) -> [Effect<Event>] {
        model.amend(id, change)
        return model.list.filter.isActive || model.list.sort != nil ? rearranged(context) : []
    }

    var filter: FilterField {
        get { model.list.filter }
        set { model.list.filter = newValue }
    }

    mutating func filterChanged(_ context: Context) -> [Effect<Event>] { rearranged(context) }

    /// Whether there are rows and the filter hides them all.
    var isFilteredEmpty: Bool { model.list.visible.isEmpty && !model.rows.isEmpty && filter.isActive }

    func drawNoMatches(on canvas: inout Canvas, in area: Rect) {
        let columns = columns.map { $0.queried(canvas.glyphs) }
        canvas.noMatches(filter, of: Self.things.many, columns: columns, in: area)
    }

    @Sendable static func needsRow(_ screen: Self) -> Availability {
        .row(
            isSelected: screen.model.selected != nil, of: things.many, isLoaded: screen.isLoaded,
            isFilteredEmpty: screen.isFilteredEmpty)
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        mouseOnList(event, context)
    }

    mutating func mouseOnList(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        if model.list.picker != nil {
            if case .press = event.action { model.list.picker = nil }
            return []
        }
        let area = Self.tableArea(listArea(in: context.area))
        guard area.contains(event.point) else { return [] }
        switch event.action {
        case .wheelUp: return move(by: -3, context)
        case .wheelDown: return move(by: 3, context)
        case .press(.left):
            let table = Table(
                columns: model.tableColumns(shownColumns, glyphs: .unicode), rowCount: model.list.visible.count,
                firstRow: model.list.top
            ) { _ in TableRow([]) }
            let columns = shownColumns
            if let column = table.headerColumn(at: event.point, in: area), columns[column].isAscending != nil {
                model.sort(by: columns[column].name)
                return rearranged(context)
            }
            guard let row = table.row(at: event.point, in: area) else { return [] }
            if row == model.list.selectedIndex { return activate(context) }
            model.list.select(index: row)
            return selectionChanged(context)
        default: return []
        }
    }

    /// The header and the footer keep a column free at the right, and so does the table.
    static func tableArea(_ area: Rect) -> Rect { area.inset(right: 1) }

    /// The list in its area; a screen draws its own empty and failed states.
    func drawList(on canvas: inout Canvas, in area: Rect) {
        // A resize may have made the list shorter than when it was last arranged.
        var model = model
        model.list.reveal(height: Table.body(of: area).rows)
        canvas.draw(model.table(shownColumns, on: canvas), in: Self.tableArea(area))
    }

    func drawOver(on canvas: inout Canvas) {
        model.list.picker?.draw(columns, chosen: model.list.chosen, on: &canvas)
    }

    /// The sort order and filter as the status line shows them.
    var listStatus: String {
        let order =
            model.list.sort.map { "sort: \($0.column) \($0.isDescending ? "descending" : "ascending")   " } ?? ""
        return order + model.list.filter.statusText
    }

    /// The key that marks the selected row, or takes its mark away, and goes on to the next.
    static func markCommand(
        _ prefix: String, help: String, footerRank: Int,
        availability: @escaping @Sendable (Self) -> Availability = needsRow
    ) -> Command<Self, Event> {
        Command(
            "\(prefix).mark", "mark", help: help, chords: ["Space"], footerRank: footerRank, availability: availability,
            run: { screen, context in
                screen.model.list.toggleMark()
                return screen.move(by: 1, context)
            })
    }

    /// The rows of commands that every list has.
    static var listCommands: [Command<Self, Event>] {
        motionCommands("list", among: "row", isPage: false) { screen, motion, context in
            screen.move(by: motion.rows(page: screen.listHeight(context)), context)
        } + filterCommands("list", of: "rows")
            + sortCommands(
                next: { screen, context in
                    screen.model.sortByNext(screen.columns)
                    return screen.rearranged(context)
                },
                reverse: { screen, context in
                    screen.model.reverseSort(screen.columns)
                    return screen.rearranged(context)
                }) + [
                Command(
                    "list.columns", "columns", help: "Choose which columns the list shows.", chords: ["C"],
                    run: { screen, context in
                        screen.openColumnPicker(context)
                        return []
                    })
            ]
    }
}

extension Screen {
    /// The keys of a list's order.
    static func sortCommands(
        next: @escaping @Sendable (inout Self, Context) -> [Effect<Event>],
        reverse: @escaping @Sendable (inout Self, Context) -> [Effect<Event>]
    ) -> [Command<Self, Event>] {
        [
            Command("list.sort", "sort", help: "Sort by the next column.", chords: ["s"], footerRank: 61, run: next),
            Command("list.reverse", "reverse", help: "Reverse the sort order.", chords: ["S"], run: reverse),
        ]
    }
}

extension Availability {
    /// Whether a row is selected; says why none is: not loaded yet, none there, or none that matches.
    static func row(isSelected: Bool, of things: String, isLoaded: Bool, isFilteredEmpty: Bool) -> Availability {
        .when(
            isSelected,
            otherwise: isFilteredEmpty
                ? "no \(things) match the filter" : isLoaded ? "no \(things)" : "the \(things) are still loading")
    }
}

/// The cursor, filter, order and marks of a list; selection is kept by id, so rows may come and go under it.
struct ListState<ID: Hashable & Sendable>: Sendable {
    private(set) var selection: ID?
    var marks: Set<ID> = []
    var filter = FilterField()
    /// The column that the list is sorted by, and which way; nil for the order that it came in.
    var sort: SortOrder?
    /// Columns that the user has chosen or hidden, by name; the others are shown as they come.
    var chosen: [String: Bool] = [:]
    /// Open while columns are chosen.
    var picker: ColumnPicker?
    /// The ids that the filter lets through, in the order shown.
    public private(set) var visible: [ID] = []
    private(set) var top = 0

    struct SortOrder: Hashable, Sendable {
        var column: String
        var isDescending: Bool
    }

    /// Where the selection stood when last looked up; a hint only, checked on each use.
    private var hint = 0

    init(selection: ID? = nil) {
        self.selection = selection
    }

    var selectedIndex: Int? {
        guard let selection else { return nil }
        if hint < visible.count, visible[hint] == selection { return hint }
        return visible.firstIndex(of: selection)
    }

    /// Takes the rows to show; the selection stays on its id, or goes to the row that took its place.
    mutating func show(_ ids: [ID], height: Int) {
        let place = selectedIndex ?? hint
        visible = ids
        if let index = selectedIndex {
            hint = index
        } else if ids.isEmpty {
            hint = 0
            // A list that is empty for the moment does not forget what was selected.
        } else {
            select(index: min(place, ids.count - 1))
        }
        reveal(height: height)
    }

    mutating func select(_ id: ID) {
        selection = id
        if let index = selectedIndex { hint = index }
    }

    mutating func select(index: Int) {
        guard visible.indices.contains(index) else { return }
        selection = visible[index]
        hint = index
    }

    mutating func move(by rows: Int, height: Int) {
        guard !visible.isEmpty else { return }
        select(index: min(max((selectedIndex ?? 0) + rows, 0), visible.count - 1))
        reveal(height: height)
    }

    /// Scrolls so that the selection is in sight.
    mutating func reveal(height: Int) {
        let height = max(height, 1)
        if let index = selectedIndex {
            if index < top { top = index }
            if index >= top + height { top = index - height + 1 }
        }
        top = min(max(top, 0), max(visible.count - height, 0))
    }

    mutating func toggleMark() {
        guard let selection else { return }
        if marks.remove(selection) == nil { marks.insert(selection) }
    }
}
