import Console

/// The choice of a list's columns: a dialog over the list, in which Space shows or hides one.
struct ColumnPicker: Hashable, Sendable {
    private var place = 0
    /// The names of the columns that the list shows, given the room that it has.
    fileprivate(set) var inSight: Set<String> = []

    /// What a key does; the list of names is that of the columns that can be chosen.
    fileprivate enum Step {
        case stays
        case toggles(String)
        case closes
        case resets
    }

    fileprivate mutating func take(_ chord: Chord, names: [String]) -> Step {
        place = min(place, max(names.count - 1, 0))
        switch chord {
        case "Enter", "Esc", "q", "C": return .closes
        case "Space": return names.isEmpty ? .stays : .toggles(names[place])
        case "Backspace", "Delete": return .resets
        default:
            if let motion = Motion(list: chord) {
                place = min(max(place + motion.rows(page: names.count), 0), max(names.count - 1, 0))
            }
            return .stays
        }
    }

    func draw<Row>(_ columns: [ListColumn<Row>], chosen: [String: Bool], on canvas: inout Canvas) {
        let screen = canvas.surface.bounds
        let columns = columns.filter { !$0.name.isEmpty }
        let hint = "Space shows or hides, Delete resets, Enter closes"
        let titles = columns.map { $0.title(canvas.glyphs) }
        let width = min(
            max((titles.map { TextWidth.columns($0) }.max() ?? 0) + 8, TextWidth.columns(hint)), screen.columns - 6)
        let rows = min(columns.count, max(screen.rows - 8, 1))
        let inside = canvas.dialog(title: "Columns", size: Size(columns: width, rows: rows + 1))
        let height = max(inside.rows - 1, 1)
        let first = max(0, min(place - height + 1, columns.count - height))
        for (offset, column) in columns.dropFirst(first).prefix(height).enumerated() {
            let row = inside.row(offset)
            let isShown = inSight.contains(column.name)
            canvas.text(offset + first == place ? canvas.glyphs.cursor : " ", at: row.origin, .accent)
            canvas.text(
                "\(isShown ? canvas.glyphs.checked : canvas.glyphs.unchecked) \(titles[offset + first])",
                in: row.inset(left: 2), .dialog)
            if offset + first == place { canvas.highlight(row, .selection) }
        }
        canvas.text(hint, in: inside.row(inside.rows - 1), .textDim)
    }
}

extension ListColumn {
    /// Whether the list has the column, given what the user has chosen.
    func isShown(_ chosen: [String: Bool]) -> Bool { chosen[name] ?? !isOptional }
}

extension ListScreen {
    /// The columns that are drawn; one that the user has chosen is the last to be dropped for want of room.
    var shownColumns: [ListColumn<Row>] {
        let chosen = model.list.chosen
        return columns.filter { $0.isShown(chosen) }.map { column in
            guard chosen[column.name] == true, column.priority > 0 else { return column }
            var column = column
            column.priority = 1
            return column
        }
    }

    /// Which columns the user has chosen or hidden, by name.
    var chosenColumns: [String: Bool] {
        get { model.list.chosen }
        set { model.list.chosen = newValue }
    }

    /// The columns that there is room for, by name.
    private func columnsInSight(in area: Rect, _ glyphs: Glyphs) -> Set<String> {
        let shown = shownColumns
        let table = Table(columns: model.tableColumns(shown, glyphs: glyphs), rowCount: 0, firstRow: 0) { _ in
            TableRow([])
        }
        return Set(table.shownColumns(in: Self.tableArea(area)).map { shown[$0].name })
    }

    /// How many columns the list has beyond those in sight, without those that the user has hidden.
    func hiddenColumnCount(in area: Rect, _ glyphs: Glyphs) -> Int {
        let seen = columnsInSight(in: area, glyphs)
        return columns.count { !$0.name.isEmpty && !seen.contains($0.name) && chosenColumns[$0.name] != false }
    }

    mutating func openColumnPicker(_ context: Context) {
        model.list.picker = ColumnPicker()
        lookAtColumns(context)
    }

    private mutating func lookAtColumns(_ context: Context) {
        let inSight = columnsInSight(in: listArea(in: context.area), context.glyphs)
        model.list.picker?.inSight = inSight
    }

    /// Whether keys go to the list's filter or to the choice of its columns.
    var isListTyping: Bool { filter.isEditing || model.list.picker != nil }
    var takesText: Bool { isListTyping }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? { typeIntoList(chord, context) }

    /// Keys for the choice of columns while it is open, then for the filter.
    mutating func typeIntoList(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard model.list.picker != nil else { return typeIntoFilter(chord, context) }
        let names = columns.map(\.name).filter { !$0.isEmpty }
        switch model.list.picker?.take(chord, names: names) {
        case .toggles(let name)?:
            let shown = columns.filter { !$0.name.isEmpty && $0.isShown(model.list.chosen) }
            let isInSight = model.list.picker?.inSight.contains(name) == true
            // One that there was no room for comes before others that nobody has chosen.
            if isInSight || model.list.chosen[name] == true {
                if shown.count == 1, shown[0].name == name {
                    return [.toast(Toast(.hint, "the last column stays"))]
                }
                model.list.chosen[name] = false
            } else {
                model.list.chosen[name] = true
            }
            lookAtColumns(context)
            if model.list.chosen[name] == true, model.list.picker?.inSight.contains(name) == false {
                return [.toast(Toast(.hint, "no room for this column: hide another one"))]
            }
        case .resets?:
            model.list.chosen = [:]
            lookAtColumns(context)
        case .closes?: model.list.picker = nil
        case .stays?, nil: break
        }
        return []
    }
}
