import Console

/// A screen whose lines are scrolled as a page.
protocol PageScreen: Screen {
    mutating func scroll(by rows: Int, _ context: Context)
}

extension PageScreen {
    /// A command that scrolls the page by so many rows.
    static func scrolling(
        _ id: String, _ title: String, _ help: String, _ chords: [Chord], rank: Int? = nil,
        _ rows: @escaping @Sendable (Context) -> Int
    ) -> Command<Self, Event> {
        Command(id, title, help: help, chords: chords, footerRank: rank) { screen, context in
            screen.scroll(by: rows(context), context)
            return []
        }
    }
}
