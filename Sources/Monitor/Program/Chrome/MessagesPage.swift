import AWSOperations
import Console

/// A message that was shown, and when.
struct KeptMessage: Hashable, Sendable {
    var toast: Toast
    var at: Timestamp
}

/// The messages so far, the newest first: each whole, though the status line shows one only for seconds, and cut.
struct MessagesPage: Sendable {
    /// The key that opens it anywhere.
    static let chord: Chord = "F5"

    private var page = TextPage()

    func area(in size: Size) -> Rect {
        Rect(size).inset(columns: min(max((size.columns - 100) / 2, 1), 20), rows: 1)
    }

    func lines(_ state: State, theme: Theme?) -> [StyledText] {
        var builder = TextPageBuilder(theme: theme, columns: area(in: state.size).columns - 5)
        for message in state.messages.reversed() {
            let clock = String(message.at.iso8601.dropFirst(11).prefix(8))
            builder.pair(
                clock, "\(message.toast.sign(state.glyphs)) \(message.toast.text)", nameColumns: 10, message.toast.role)
        }
        if state.messages.isEmpty { builder.text("no messages yet", .textDim) }
        return builder.lines
    }

    /// Takes a key; false where the page is closed by it.
    mutating func take(_ chord: Chord, _ state: State) -> Bool {
        guard let motion = Motion(page: chord) else { return false }
        let height = area(in: state.size).rows - 2
        page.scroll(by: motion.rows(page: height), lines: lines(state, theme: nil).count, height: height)
        return true
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let inside = canvas.dialog(
            title: "Messages", size: area(in: state.size).inset(columns: 2, rows: 1).size)
        page.draw(lines(state, theme: state.theme), on: &canvas, in: inside)
    }
}
