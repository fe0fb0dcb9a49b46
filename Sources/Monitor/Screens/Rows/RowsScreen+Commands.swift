import BatchInference
import Console

extension RowsScreen {
    @Sendable private static func inTable(_ screen: RowsScreen) -> Availability {
        .when(screen.record == nil && screen.pager != nil, otherwise: "press Esc to leave the record first")
    }

    @Sendable private static func inRecord(_ screen: RowsScreen) -> Availability {
        .when(screen.record != nil, otherwise: "press Enter to show a record first")
    }

    static let commands: [Command<RowsScreen, Event>] =
        [
            Command(
                "rows.close-record", "table", help: "Leave the record and show the table.", chords: ["Esc", "Enter"],
                availability: inRecord,
                run: { screen, _ in
                    screen.record = nil
                    return []
                }),
            Command(
                "rows.stop", "stop", help: "Stop searching, filtering or counting; results so far are kept.",
                chords: [.stop, "Esc"], availability: { .when($0.isBusy, otherwise: "nothing in progress") },
                run: { screen, _ in screen.stop() }),
            Command(
                "rows.clear-filter", "show all", help: "Drop the filter.", chords: ["Ctrl-L", "Esc"],
                availability: { .when($0.finder.filter != nil, otherwise: "no filter is set") },
                run: { screen, _ in screen.clearFilter() }),
            Command(
                "rows.record", "record", help: "Show one record as a list of names and values.", chords: ["Enter"],
                footerRank: 1,
                availability: {
                    $0.record != nil ? inTable($0) : .when($0.selectedRow != nil, otherwise: "no row is selected")
                },
                run: { screen, _ in
                    screen.record = (screen.columns.cursor, 0)
                    return []
                }),
            Command(
                "rows.go", "go to row", help: "Go to a row by its number, or to a share of the object: 12345, 40%.",
                chords: ["#", "%"], footerRank: 2, availability: inTable, run: { screen, _ in screen.ask(.goTo) }),
            Command(
                "rows.find", "find",
                help: "Find text, or a condition such as column>0.9; ~ takes a regular expression.",
                chords: ["f"], footerRank: 3, run: { screen, _ in screen.ask(.find) }),
            Command(
                "rows.next", "next match", help: "Find the next match.", chords: ["n"], footerRank: 4,
                availability: { .when($0.finder.text != nil, otherwise: "press f to find something first") },
                run: { screen, context in
                    screen.record == nil
                        ? screen.find(backwards: false) : screen.findField(screen.finder.text ?? "", context)
                }),
            Command(
                "rows.previous", "previous match", help: "Find the previous match.", chords: ["N"],
                availability: {
                    .when($0.finder.text != nil && $0.record == nil, otherwise: "press f to find something first")
                },
                run: { screen, _ in screen.find(backwards: true) }),
            Command(
                "rows.filter", "filter",
                help: "Filter rows: words, column:word, column>0.9, column=value, column~expression.", chords: ["/"],
                footerRank: 60, availability: inTable,
                run: { screen, _ in screen.ask(.filter, screen.finder.filter?.text ?? "") }),
            Command(
                "rows.summary", "summary", help: "Summarize the selected column over all rows.", chords: ["m"],
                footerRank: 6,
                availability: { .when($0.columns.selected != nil, otherwise: "the rows are still loading") },
                run: { screen, _ in screen.summarize() }),
            Command(
                "rows.table", "write table",
                help: "Write all rows of this output as a table, beside its input where rows pair up.", chords: ["w"],
                footerRank: 8,
                availability: {
                    .when($0.preview.output.table != nil, otherwise: "no readable output")
                },
                run: { screen, _ in screen.writeTable() }),
            Command(
                "rows.elsewhere", "use elsewhere",
                help:
                    "Show a presigned URL, and AWS CLI, pandas, Polars and DuckDB code that reads this output.",
                chords: ["e", "u"], footerRank: 7,
                availability: {
                    .when($0.preview.output.table != nil, otherwise: "no readable output")
                },
                run: { screen, context in screen.useElsewhere(context) }),
            Command(
                "rows.pager", "pager",
                help: "Show the selected column's object as is, in $PAGER or less.", chords: ["v"],
                availability: { .when($0.columns.selected != nil, otherwise: "the rows are still loading") },
                run: { screen, _ in screen.showInPager() }),
            Command(
                "rows.form", "form",
                help:
                    "Read the selected column's object as CSV, JSON lines, JSON or text, or detect its format.",
                chords: ["F"],
                availability: { .when($0.pager != nil && $0.record == nil, otherwise: "the rows are still loading") },
                run: { screen, _ in screen.turnForm() }),
            Command(
                "rows.count", "count rows", help: "Read the whole object, so that every row has its number.",
                chords: ["i"],
                availability: {
                    .when(
                        $0.canCount,
                        otherwise: "all rows are counted, or being counted")
                },
                run: { screen, _ in screen.countAll() }),
            Command(
                "rows.copy", "copy value", help: "Copy the value in the selected row and column.", chords: ["y"],
                footerRank: 61,
                availability: { .when($0.selectedRow != nil, otherwise: "no row is selected") },
                run: { screen, _ in
                    let row = screen.selectedRow
                    let fields = screen.recordFields(of: row)
                    let column = screen.record.flatMap { fields.indices.contains($0.cursor) ? fields[$0.cursor] : nil }
                    guard let column = column ?? screen.columns.selected,
                        let value = screen.value(of: column, in: row).value
                    else { return [.toast(Toast(.info, "nothing to copy"))] }
                    let shown = String(value.unicodeScalars.prefix(60))
                    return [.copy(value, announcing: "copied \(shown)\(shown == value ? "" : "…")")]
                }),
        ] + columnCommands
        + motionCommands("rows", among: "row", isPage: false) { screen, motion, context in screen.go(motion, context) }

    private static let columnCommands: [Command<RowsScreen, Event>] = [
        Command(
            "rows.right", "next column", help: "Select the next column.", chords: ["Right", "l"], footerRank: 5,
            availability: inTable,
            run: { screen, context in screen.moveColumn(to: screen.columns.cursor + 1, context) }),
        Command(
            "rows.left", "previous column", help: "Select the previous column.", chords: ["Left", "h"],
            availability: inTable,
            run: { screen, context in screen.moveColumn(to: screen.columns.cursor - 1, context) }),
        Command(
            "rows.last-column", "last column", help: "Select the last column.", chords: ["$", "Ctrl-Right"],
            availability: inTable, run: { screen, context in screen.moveColumn(to: .max / 2, context) }),
        Command(
            "rows.first-column", "first column", help: "Select the first column.", chords: ["^", "Ctrl-Left"],
            availability: inTable, run: { screen, context in screen.moveColumn(to: 0, context) }),
        Command(
            "record.next", "next record", help: "Show the next record.", chords: ["Right", "l"],
            availability: inRecord, run: { screen, context in screen.turnRecord(by: 1, context) }),
        Command(
            "record.previous", "previous record", help: "Show the previous record.", chords: ["Left", "h"],
            availability: inRecord, run: { screen, context in screen.turnRecord(by: -1, context) }),
        Command(
            "rows.hide", "hide column", help: "Hide the selected column.", chords: ["-"], availability: inTable,
            run: { screen, context in
                guard screen.columns.hide() else { return [.toast(Toast(.hint, "the last column can't be hidden"))] }
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.show-columns", "show columns", help: "Show all hidden columns.", chords: ["+"],
            availability: { .when($0.columns.hiddenCount > 0, otherwise: "no column is hidden") },
            run: { screen, context in
                screen.columns.showAll()
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.freeze", "freeze", help: "Keep the columns up to the selected one in sight, or let them scroll.",
            chords: ["z"], availability: inTable,
            run: { screen, context in
                screen.columns.toggleFreeze()
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.wider", "wider", help: "Widen the selected column.", chords: [">"], availability: inTable,
            run: { screen, context in
                screen.columns.widen(by: 4)
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.narrower", "narrower", help: "Narrow the selected column.", chords: ["<"], availability: inTable,
            run: { screen, context in
                screen.columns.widen(by: -4)
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.move-right", "move right", help: "Move the selected column to the right.", chords: ["]"],
            availability: inTable,
            run: { screen, context in
                screen.columns.shift(by: 1)
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
        Command(
            "rows.move-left", "move left", help: "Move the selected column to the left.", chords: ["["],
            availability: inTable,
            run: { screen, context in
                screen.columns.shift(by: -1)
                return screen.moveColumn(to: screen.columns.cursor, context)
            }),
    ]

    /// Shows the next record, or the one before, with the same field selected.
    mutating func turnRecord(by rows: Int, _ context: Context) -> [Effect<Event>] {
        let kept = record
        record = nil
        let effects = move(by: rows, context)
        record = kept
        return effects
    }

    /// Selects the next field whose name or value holds a text.
    mutating func findField(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard let record else { return [] }
        let row = selectedRow
        let fields = recordFields(of: row)
        let wanted = text.lowercased()
        let places = Array((record.cursor + 1)..<max(fields.count, record.cursor + 1)) + Array(0...record.cursor)
        let found = places.first { place in
            guard fields.indices.contains(place) else { return false }
            let value = value(of: fields[place], in: row).value ?? ""
            return fields[place].title.lowercased().utf8.contains(wanted.utf8)
                || value.lowercased().utf8.contains(wanted.utf8)
        }
        guard let found else { return [.toast(Toast(.info, "no name or value contains \(text)"))] }
        self.record?.cursor = found
        return []
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        switch event.action {
        case .wheelUp: return move(by: -3, context)
        case .wheelDown: return move(by: 3, context)
        default: return []
        }
    }
}
