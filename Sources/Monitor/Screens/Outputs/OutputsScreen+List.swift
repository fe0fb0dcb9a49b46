import BatchInference
import Console

/// The list of outputs answers keys and mouse as other lists do, with rows that are made only where they are seen.
extension OutputsScreen {
    var filter: FilterField {
        get { list.filter }
        set { list.filter = newValue }
    }

    mutating func filterChanged(_ context: Context) -> [Effect<Event>] { arrange(context) }

    /// The rows of the list that are in sight.
    func listHeight(_ context: Context) -> Int {
        max(Table.body(of: listArea(in: context.area)).rows, 1)
    }

    mutating func move(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let before = list.selection
        list.move(by: rows, height: listHeight(context))
        return list.selection == before ? [] : selectionChanged(context)
    }

    /// The sort order and filter as the status line shows them.
    var listStatus: String {
        let order =
            list.sort.map { "sort: \($0.column.rawValue) \($0.isDescending ? "descending" : "ascending")   " } ?? ""
        return order + list.filter.statusText
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        let area = Self.tableArea(listArea(in: context.area))
        guard area.contains(event.point) else { return [] }
        switch event.action {
        case .wheelUp: return move(by: -3, context)
        case .wheelDown: return move(by: 3, context)
        case .press(.left):
            let table = Table(
                columns: columns.map { $0.table(sort: list.sort) }, rowCount: list.count, firstRow: list.top
            ) { _ in TableRow([]) }
            if let column = table.headerColumn(at: event.point, in: area), let sort = columns[column].sort {
                list.sort(by: sort)
                return arrange(context)
            }
            guard let row = table.row(at: event.point, in: area) else { return [] }
            if row == list.selectedIndex { return activate(context) }
            list.select(row)
            return selectionChanged(context)
        default: return []
        }
    }
}
