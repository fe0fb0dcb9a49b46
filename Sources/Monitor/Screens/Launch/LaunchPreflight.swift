import AWSOperations
import BatchInference
import Console

/// The checks before a launch, as the form holds them: what was found of the plan as it is now.
struct LaunchPreflight: Sendable {
    /// Runs the checks; keeps what it was told from one change of the form to the next.
    let session: PreflightSession
    /// Nil before the first answer.
    var report: PreflightReport?

    init(session: PreflightSession = PreflightSession()) {
        self.session = session
    }

    /// Takes a report, unless it is of an older form.
    mutating func take(_ report: PreflightReport, now subject: PreflightSubject) {
        if report.subject == subject { self.report = report }
    }

    /// Drops what no longer holds after a change of the form.
    mutating func change(to subject: PreflightSubject) {
        report = report?.carriedOver(to: subject)
    }

    /// What checks of the account and the input found; what the plan alone tells, the form says as it is typed.
    var findings: [PreflightFinding] {
        report?.lines.filter { $0.id != PreflightCheck.options.id }.flatMap { $0.findings ?? [] } ?? []
    }

    /// The titles of checks that still run.
    var open: [String] {
        report?.lines.filter { $0.findings == nil }.map(\.title) ?? []
    }

    func findings(_ verdict: PreflightFinding.Verdict) -> [PreflightFinding] {
        findings.filter { $0.verdict == verdict }
    }

    /// `12 objects, 3.4 MB, text/csv`: what the input holds; nil while that is unknown.
    var inputSummary: String? {
        let lead = "input: "
        let text = report?.lines.first { $0.id == PreflightCheck.input.id }?.findings?
            .first { $0.verdict == .passed && $0.text.hasPrefix(lead) }?.text
        return text.map { String($0.dropFirst(lead.count)) }
    }
}

extension LaunchScreen {
    /// What is checked: the plan as it is now, in the region of the connection.
    func subject(_ context: Context) -> PreflightSubject {
        PreflightSubject(
            plan: plan, region: context.connection.region, profile: context.connection.profileName)
    }

    /// Checks the plan once the typing has paused.
    mutating func check(_ context: Context) -> Effect<Event> {
        let subject = subject(context)
        preflight.change(to: subject)
        return .run("preflight", .screen) { [session = preflight.session] services, send in
            do { try await services.clock.sleep(seconds: 0.4) } catch { return }
            let source = try? await services.source(subject.plan.sourceProfile)
            for await report in session.reports(
                on: subject, from: services.cloud, source: source, clock: services.clock)
            {
                if Task.isCancelled { return }
                send(.checked(report))
            }
        }
    }

    /// Shows every finding with its fix, to be gone through line by line.
    func showChecks(_ context: Context) -> [Effect<Event>] {
        let screen = PreflightScreen(
            subject: subject(context), preflight: preflight, fix: { Event.fixed($0) }, goTo: { Event.wanted($0) })
        return [.navigate(.push(screen))]
    }

    /// Goes to the row that a finding concerns, unfolding it where needed.
    mutating func goTo(_ field: PlanProblem.Field, _ context: Context) {
        guard let row = LaunchFields.field(about: field) else { return }
        unfold(row.id)
        setFocus(row.id)
        reveal(context)
    }

    /// Takes over the change that a fix asks for, as if it had been typed.
    mutating func apply(_ edit: PlanEdit, _ context: Context) -> [Effect<Event>] {
        edit.apply(to: &plan)
        drafts = [:]
        textProblems = [:]
        setFocus(focus)
        if let row = LaunchFields.field(about: edit.field) { return edited(row.id, context) }
        return edited(focus, context)
    }

    /// Findings that stand under a row of the form.
    func preflightTexts(of field: LaunchField) -> [(String, StyleRole)] {
        guard let place = field.problems, !misfilledFields.contains(place) else { return [] }
        return preflight.findings.filter { $0.field == place }.compactMap { finding in
            switch finding.verdict {
            case .failed: (finding.sentence, .statusFailed)
            case .warned: (finding.sentence, .statusWarning)
            case .passed, .unknown: nil
            }
        }
    }
}

extension LaunchFields {
    /// The first row that is about a field of the plan.
    static func field(about field: PlanProblem.Field) -> LaunchField? {
        LaunchField.ID.allCases.lazy.map { Self.field($0) }.first { $0.problems == field }
    }
}

extension PlanEdit {
    /// The field that the edit changes.
    var field: PlanProblem.Field {
        switch self {
        case .input, .compression, .corrected: .input
        case .output: .output
        case .inputFilter: .inputFilter
        case .splitByLine: .split
        case .instanceCount: .instanceCount
        case .payload: .payload
        case .instanceType: .instanceType
        case .images: .contentType
        case .manyRecords, .singleRecord: .batchStrategy
        case .invocationTimeout: .invocationTimeout
        case .concurrency: .concurrency
        case .accept: .accept
        case .withoutCapture: .capture
        }
    }
}

/// The panel beside the form: what needs a look first, with its fix, then what still runs, then what passed.
struct PreflightPanel {
    struct Line: Hashable {
        var status: StatusWord
        var text: String
        var fix = ""
        var isCalm = false
    }

    var lines: [Line]
    var summary: String

    init(_ form: LaunchScreen, connection: Connection) {
        let preflight = form.preflight
        let misfilled = form.misfilledFields
        let findings = preflight.findings.filter { finding in !(finding.field.map(misfilled.contains) ?? false) }
        var typed = form.textProblems.sorted { $0.value < $1.value }.map { id, problem in
            Line(status: Self.failed, text: "\(LaunchFields.field(id).label): \(problem)")
        }
        typed += form.problems.map { problem in
            let isAwaited = problem.field == .input && form.lacksInput
            return Line(
                status: isAwaited ? Self.pending : problem.severity == .error ? Self.failed : Self.warned,
                text: problem.message, fix: problem.remedy)
        }
        func lines(_ verdict: PreflightFinding.Verdict, _ status: StatusWord) -> [Line] {
            findings.filter { $0.verdict == verdict }.map { Line(status: status, text: $0.sentence, fix: $0.fix) }
        }
        let found = lines(.failed, Self.failed) + lines(.warned, Self.warned) + lines(.unknown, Self.unknown)
        var passed = findings.filter { $0.verdict == .passed }.map {
            Line(status: Self.passed, text: $0.sentence, isCalm: true)
        }
        if form.problems.isEmpty, form.textProblems.isEmpty {
            passed.append(Line(status: Self.passed, text: "the options are valid", isCalm: true))
        }
        var open: [Line] = []
        if preflight.report == nil {
            open = [Line(status: Self.pending, text: "checking the account and the input", isCalm: true)]
        } else if !preflight.open.isEmpty {
            open = [Line(status: Self.pending, text: preflight.open.joined(separator: ", "), isCalm: true)]
        }
        self.lines = typed + found + open + passed
        func count(_ status: StatusWord) -> Int { (typed + found).count { $0.status == status } }
        let warnings = count(Self.warned)
        let verdicts = [
            (count(Self.failed), "failed"), (warnings, warnings == 1 ? "warning" : "warnings"),
            (passed.count, "passed"), (count(Self.unknown), "unknown"),
        ]
        summary = verdicts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    static let passed = StatusWord(\.completed, "passed", .statusCompleted)
    static let warned = StatusWord(\.warning, "warning", .statusWarning)
    static let failed = StatusWord(\.failed, "failed", .statusFailed)
    static let unknown = StatusWord(\.unknown, "unknown", .statusPending)
    static let pending = StatusWord(\.pending, "running", .statusPending)

    static func status(_ verdict: PreflightFinding.Verdict) -> StatusWord {
        switch verdict {
        case .passed: passed
        case .warned: warned
        case .failed: failed
        case .unknown: unknown
        }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let title = "Preflight"
        canvas.text(title, in: area.row(0), .title)
        canvas.text(
            summary, in: area.row(0).inset(left: TextWidth.columns(title) + 2, right: 1), .textDim, align: .right)
        var row = 1
        for (index, line) in lines.enumerated() {
            let rows = Self.rows(of: line, columns: area.columns)
            let rest = lines.count - index
            // The last row says what has no room, where there is more than one line of it.
            if row + rows.count > area.rows - (rest > 1 ? 1 : 0) {
                canvas.text("\(rest) more: F3 lists them all", in: area.row(area.rows - 1).inset(left: 2), .textDim)
                return
            }
            let sign = canvas.glyphs[keyPath: line.status.glyph]
            canvas.text(sign, in: area.row(row), line.status.role)
            for text in rows {
                canvas.text(
                    text.text, in: area.row(row).inset(left: text.isFix ? 4 : 2),
                    text.isFix || line.isCalm ? .textDim : .text)
                row += 1
            }
        }
    }

    private static func rows(of line: Line, columns: Int) -> [(text: String, isFix: Bool)] {
        TextWrap.lines(line.text, columns: max(columns - 5, 1)).map { ($0, false) }
            + (line.fix.isEmpty ? [] : TextWrap.lines(line.fix, columns: max(columns - 7, 1)).map { ($0, true) })
    }
}
