import Console

/// A screen as the loop handles it: commands as rows, events and effects without their type.
extension Screen {
    var commandRows: [CommandRow] {
        Self.commands.enumerated().map { place, command in command.row(for: self, at: .screen(place)) }
    }

    mutating func appear(as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        lift(appear(context), id)
    }

    mutating func identified(as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        lift(identified(context), id)
    }

    /// Drops what is no event of this screen: it was meant for one that stood here before.
    mutating func receive(_ event: any Sendable, as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        guard let event = event as? Event else { return [] }
        return lift(update(event, context), id)
    }

    mutating func offer(_ chord: Chord, as id: ScreenID, _ context: Context) -> [Effect<Message>]? {
        type(chord, context).map { lift($0, id) }
    }

    mutating func offerPaste(_ text: String, as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        lift(paste(text, context), id)
    }

    mutating func offerMouse(_ event: MouseEvent, as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        lift(mouse(event, context), id)
    }

    mutating func perform(commandAt place: Int, as id: ScreenID, _ context: Context) -> [Effect<Message>] {
        lift(Self.commands[place].run(&self, context), id)
    }

    private func lift(_ effects: [Effect<Event>], _ id: ScreenID) -> [Effect<Message>] {
        effects.map { $0.lifted(owner: id) { .screen(id, $0) } }
    }
}
