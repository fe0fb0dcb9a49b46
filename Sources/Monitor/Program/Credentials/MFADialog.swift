import Console

/// Takes the six digits that an MFA device shows.
struct MFADialog: Sendable {
    enum Outcome: Hashable, Sendable {
        case open
        case declined
        case given(String)
    }

    /// Another one takes its place where the first is asked no more; what is typed stays.
    var question: MFAQuestion
    private(set) var digits = ""
    /// Whether the digits are shown as they are.
    private var isPlain = false
    private var problem: String?

    private static let length = 6

    init(_ question: MFAQuestion) {
        self.question = question
        problem = question.problem
    }

    mutating func take(_ chord: Chord) -> Outcome {
        switch chord {
        case "Esc", "Ctrl-C": return .declined
        case "Enter":
            if digits.count == Self.length { return .given(digits) }
            problem = "a code has six digits"
        case "Backspace", "Ctrl-H": if !digits.isEmpty { digits.removeLast() }
        case "Ctrl-U": digits = ""
        case "Tab": isPlain.toggle()
        default: if let text = chord.typedText { insert(text) }
        }
        return .open
    }

    /// Takes typed or pasted digits; spaces between them are left out, and anything else is said.
    mutating func insert(_ text: String) {
        let wanted = text.filter { !$0.isWhitespace }
        guard wanted.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            problem = "a code has only digits"
            return
        }
        if !wanted.isEmpty { problem = nil }
        digits += wanted.prefix(Self.length - digits.count)
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let columns = min(64, state.size.columns - 8)
        let said = TextWrap.lines(
            "The profile \(question.profile) assumes a role that needs a code from your MFA device.", columns: columns)
        let facts = [("role", question.roleArn), ("device", question.serialNumber)]
        let inside = canvas.dialog(
            title: "MFA code", size: Size(columns: columns, rows: said.count + facts.count + 6))
        var row = 0
        for line in said {
            canvas.text(line, in: inside.row(row), .dialog)
            row += 1
        }
        row += 1
        for (name, value) in facts {
            canvas.text(name, in: inside.row(row), .textDim)
            // The end tells one ARN from another.
            canvas.text(value, in: inside.row(row).inset(left: 8), .dialog, cut: .middle)
            row += 1
        }
        row += 1
        canvas.text("code", in: inside.row(row), .textDim)
        let field = Rect(
            column: inside.left + 8, row: inside.row(row).top, columns: Self.length + 1, rows: 1)
        let mark = canvas.glyphs.isASCII ? "*" : "•"
        let shown = isPlain ? digits : String(repeating: mark, count: digits.count)
        canvas.fill(field, .input)
        canvas.text(shown, in: field, .input)
        canvas.cursor = Point(column: field.left + min(digits.count, Self.length), row: field.top)
        let count = "\(digits.count) of \(Self.length) digits"
        canvas.text(count, in: inside.row(row).inset(left: 8 + Self.length + 3), .textDim)
        if let problem {
            canvas.text(
                "\(canvas.glyphs.warning) \(problem)", at: inside.row(row + 1).origin,
                style: canvas.style(.statusWarning, on: .dialog), columns: inside.columns)
        }
        canvas.text(
            "Enter send   Tab \(isPlain ? "hide" : "show")   Esc continue without",
            in: inside.row(row + 2), .textDim)
    }
}
