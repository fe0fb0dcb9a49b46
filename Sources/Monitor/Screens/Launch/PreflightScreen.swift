import AWSOperations
import BatchInference
import Console

/// Every finding of the checks before a launch with its fix, line by line; a fix can be taken over from here.
struct PreflightScreen: Screen {
    enum Event: Sendable {
        case checked(PreflightReport)
        /// What a correction would write is known: the user is asked.
        case correctionPrepared(CorrectionWork)
        /// The user agreed to exactly this.
        case correctionConfirmed(CorrectionWork)
        case corrected(CorrectedInput)
        case correctionFailed(String)
    }

    let subject: PreflightSubject
    var preflight: LaunchPreflight
    /// What the form makes of a fix that was taken, and of a field that was chosen.
    let fix: @Sendable (PlanEdit) -> any Sendable
    let goTo: @Sendable (PlanProblem.Field) -> any Sendable
    var selected = 0
    /// Until a key has moved it, the mark stands at the first finding that asks for something.
    var isMoved = false
    var showsPassed = true
    /// What is being done about a correction, in words; nil while nothing is.
    var correcting: String?

    var crumb: String { "Preflight" }

    /// A finding under its check's title.
    struct Row: Hashable {
        var title: String
        /// Nil while the check runs.
        var finding: PreflightFinding?
    }

    var rows: [Row] {
        (preflight.report?.lines ?? []).flatMap { line -> [Row] in
            guard let findings = line.findings else { return [Row(title: line.title, finding: nil)] }
            return findings.filter { showsPassed || $0.verdict != .passed }.map { Row(title: line.title, finding: $0) }
        }
    }

    var selectedRow: Row? {
        let rows = rows
        return rows.indices.contains(selected) ? rows[selected] : nil
    }

    var statusLine: StatusLine {
        StatusLine(
            left: correcting ?? preflight.report?.summary ?? "", right: showsPassed ? "" : "passed checks are folded")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        stand()
        return [check()]
    }

    private mutating func stand() {
        let rows = rows
        guard !isMoved else {
            selected = min(selected, max(rows.count - 1, 0))
            return
        }
        selected =
            rows.firstIndex { $0.finding?.edit != nil }
            ?? rows.firstIndex { $0.finding?.correction != nil }
            ?? rows.firstIndex { $0.finding?.verdict == .failed }
            ?? rows.firstIndex { $0.finding.map { $0.verdict != .passed } ?? false } ?? 0
    }

    private mutating func move(by distance: Int) {
        isMoved = true
        selected = min(max(selected + distance, 0), max(rows.count - 1, 0))
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .checked(let report):
            preflight.take(report, now: subject)
            stand()
            return []
        case .correctionPrepared(let work):
            correcting = nil
            return [.ask(.correcting(work, input: subject.plan.input), then: .correctionConfirmed(work))]
        case .correctionConfirmed(let work): return write(work, context)
        case .corrected(let input):
            let news = input.account.isEmpty ? [] : [Effect<Event>.toast(Toast(.success, input.account))]
            return news + [.navigate(.finish(fix(.corrected(input))))]
        case .correctionFailed(let text):
            correcting = nil
            return [.toast(Toast(.failure, text))]
        }
    }

    // MARK: Corrections

    /// Takes over the marked finding's fix: at once where the form alone changes, after a question where objects are
    /// written.
    private mutating func takeFix() -> [Effect<Event>] {
        guard let finding = selectedRow?.finding else { return [] }
        if let edit = finding.edit { return [.navigate(.finish(fix(edit)))] }
        guard let own = finding.correction, correcting == nil else { return [] }
        // One set of copies does for all that they can fix.
        let others = (preflight.report?.findings ?? []).compactMap(\.correction)
        let correction = own == .dataAlone ? own : InputCorrection.merged([own] + others) ?? own
        correcting = "checking what will be written"
        return [
            .run("correction") { [plan = subject.plan] services, send in
                do {
                    let corrector = InputCorrector(
                        services: services.cloud, journal: services.journal, clock: services.clock)
                    send(.correctionPrepared(try await corrector.work(for: correction, of: plan)))
                } catch {
                    Self.tell(error, to: send)
                }
            }
        ]
    }

    /// Goes on when the screen is covered: what is half written is of no use.
    private mutating func write(_ work: CorrectionWork, _ context: Context) -> [Effect<Event>] {
        guard correcting == nil else { return [] }
        guard let account = context.connection.account else {
            return [.toast(Toast(.warning, "the account isn't known yet: try again in a moment"))]
        }
        let identity = LaunchIdentity(
            account: account, region: context.connection.region, profile: context.connection.profile)
        correcting = "writing to \(work.folder.uri)"
        return [
            .run("correction", .screen) { [plan = subject.plan] services, send in
                do {
                    let corrector = InputCorrector(
                        services: services.cloud, journal: services.journal, clock: services.clock)
                    send(.corrected(try await corrector.write(work, for: plan, as: identity)))
                } catch {
                    Self.tell(error, to: send)
                }
            }
        ]
    }

    private static func tell(_ error: any Error, to send: Send<Event>) {
        if let problem = error as? CorrectionProblem { return send(.correctionFailed(problem.description)) }
        let failure = AWSFailure(wrapping: error)
        guard failure != .cancelled else { return }
        send(.correctionFailed(failure.problem + (failure.remedy.isEmpty ? "" : "; \(failure.remedy)")))
    }

    private func check(again: Bool = false) -> Effect<Event> {
        .run("preflight") { [session = preflight.session, subject] services, send in
            if again { await session.startOver() }
            let source = try? await services.source(subject.plan.sourceProfile)
            for await report in session.reports(
                on: subject, from: services.cloud, source: source, clock: services.clock)
            {
                if Task.isCancelled { return }
                send(.checked(report))
            }
        }
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = area.inset(left: 1)
        let rows = rows
        guard !rows.isEmpty else {
            let text = preflight.report == nil ? "checking the account and the input" : "every check passed"
            return canvas.text(text, in: inside.row(1).inset(left: 2), .textDim)
        }
        let blocks = rows.map { Self.block(of: $0, columns: inside.columns - 2) }
        // Findings have as many lines as they need: the window is over lines, and the marked one is in sight whole.
        var first = 0
        let starts = blocks.indices.map { blocks[..<$0].map(\.count).reduce(0, +) }
        if starts.indices.contains(selected) {
            let end = starts[selected] + blocks[selected].count
            first = min(max(first, end - inside.rows), starts[selected])
        }
        let lines = blocks.enumerated().flatMap { index, block in block.map { (index, $0) } }
        for (offset, (index, line)) in lines.dropFirst(first).prefix(inside.rows).enumerated() {
            draw(line, isMarked: index == selected, in: inside.row(offset), on: &canvas)
        }
        let window = ScrollWindow(
            former: first, selected: first, height: inside.rows, count: lines.count, margin: 0)
        canvas.draw(
            Scrollbar(window, style: canvas.theme[.scrollbar], track: canvas.theme[.border]), in: area.splitRight(1).0)
    }

    /// One line of a finding as it is drawn.
    struct Line: Hashable {
        var status: StatusWord?
        var text: String
        var role: StyleRole
    }

    private static let signColumns = 14

    private static func block(of row: Row, columns: Int) -> [Line] {
        guard let finding = row.finding else {
            return [Line(status: PreflightPanel.pending, text: row.title, role: .textDim)]
        }
        let status = PreflightPanel.status(finding.verdict)
        let room = max(columns - signColumns - 2, 8)
        let texts = TextWrap.lines(finding.sentence, columns: room)
        let isCalm = finding.verdict == .passed
        var lines = texts.enumerated().map { index, text in
            Line(status: index == 0 ? status : nil, text: text, role: isCalm ? .textDim : .text)
        }
        guard !finding.fix.isEmpty else { return lines }
        let fix = finding.fix + (finding.edit == nil && finding.correction == nil ? "" : "  (press f to apply)")
        lines += TextWrap.lines(fix, columns: room).map { Line(status: nil, text: $0, role: .textDim) }
        return lines
    }

    private func draw(_ line: Line, isMarked: Bool, in area: Rect, on canvas: inout Canvas) {
        if isMarked, line.status != nil { canvas.text(canvas.glyphs.cursor, in: area, .accent) }
        if let status = line.status { canvas.text(status.text(canvas.glyphs), in: area.inset(left: 2), status.role) }
        canvas.text(
            line.text, in: area.inset(left: 2 + Self.signColumns, right: 1),
            isMarked && line.role == .text ? .textStrong : line.role)
    }

    // MARK: Commands

    static let commands: [Command<PreflightScreen, Event>] =
        [
            Command(
                "preflight.fix", "apply the fix",
                help:
                    "Apply the selected fix, or write a corrected input after a confirmation, and go back to the form.",
                chords: ["f"], footerRank: 1,
                availability: {
                    .when(
                        $0.selectedRow?.finding?.edit != nil || $0.selectedRow?.finding?.correction != nil,
                        otherwise:
                            "the selected finding has no fix that f can apply"
                    )
                },
                run: { screen, _ in screen.takeFix() }),
            Command(
                "preflight.go-to", "go to field",
                help: "Go to the form field this finding is about.",
                chords: ["Enter"], footerRank: 2,
                availability: {
                    .when($0.selectedRow?.finding?.field != nil, otherwise: "this finding isn't about one field")
                },
                run: { screen, _ in
                    guard let field = screen.selectedRow?.finding?.field else { return [] }
                    return [.navigate(.finish(screen.goTo(field)))]
                }),
            Command(
                "preflight.policies", "policies",
                help: "Show the policies missing between the job's account and this one.", chords: ["p"],
                footerRank: 3,
                availability: {
                    .when(!$0.subject.plan.sourceProfile.isEmpty, otherwise: "the job and the launch share an account")
                },
                run: { screen, _ in [.navigate(.push(PoliciesScreen(screen.subject.plan)))] }),
            Command(
                "preflight.fold", "fold passed", help: "Fold or unfold passed checks.", chords: ["z"],
                footerRank: 3,
                run: { screen, _ in
                    screen.showsPassed.toggle()
                    screen.isMoved = false
                    screen.stand()
                    return []
                }),
            Command(
                "preflight.again", "check again", help: "Run all checks again.", chords: ["r"], footerRank: 4,
                run: { screen, _ in [screen.check(again: true)] }),
            Command(
                "preflight.close", "back", help: "Go back to the form.", chords: ["Esc", "Backspace", "F3"],
                footerRank: 90, run: { _, _ in [.navigate(.pop)] }),
        ]
        + motionCommands("preflight", among: "finding", isPage: false) { screen, motion, context in
            screen.move(by: motion.rows(page: context.area.rows / 2))
            return []
        }
}
