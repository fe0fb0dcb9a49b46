import Console

/// A screen whose main part is one list: the cursor, filter, sorting and mouse are shared by all of them.
protocol ListScreen: Screen {
    associatedtype Row: Sendable & Identifiable where Row.ID: Sendable

    var model: ListModel<Row> { get set }
    var columns: [ListColumn<Row>] { get }
    /// Where the list's table is within the area that the screen draws in.
    func listArea(in area: Rect) -> Rect
    /// Called after the selection went to another row.
    mutating func selectionChanged(_ context: Context) -> [Effect<Event>]
    /// What Enter or a second click on the selected row does.
    mutating func activate(_ context: Context) -> [Effect<Event>]
}

extension ListScreen {
    func listArea(in area: Rect) -> Rect { area }
    mutating func selectionChanged(_ context: Context) -> [Effect<Event>] { [] }

    /// The rows of the list that are in sight.
    func listHeight(_ context: Context) -> Int {
        max(Table.body(of: listArea(in: context.area)).rows, 1)
    }

    mutating func showRows(_ rows: [Row], _ context: Context) {
        model.show(rows, columns: columns, height: listHeight(context))
    }

    mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        model.list.move(by: rows, height: listHeight(context))
        return model.list.selection == before ? [] : selectionChanged(context)
    }

    private mutating func rearranged(_ context: Context) -> [Effect<Event>] {
        let before = model.list.selection
        model.arrange(columns: columns, height: listHeight(context))
        return model.list.selection == before ? [] : selectionChanged(context)
    }

    /// Keys for the filter while it is being typed.
    mutating func typeIntoFilter(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        switch model.list.filter.take(chord) {
        case .changed?: rearranged(context)
        case .unchanged?: []
        case nil: nil
        }
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        typeIntoFilter(chord, context)
    }

    var takesText: Bool { model.list.filter.isEditing }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        model.list.filter.paste(text)
        return rearranged(context)
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        mouseOnList(event, context)
    }

    mutating func mouseOnList(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        let area = Self.tableArea(listArea(in: context.area))
        guard area.contains(event.point) else { return [] }
        switch event.action {
        case .wheelUp: return move(by: -3, context)
        case .wheelDown: return move(by: 3, context)
        case .press(.left):
            let table = Table(
                columns: model.tableColumns(columns, glyphs: .unicode), rowCount: model.list.visible.count,
                firstRow: model.list.top
            ) { _ in TableRow([]) }
            if let column = table.headerColumn(at: event.point, in: area), columns[column].isAscending != nil {
                model.sort(by: columns[column].name, columns, height: listHeight(context))
                return selectionChanged(context)
            }
            guard let row = table.row(at: event.point, in: area) else { return [] }
            if row == model.list.selectedIndex { return activate(context) }
            model.list.select(index: row)
            return selectionChanged(context)
        default: return []
        }
    }

    /// The header and the footer keep a column free at the right, and so does the table.
    private static func tableArea(_ area: Rect) -> Rect { area.inset(right: 1) }

    /// The list in its area; a screen draws its own empty and failed states.
    func drawList(on canvas: inout Canvas, in area: Rect) {
        // A resize may have made the list shorter than when it was last arranged.
        var model = model
        model.list.reveal(height: Table.body(of: area).rows)
        canvas.draw(model.table(columns, on: canvas), in: Self.tableArea(area))
    }

    /// The sort order and filter as the status line shows them.
    var listStatus: String {
        let order =
            model.list.sort.map { "sort: \($0.column) \($0.isDescending ? "descending" : "ascending")   " } ?? ""
        return order + model.list.filter.statusText
    }

    /// The rows of commands that every list has.
    static var listCommands: [Command<Self, Event>] {
        [
            Command(
                "list.down", "down", help: "Goes to the next row.", chords: ["Down", "j"],
                run: { $0.move(by: 1, $1) }),
            Command(
                "list.up", "up", help: "Goes to the row before.", chords: ["Up", "k"],
                run: { $0.move(by: -1, $1) }),
            Command(
                "list.page-down", "page down", help: "Goes down by a page.", chords: ["PageDown", "Ctrl-F", "Ctrl-D"],
                run: { $0.move(by: $0.listHeight($1), $1) }),
            Command(
                "list.page-up", "page up", help: "Goes up by a page.", chords: ["PageUp", "Ctrl-B", "Ctrl-U"],
                run: { $0.move(by: -$0.listHeight($1), $1) }),
            Command(
                "list.first", "first", help: "Goes to the first row.", chords: ["Home", "g"],
                run: { $0.move(by: -$0.model.list.visible.count, $1) }),
            Command(
                "list.last", "last", help: "Goes to the last row.", chords: ["End", "G"],
                run: { $0.move(by: $0.model.list.visible.count, $1) }),
            Command(
                "list.filter", "filter",
                help: "Shows only rows with these words; column:word asks one column.", chords: ["/"], footerRank: 60,
                run: { screen, _ in
                    screen.model.list.filter.beginEditing()
                    return []
                }),
            Command(
                "list.sort", "sort", help: "Sorts by the next column.", chords: ["s"], footerRank: 61,
                run: { screen, context in
                    screen.model.sortByNext(screen.columns, height: screen.listHeight(context))
                    return screen.selectionChanged(context)
                }),
            Command(
                "list.reverse", "reverse", help: "Turns the order round.", chords: ["S"],
                run: { screen, context in
                    screen.model.reverseSort(screen.columns, height: screen.listHeight(context))
                    return screen.selectionChanged(context)
                }),
            Command(
                "list.clear-filter", "all rows", help: "Drops the filter.", chords: ["Ctrl-L"],
                availability: { .when($0.model.list.filter.isActive, otherwise: "there is no filter") },
                run: { screen, context in
                    screen.model.list.filter.clear()
                    return screen.rearranged(context)
                }),
        ]
    }
}
