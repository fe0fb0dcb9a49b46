import Console

/// A screen whose lines are scrolled as a page.
protocol PageScreen: Screen {
    mutating func scroll(by rows: Int, _ context: Context)
    /// The lines that a page key goes on by.
    func pageRows(_ context: Context) -> Int
}

extension PageScreen {
    func pageRows(_ context: Context) -> Int { context.area.rows }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        scrollByWheel(event, context)
        return []
    }

    mutating func scrollByWheel(_ event: MouseEvent, _ context: Context) {
        switch event.action {
        case .wheelUp: scroll(by: -3, context)
        case .wheelDown: scroll(by: 3, context)
        default: break
        }
    }

    /// The rows of commands that every page has.
    static func pageCommands(
        _ prefix: String, ranks: [Motion: Int] = [:], words: [Motion: MotionWords] = [:],
        availability: @escaping @Sendable (Self) -> Availability = { _ in .available }
    ) -> [Command<Self, Event>] {
        motionCommands(prefix, isPage: true, ranks: ranks, words: words, availability: availability) {
            screen, motion, context in
            screen.scroll(by: motion.rows(page: screen.pageRows(context)), context)
            return []
        }
    }
}
