import AWSOperations
import BatchInference
import Console
import JSONCoding

/// What this run goes by and what is wrong with it: settings, credentials, clock, permissions, the machine.
struct DoctorScreen: PageScreen {
    enum Event: Sendable {
        case report(DoctorReport)
    }

    private(set) var report: DoctorReport?
    private var page = TextPage()
    /// Whether the end stays in view while the page still grows.
    private var followsEnd = false

    var crumb: String { "Doctor" }

    var statusLine: StatusLine {
        guard let report else { return StatusLine(left: "looking") }
        let tried = report.checks.filter { $0.outcome != .notTried }
        let done = tried.filter { $0.outcome != .waiting }.count
        switch report.verdict {
        case .running: return StatusLine(left: "\(done) of \(tried.count) checks", right: "checking")
        case .sound: return StatusLine(left: report.soundText, right: DisplayText.counted(done, "check"))
        case .failed, .noAccess:
            let count = report.advice.count
            return StatusLine(
                left: "\(DisplayText.counted(count, "thing")) to do, listed at the end of the page",
                right: DisplayText.counted(done, "check"))
        }
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        report?.isFinished == true ? [] : [Self.examine]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .report(let report): self.report = report
        }
        return []
    }

    mutating func runAgain() -> [Effect<Event>] {
        report = nil
        page.toStart()
        followsEnd = false
        return [Self.examine]
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let count = lines(context.now, context.area, .unicode).count
        if followsEnd { page.scroll(by: count, lines: count, height: context.area.rows) }
        page.scroll(by: rows, lines: count, height: context.area.rows)
        followsEnd = rows > 0 && page.top + context.area.rows >= count
    }

    private static let examine = Effect<Event>.run("examination", .visible) { services, send in
        for await report in services.examine(services.profile) { send(.report(report)) }
    }

    private func lines(_ now: Timestamp, _ area: Rect, _ glyphs: Glyphs) -> [[DoctorLayout.Span]] {
        guard let report else { return [[DoctorLayout.Span(text: "looking", role: .waiting)]] }
        return DoctorLayout.lines(DoctorPage(report, now: now), columns: min(area.columns - 3, 116), glyphs: glyphs)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let styled = lines(canvas.now, area, canvas.glyphs).map { spans in
            StyledText(spans.map { StyledText.Span($0.text, canvas.theme[$0.role.style]) })
        }
        var page = page
        if followsEnd { page.scroll(by: styled.count, lines: styled.count, height: area.rows) }
        page.draw(styled, on: &canvas, in: area.inset(left: 1))
    }

    /// The report as lines of 80 columns.
    func text(_ now: Timestamp) -> String {
        guard let report else { return "" }
        return DoctorLayout.lines(DoctorPage(report, now: now), columns: 80, glyphs: .unicode)
            .map { $0.map(\.text).joined().trimmingEnd }.joined(separator: "\n")
    }

    /// The report as the command's `--json` has it.
    var json: String {
        // The document holds text and finite numbers alone, which always can be written.
        report.flatMap { try? JSONValue(encoding: DoctorDocument($0)).prettyText } ?? ""
    }
}

extension DoctorLayout.Role {
    var style: StyleRole {
        switch self {
        case .title: .title
        case .label: .label
        case .text: .text
        case .origin, .waiting: .textDim
        case .passed: .statusCompleted
        case .warned: .statusWarning
        case .failed: .statusFailed
        case .remedy: .accent
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension DoctorScreen {
    static let commands: [Command<DoctorScreen, Event>] =
        [
            Command(
                "doctor.again", "run again", help: "Run all checks again.", chords: ["r"], footerRank: 1,
                run: { screen, _ in screen.runAgain() }),
            Command(
                "doctor.copy", "copy", help: "Copy the report as text; it contains no secrets.", chords: ["y"],
                footerRank: 2,
                availability: { .when($0.report != nil, otherwise: "no report yet") },
                run: { screen, context in [.copy(screen.text(context.now), announcing: "copied the report")] }),
            Command(
                "doctor.copy-json", "copy JSON", help: "Copy the report as JSON; it contains no secrets.",
                chords: ["Y"],
                footerRank: 3,
                availability: { .when($0.report != nil, otherwise: "no report yet") },
                run: { screen, _ in [.copy(screen.json, announcing: "copied the report as JSON")] }),
        ]
        + pageCommands(
            "doctor", ranks: [.down: 4, .up: 5, .last: 6],
            words: [.last: MotionWords(title: "what to do", help: "Go to the list of what to do, at the end.")])
}

/// A report as lines of a width, for the screen, the clipboard and a command's output alike.
public enum DoctorLayout {
    /// What a piece of a line is.
    public enum Role: Hashable, Sendable {
        case title
        case label
        case text
        case origin
        case waiting
        case passed
        case warned
        case failed
        case remedy
    }

    public struct Span: Hashable, Sendable {
        public var text: String
        public var role: Role
    }

    /// Longer labels stand on a line of their own where less than this is left beside them.
    private static let leastTextColumns = 30

    public static func lines(_ page: DoctorPage, columns: Int, glyphs: Glyphs) -> [[Span]] {
        var lines: [[Span]] = []
        for section in page.sections {
            if !lines.isEmpty { lines.append([]) }
            lines.append([Span(text: section.title, role: .title)])
            let widest = section.rows.map { TextWidth.columns($0.label) }.max() ?? 0
            let labels = columns - widest - 5 >= leastTextColumns ? widest : 0
            for row in section.rows {
                lines += self.lines(row, labelColumns: labels, columns: max(columns, 20), glyphs: glyphs)
            }
        }
        return lines
    }

    private static func lines(
        _ row: DoctorPage.Row, labelColumns: Int, columns: Int, glyphs: Glyphs
    ) -> [[Span]] {
        let (mark, markRole) = sign(row.mark, glyphs)
        var head = [Span(text: " \(TextWidth.padRight(mark, columns: 1)) ", role: markRole)]
        var lines: [[Span]] = []
        var start = 3
        if labelColumns > 0 {
            head.append(Span(text: TextWidth.padRight(row.label, columns: labelColumns) + "  ", role: .label))
            start += labelColumns + 2
        } else if !row.label.isEmpty {
            lines.append(head + [Span(text: row.label, role: .label)])
            head = [Span(text: "     ", role: .text)]
            start = 5
        }
        let margin = Span(text: String(repeating: " ", count: start), role: .text)
        let room = max(columns - start, 10)
        let role: Role = markRole == .failed || markRole == .warned ? markRole : .text
        var body = TextWrap.lines(row.text, columns: room).map { [Span(text: $0, role: role)] }
        if body.isEmpty { body = [[]] }
        add(row.origin, to: &body, room: room)
        for (index, line) in body.enumerated() { lines.append((index == 0 ? head : [margin]) + line) }
        if !row.remedy.isEmpty {
            let arrow = glyphs.isASCII ? "-> " : "→ "
            let indent = String(repeating: " ", count: TextWidth.columns(arrow))
            for (index, line) in TextWrap.lines(row.remedy, columns: max(room - 3, 10)).enumerated() {
                lines.append([margin, Span(text: (index == 0 ? arrow : indent) + line, role: .remedy)])
            }
        }
        return lines
    }

    /// Where something comes from, in brackets: behind the text where it fits, else below.
    private static func add(_ origin: String, to body: inout [[Span]], room: Int) {
        guard !origin.isEmpty else { return }
        let used = body[body.count - 1].map { TextWidth.columns($0.text) }.reduce(0, +)
        let text = "(\(origin))"
        if used + 2 + TextWidth.columns(text) <= room {
            body[body.count - 1].append(Span(text: (used == 0 ? "" : "  ") + text, role: .origin))
        } else {
            body += TextWrap.lines(text, columns: room).map { [Span(text: $0, role: .origin)] }
        }
    }

    private static func sign(_ mark: DoctorPage.Mark, _ glyphs: Glyphs) -> (String, Role) {
        switch mark {
        case .none: (" ", .text)
        case .waiting: (glyphs.pending, .waiting)
        case .passed: (glyphs.completed, .passed)
        case .warned: (glyphs.warning, .warned)
        case .failed: (glyphs.failed, .failed)
        case .notTried: (glyphs.none, .origin)
        }
    }
}
