import Console

/// Takes the six digits that an MFA device shows.
struct MFADialog: Sendable {
    enum Outcome: Hashable, Sendable {
        case open
        case declined
        case given(String)
    }

    /// Another one takes its place where the first is asked no more; what is typed stays.
    var request: MFARequest
    private(set) var digits = ""
    /// Whether the digits are shown as they are.
    private var isPlain = false
    private var problem: String?

    private static let length = 6

    init(_ request: MFARequest) {
        self.request = request
        problem = request.problem
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
            "The profile \(request.profile) assumes a role that needs a code from your MFA device.", columns: columns)
        let facts = [("role", request.roleArn), ("device", request.serialNumber)]
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

/// What the program knows of codes that it is asked for.
struct MFAState: Sendable {
    /// Waits for an answer.
    var request: MFARequest?
    /// Whether the user went on without; nobody is asked again until they say so.
    var isDeclined = false
    /// Whether nothing was typed since the start, since the last code, or since the user asked for the dialog: only then
    /// does it open by itself, so that it never takes keys meant for something else.
    var isExpected = true

    /// What the header says; nil where no code is missing.
    var notice: String? {
        if request != nil { return "MFA code: F6" }
        return isDeclined ? "no MFA code: F6" : nil
    }
}

extension State {
    var isMFADialogOpen: Bool { if case .mfa = overlay { true } else { false } }

    mutating func take(_ request: MFARequest) -> [RunnerEffect] {
        if mfa.isDeclined { return Self.answer(request, with: nil) }
        mfa.request = request
        if case .mfa(var dialog) = overlay {
            dialog.request = request
            overlay = .mfa(dialog)
            return []
        }
        guard mfa.isExpected, overlay == nil, !top.screen.takesText else {
            let text = request.problem ?? "a new MFA code is needed"
            return apply([.toast(Toast(.warning, "\(request.profile): \(text); F6 opens the dialog"))])
        }
        overlay = .mfa(MFADialog(request))
        return []
    }

    /// Opens the dialog for the request that waits, or has the client ask again.
    mutating func openMFADialog() -> [Effect<Message>] {
        if let request = mfa.request {
            overlay = .mfa(MFADialog(request))
            return []
        }
        mfa.isDeclined = false
        mfa.isExpected = true
        return loadIdentity() + [.navigate(.open(tab))]
    }

    mutating func take(_ chord: Chord, in dialog: MFADialog) -> [RunnerEffect] {
        var dialog = dialog
        switch dialog.take(chord) {
        case .open:
            overlay = .mfa(dialog)
            return []
        case .declined: return declineMFA(dialog.request)
        case .given(let code):
            overlay = nil
            mfa.request = nil
            mfa.isExpected = true
            return Self.answer(dialog.request, with: code)
        }
    }

    private mutating func declineMFA(_ request: MFARequest) -> [RunnerEffect] {
        overlay = nil
        mfa.request = nil
        mfa.isDeclined = true
        let consequence =
            connection.account == nil
            ? "without the code, \(request.profile) can't read or launch anything"
            : "without the code, this session ends when its credentials expire"
        return Self.answer(request, with: nil)
            + apply([.toast(Toast(.warning, "\(consequence); F6 asks for it again"))])
    }

    private static func answer(_ request: MFARequest, with code: String?) -> [RunnerEffect] {
        [.run(EffectID("mfa \(request.id)"), .program) { _, _ in request.answer(code) }]
    }
}

/// A code of an MFA device that the shared client waits for.
public struct MFARequest: Sendable {
    var id: Int
    public var profile: String
    var roleArn: String
    /// The device's ARN or serial number.
    var serialNumber: String
    /// Why the code given before was no good; nil for the first time.
    var problem: String?
    /// Hands the code on; nil declines.
    public let answer: @Sendable (String?) -> Void

    public init(
        id: Int, profile: String, roleArn: String, serialNumber: String, problem: String? = nil,
        answer: @escaping @Sendable (String?) -> Void
    ) {
        self.id = id
        self.profile = profile
        self.roleArn = roleArn
        self.serialNumber = serialNumber
        self.problem = problem
        self.answer = answer
    }
}
