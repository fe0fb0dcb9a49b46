import AWSOperations
import BatchInference

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
        case .manyRecords: .batchStrategy
        }
    }
}
