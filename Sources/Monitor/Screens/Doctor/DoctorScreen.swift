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
        case .running: return StatusLine(left: "\(done) of \(tried.count) checks", right: "checks are still running")
        case .sound: return StatusLine(left: "every check passed", right: "\(done) checks")
        case .failed, .noAccess:
            let count = report.advice.count
            return StatusLine(
                left: "\(count) \(count == 1 ? "thing" : "things") to do, listed at the end of the page",
                right: "\(done) checks")
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
