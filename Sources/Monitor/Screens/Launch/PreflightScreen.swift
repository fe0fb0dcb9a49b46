import BatchInference
import Console

/// Every finding of the checks before a launch with its fix, line by line; a fix can be taken over from here.
struct PreflightScreen: Screen {
    enum Event: Sendable {
        case checked(PreflightReport)
    }

    let subject: PreflightSubject
    var preflight: LaunchPreflight
    /// What the form makes of a fix that was taken, and of a field that was chosen.
    let fix: @Sendable (PlanEdit) -> any Sendable
    let goTo: @Sendable (PlanProblem.Field) -> any Sendable
    var selected = 0
    var showsPassed = true

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
        StatusLine(left: preflight.report?.summary ?? "", right: showsPassed ? "" : "what passed is folded away")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { [check()] }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .checked(let report):
            preflight.take(report, now: subject)
            selected = min(selected, max(rows.count - 1, 0))
            return []
        }
    }

    private func check(again: Bool = false) -> Effect<Event> {
        .run("preflight") { [session = preflight.session, subject] services, send in
            if again { await session.startOver() }
            for await report in session.reports(on: subject, from: services.cloud, clock: services.clock) {
                if Task.isCancelled { return }
                send(.checked(report))
            }
        }
    }

    // MARK: Commands

    static let commands: [Command<PreflightScreen, Event>] = [
        Command(
            "preflight.down", "down", help: "Goes to the next finding.", chords: ["Down", "j"],
            run: { screen, _ in
                screen.selected = min(screen.selected + 1, max(screen.rows.count - 1, 0))
                return []
            }),
        Command(
            "preflight.up", "up", help: "Goes to the finding before.", chords: ["Up", "k"],
            run: { screen, _ in
                screen.selected = max(screen.selected - 1, 0)
                return []
            }),
        Command(
            "preflight.fix", "take the fix", help: "Changes the form as the fix says, and goes back to it.",
            chords: ["f"], footerRank: 1,
            availability: {
                .when($0.selectedRow?.finding?.edit != nil, otherwise: "this fix is not one that the form can make")
            },
            run: { screen, _ in
                guard let edit = screen.selectedRow?.finding?.edit else { return [] }
                return [.navigate(.popSending(screen.fix(edit)))]
            }),
        Command(
            "preflight.go-to", "go to field", help: "Goes back to the form, to the field that the finding is about.",
            chords: ["Enter"], footerRank: 2,
            availability: { .when($0.selectedRow?.finding?.field != nil, otherwise: "it concerns no one field") },
            run: { screen, _ in
                guard let field = screen.selectedRow?.finding?.field else { return [] }
                return [.navigate(.popSending(screen.goTo(field)))]
            }),
        Command(
            "preflight.fold", "fold passed", help: "Folds away what has passed, or shows it again.", chords: ["z"],
            footerRank: 3,
            run: { screen, _ in
                screen.showsPassed.toggle()
                screen.selected = 0
                return []
            }),
        Command(
            "preflight.again", "check again", help: "Runs every check anew.", chords: ["r"], footerRank: 4,
            run: { screen, _ in [screen.check(again: true)] }),
        Command(
            "preflight.close", "back", help: "Goes back to the form.", chords: ["Esc", "Backspace", "q", "F3"],
            footerRank: 90, run: { _, _ in [.navigate(.pop)] }),
    ]
}
