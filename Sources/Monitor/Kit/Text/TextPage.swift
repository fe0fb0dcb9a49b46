import Console

/// Lines that may be longer than their area, and how far they are scrolled.
struct TextPage: Hashable, Sendable {
    private(set) var top = 0

    mutating func scroll(by rows: Int, lines: Int, height: Int) {
        top = min(max(top + rows, 0), max(lines - height, 0))
    }

    mutating func toStart() {
        top = 0
    }

    /// Draws the visible lines, each cut with a mark where it is too long, and a bar at the right edge where there are more.
    func draw(_ lines: [StyledText], on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        // A resize or a new text may have made the page shorter than when it was last scrolled.
        let window = ScrollWindow(former: top, height: area.rows, count: lines.count)
        let columns = area.columns - (lines.count > area.rows ? 1 : 0)
        for (offset, line) in lines[window.visible].enumerated() {
            canvas.surface.put(Self.cut(line, to: columns), in: area.row(offset))
        }
        canvas.draw(
            Scrollbar(window, style: canvas.theme[.scrollbar], track: canvas.theme[.border]),
            in: area.splitRight(1).0)
    }

    /// Blanks at the end are no loss, and get no mark.
    private static func cut(_ line: StyledText, to columns: Int) -> StyledText {
        let blanks = line.plainText.reversed().prefix { $0 == " " }.count
        return line.columns - blanks > columns ? line.truncated(columns: columns) : line
    }
}

/// Builds the lines of a page: headings, pairs and wrapped text in the roles of a theme.
struct TextPageBuilder {
    private let theme: Theme?
    let columns: Int
    private(set) var lines: [StyledText] = []

    /// A builder for so many columns; without a theme, where only the count of lines matters.
    init(theme: Theme?, columns: Int) {
        self.theme = theme
        self.columns = max(columns, 1)
    }

    func style(_ role: StyleRole) -> Style { theme?[role] ?? .plain }

    mutating func blank() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    mutating func heading(_ text: String) {
        blank()
        lines.append(StyledText(text, style(.title)))
    }

    mutating func text(_ text: String, _ role: StyleRole = .text, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        for line in Self.wrapped(text, columns: columns - indent) {
            // An underline begins where the text does.
            lines.append(StyledText(margin) + StyledText(line, style(role)))
        }
    }

    /// A name and its value; a long value goes on below itself.
    mutating func pair(
        _ name: String, _ value: String, nameColumns: Int = 12, indent: Int = 0, _ role: StyleRole = .text
    ) {
        let start = indent + nameColumns
        let label = String(repeating: " ", count: indent) + TextWidth.padRight(name, columns: nameColumns - 1) + " "
        let room = columns - start
        guard room >= 6, room >= 20 || TextWidth.columns(value) <= room else {
            text(name, .label, indent: indent)
            text(value, role, indent: indent + 2)
            return
        }
        for (index, line) in Self.wrapped(value, columns: room).enumerated() {
            lines.append(
                index == 0
                    ? StyledText(label, style(.label)) + StyledText(line, style(role))
                    : StyledText(String(repeating: " ", count: start)) + StyledText(line, style(role)))
        }
    }

    mutating func line(_ line: StyledText) {
        lines.append(line)
    }

    private static func wrapped(_ text: String, columns: Int) -> [String] {
        TextWrap.lines(text, columns: max(columns, 1))
    }
}

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
