import BatchInference
import Console
import JSONCoding

/// The two exact requests of a launch as JSON, with the API's own keys.
struct RequestPreviewScreen: PageScreen {
    enum Event: Sendable {}

    /// One request: the operation's name and what is sent.
    struct Request: Sendable {
        var operation: String
        var body: JSONValue
    }

    let requests: [Request]
    private(set) var shown = 0
    private var page = TextPage()

    var crumb: String { "Requests" }

    init(_ requests: LaunchPlan.Requests) {
        self.requests = [
            Request(operation: "CreateModel", body: Self.tree(of: requests.createModel)),
            Request(operation: "CreateTransformJob", body: Self.tree(of: requests.createTransformJob)),
        ]
    }

    private static func tree(of request: some Encodable) -> JSONValue {
        // Requests hold text, whole numbers and flags alone, which always can be written.
        (try? JSONValue(encoding: request)) ?? .null
    }

    var statusLine: StatusLine {
        StatusLine(
            left: "order: \(requests.map(\.operation).joined(separator: ", then "))",
            right: "\(requests[shown].body.lines.count) lines")
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        scrollByWheel(event, context)
        if event.action == .press(.left), event.point.row == context.area.top { showNext() }
        return []
    }

    func pageRows(_ context: Context) -> Int { Self.body(of: context.area).rows }

    mutating func scroll(by rows: Int, _ context: Context) {
        page.scroll(by: rows, lines: requests[shown].body.lines.count, height: Self.body(of: context.area).rows)
    }

    private mutating func showNext() {
        shown = (shown + 1) % requests.count
        page.toStart()
    }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1, top: 2) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        var column = area.left + 1
        for (index, request) in requests.enumerated() {
            let isShown = index == shown
            let title = isShown ? "[\(request.operation)]" : " \(request.operation) "
            column += canvas.text(
                title, at: Point(column: column, row: area.top), isShown ? .accent : .textDim,
                columns: max(area.right - column, 0))
        }
        let lines = requests[shown].body.lines.map { tokens in
            StyledText(tokens.map { StyledText.Span($0.text, canvas.theme[$0.role]) })
        }
        page.draw(lines, on: &canvas, in: Self.body(of: area))
    }

    static let commands: [Command<RequestPreviewScreen, Event>] =
        [
            Command(
                "requests.other", "other request", help: "Show the other request.",
                chords: ["Tab", "Shift-Tab", "Right", "Left", "h", "l"], footerRank: 1,
                run: { screen, _ in
                    screen.showNext()
                    return []
                }),
            Command(
                "requests.copy", "copy", help: "Copy the request shown as JSON.", chords: ["y"], footerRank: 2,
                run: { screen, _ in
                    let request = screen.requests[screen.shown]
                    return [.copy(request.body.prettyText, announcing: "copied the \(request.operation) request")]
                }),
        ] + pageCommands("requests", ranks: [.down: 3, .up: 4])
}

extension JSONValue {
    /// One piece of JSON text, and what it is.
    struct Token: Hashable, Sendable {
        var text: String
        var role: StyleRole

        init(_ text: String, _ role: StyleRole = .codePunctuation) {
            self.text = text
            self.role = role
        }
    }

    /// The value over several lines, indented by two blanks a level.
    var lines: [[Token]] { lines(depth: 0) }

    private func lines(depth: Int) -> [[Token]] {
        switch self {
        case .object(let members):
            let items = members.map { member in
                ([Token(Self.quoted(member.key), .codeKey), Token(": ")], member.value)
            }
            return Self.enclosed(items, "{", "}", depth)
        case .array(let items): return Self.enclosed(items.map { ([], $0) }, "[", "]", depth)
        case .string(let text): return [[Token(Self.quoted(text), .codeString)]]
        case .number(let text): return [[Token(text, .codeNumber)]]
        case .bool(let value): return [[Token(value ? "true" : "false", .codeNumber)]]
        case .null: return [[Token("null", .codeNumber)]]
        }
    }

    private static func enclosed(
        _ items: [(lead: [Token], value: JSONValue)], _ open: String, _ close: String, _ depth: Int
    ) -> [[Token]] {
        guard !items.isEmpty else { return [[Token(open + close)]] }
        let margin = Token(String(repeating: "  ", count: depth + 1))
        var lines = [[Token(open)]]
        for (index, item) in items.enumerated() {
            var inner = item.value.lines(depth: depth + 1)
            inner[0] = [margin] + item.lead + inner[0]
            if index < items.count - 1 { inner[inner.count - 1].append(Token(",")) }
            lines += inner
        }
        return lines + [[Token(String(repeating: "  ", count: depth)), Token(close)]]
    }
}
