import AWSOperations
import Console

/// A question over the screen, with its safe answer marked; bound to the message made from what it shows.
struct ConfirmationDialog: Sendable {
    enum Answer: Hashable, Sendable {
        case open
        case declined
        case agreed
    }

    enum Button: Hashable, Sendable {
        case decline
        case agree
    }

    let confirmation: Confirmation
    let message: Message
    /// What follows a no; nil for nothing.
    let refusal: Message?
    /// Until when keys are taken for what was being typed as the question came up unasked; nil for one that a key brought.
    let quietUntil: Timestamp?
    private var marked = Button.decline
    /// The first line in sight, where not all fit.
    private var top = 0

    init(
        _ confirmation: Confirmation, then message: Message, otherwise refusal: Message? = nil,
        quietUntil: Timestamp? = nil
    ) {
        self.confirmation = confirmation
        self.message = message
        self.refusal = refusal
        self.quietUntil = quietUntil
    }

    mutating func take(_ chord: Chord, in size: Size) -> Answer {
        switch chord {
        case "Up", "k": scroll(by: -1, in: size)
        case "Down", "j": scroll(by: 1, in: size)
        case "PageUp": scroll(by: -room(in: size).rows, in: size)
        case "PageDown", "Space": scroll(by: room(in: size).rows, in: size)
        case "Home", "g": scroll(by: -.max / 2, in: size)
        case "End", "G": scroll(by: .max / 2, in: size)
        case "Left", "Right", "Tab", "Shift-Tab", "h", "l":
            marked = marked == .decline ? .agree : .decline
            return .open
        case "Enter": return marked == .agree ? .agreed : .declined
        case "y": return .agreed
        case "Esc", "n", "q": return .declined
        default: return .open
        }
        return .open
    }

    private mutating func scroll(by rows: Int, in size: Size) {
        let room = room(in: size)
        top = min(max(top + rows, 0), max(room.lines - room.rows, 0))
    }

    /// How many lines there are, and how many are in sight.
    private func room(in size: Size) -> (lines: Int, rows: Int) {
        let inside = Canvas.dialogInside(size: dialogSize(in: size), in: size)
        return (textLines(columns: inside.columns).count, max(inside.rows - 2, 1))
    }

    private static let declineTitle = "Cancel"

    private func textLines(columns: Int) -> [String] {
        confirmation.lines.flatMap { Self.wrapped($0, columns: columns) }
    }

    /// A line's parts; what follows a label stays below its beginning.
    private static func wrapped(_ line: String, columns: Int) -> [String] {
        guard TextWidth.columns(line) > columns, let label = line.firstRange(of: "  ") else {
            return TextWrap.lines(line, columns: columns)
        }
        let value = line[label.lowerBound...].drop { $0 == " " }
        let indent = line.distance(from: line.startIndex, to: value.startIndex)
        guard indent <= 12, columns >= indent * 2 else { return TextWrap.lines(line, columns: columns) }
        let parts = TextWrap.lines(value, columns: columns - indent)
        return parts.enumerated().map { index, part in
            (index == 0 ? String(line[..<value.startIndex]) : String(repeating: " ", count: indent)) + part
        }
    }

    private var hint: String { "y \(confirmation.action.lowercased())   n cancel" }

    private func dialogSize(in size: Size) -> Size {
        let widest = (confirmation.lines + [confirmation.title]).map { TextWidth.columns($0) }.max() ?? 0
        let buttons = TextWidth.columns(Self.declineTitle + confirmation.action) + 10
        let columns = min(max(widest, buttons + 2 + TextWidth.columns(hint)), size.columns - 8)
        return Size(columns: columns, rows: textLines(columns: columns).count + 3)
    }

    /// Where the two buttons are within the dialog's inside.
    private func buttonAreas(in inside: Rect) -> (decline: Rect, agree: Rect) {
        let row = inside.bottom - 1
        let decline = Rect(
            column: inside.left, row: row, columns: TextWidth.columns(Self.declineTitle) + 4, rows: 1)
        let agree = Rect(
            column: decline.right + 2, row: row, columns: TextWidth.columns(confirmation.action) + 4, rows: 1)
        return (decline, agree)
    }

    func button(at point: Point, in size: Size) -> Button? {
        let areas = buttonAreas(in: Canvas.dialogInside(size: dialogSize(in: size), in: size))
        if areas.decline.contains(point) { return .decline }
        return areas.agree.contains(point) ? .agree : nil
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let wanted = dialogSize(in: state.size)
        let inside = canvas.dialog(title: confirmation.title, size: wanted)
        let lines = textLines(columns: inside.columns)
        let rows = max(inside.rows - 2, 1)
        let first = min(top, max(lines.count - rows, 0))
        for (offset, line) in lines[first..<min(first + rows, lines.count)].enumerated() {
            canvas.text(line, in: inside.row(offset), .dialog)
        }
        if lines.count > rows {
            // Nobody agrees to what they can't see without knowing that there is more.
            let below = lines.count - rows - first
            let text = [
                first > 0 ? "\(first) above" : "", below > 0 ? "\(below) more below" : "", "PgUp PgDn scroll",
            ].filter { !$0.isEmpty }.joined(separator: "   ")
            canvas.text(text, in: inside.row(rows), .accent, align: .right)
        }
        let areas = buttonAreas(in: inside)
        draw(Self.declineTitle, .decline, in: areas.decline, on: &canvas)
        draw(confirmation.action, .agree, in: areas.agree, on: &canvas)
        canvas.text(
            hint,
            in: Rect(
                column: areas.agree.right + 2, row: areas.agree.top, columns: inside.right - areas.agree.right - 2,
                rows: 1),
            .textDim, align: .right)
    }

    private func draw(_ title: String, _ button: Button, in area: Rect, on canvas: inout Canvas) {
        let isMarked = marked == button
        let role: StyleRole = isMarked ? .buttonFocused : .button
        canvas.fill(area, role)
        // Brackets mark the focus where colours do not.
        canvas.text(isMarked ? "[ \(title) ]" : "  \(title)  ", in: area, role)
    }
}
