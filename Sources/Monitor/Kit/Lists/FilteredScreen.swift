import Console

/// A screen whose rows can be filtered: the keys are the same in all of them.
protocol FilteredScreen: Screen {
    var filter: FilterField { get set }
    /// Called after the filter was changed.
    mutating func filterChanged(_ context: Context) -> [Effect<Event>]
}

extension FilteredScreen {
    /// Keys for the filter while it is being typed.
    mutating func typeIntoFilter(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        switch filter.take(chord) {
        case .changed?: filterChanged(context)
        case .unchanged?: []
        case nil: nil
        }
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        typeIntoFilter(chord, context)
    }

    var takesText: Bool { filter.isEditing }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        pasteIntoFilter(text, context)
    }

    mutating func pasteIntoFilter(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard filter.isEditing else { return [] }
        guard filter.paste(text) else {
            return [.toast(Toast(.hint, "nothing pasted: a filter takes up to \(FilterField.limit) characters"))]
        }
        return filterChanged(context)
    }

    static func filterCommands(_ prefix: String, of things: String) -> [Command<Self, Event>] {
        [
            Command(
                "\(prefix).filter", "filter",
                help: "Filter \(things); use column:word to search one column.", chords: ["/"], footerRank: 60,
                run: { screen, _ in
                    screen.filter.beginEditing()
                    return []
                }),
            Command(
                "\(prefix).clear-filter", "show all", help: "Drop the filter.",
                chords: ["Ctrl-L", "Esc"],
                availability: { .when($0.filter.isActive, otherwise: "no filter is set") },
                run: { screen, context in
                    screen.filter.clear()
                    return screen.filterChanged(context)
                }),
        ]
    }
}

extension Canvas {
    /// Says in the middle of an area that nothing matches a filter, and which columns it can ask where it names another.
    mutating func noMatches(
        _ filter: FilterField, of things: String, columns: [FilterQuery.Column], in area: Rect
    ) {
        var lines = [("no \(things) match the filter \(filter.text)", StyleRole.text)]
        if let unknown = FilterQuery(filter.text, columns: columns).unknownColumns.first {
            let names = columns.map(\.name).filter { !$0.isEmpty }.joined(separator: ", ")
            lines.append(("no column \(unknown); columns: \(names)", .text))
        }
        message(lines + [("Esc shows all", .textDim)], in: area)
    }
}
