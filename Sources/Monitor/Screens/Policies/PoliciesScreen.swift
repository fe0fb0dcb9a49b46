import AWSOperations
import BatchInference
import Console

/// The policies that a launch across accounts lacks, each as JSON to be pasted, with the command that puts it there.
struct PoliciesScreen: PageScreen {
    enum Event: Sendable {
        case examined(CrossAccountReport)
        case failed(LoadFailure)
    }

    private let plan: LaunchPlan
    private var load = Loadable<CrossAccountReport>()
    private(set) var selected = 0
    private var page = TextPage()

    var crumb: String { "Policies" }
    var freshness: Freshness? { Freshness(load) }

    init(_ plan: LaunchPlan) {
        self.plan = plan
    }

    private var missingPolicies: [MissingPolicy] { load.value?.missingPolicies ?? [] }
    private var policy: MissingPolicy? { missingPolicies.indices.contains(selected) ? missingPolicies[selected] : nil }

    var statusLine: StatusLine {
        guard let report = load.value else { return StatusLine() }
        let count = report.missingPolicies.count
        let unknown = report.remarks.count { !$0.isFailure }
        let left =
            (count == 0
                ? unknown == 0 ? "no missing policies" : "no policy is known to be missing"
                : DisplayText.counted(count, "policy is missing", "policies are missing"))
            + (unknown == 0 ? "" : ", \(unknown) unknown")
        return StatusLine(
            left: left,
            right:
                "account \(DisplayText.account(report.source.account)) to \(DisplayText.account(report.target.account))"
        )
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        load.value == nil && !load.isLoading ? examine(context) : []
    }

    mutating func examine(_ context: Context) -> [Effect<Event>] {
        load.begin()
        let (region, profile) = (context.connection.region, context.connection.profileName)
        return [
            .run("reach") { [plan] services, send in
                do {
                    guard let source = try await services.source(plan.sourceProfile) else { return }
                    send(
                        .examined(
                            try await CrossAccountAccess.report(
                                on: plan, region: region, profile: profile, target: services.cloud, source: source,
                                now: services.clock.now)))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .examined(let report):
            load.succeed(report, at: context.now)
            selected = min(selected, max(report.missingPolicies.count - 1, 0))
        case .failed(let failure): load.fail(failure)
        }
        return []
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = context.area.inset(left: 1, right: 1)
        page.scroll(by: rows, lines: lines(nil, columns: body.columns - 2, .unicode).count, height: body.rows)
    }

    private mutating func turn(by steps: Int) {
        guard !missingPolicies.isEmpty else { return }
        selected = (selected + steps + missingPolicies.count) % missingPolicies.count
        page.toStart()
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard load.value != nil else {
            return canvas.emptyState(
                of: load, in: area, loading: "testing access to artifacts and images from this account", empty: "")
        }
        let body = area.inset(left: 1, right: 1)
        page.draw(lines(canvas.theme, columns: body.columns - 2, canvas.glyphs), on: &canvas, in: body)
    }

    private func lines(_ theme: Theme?, columns: Int, _ glyphs: Glyphs) -> [StyledText] {
        guard let report = load.value else { return [] }
        var page = TextPageBuilder(theme: theme, columns: columns)
        for (index, policy) in missingPolicies.enumerated() {
            let isShown = index == selected
            let mark = isShown ? "\(glyphs.cursor) " : "  "
            // A line each, so that the mark stands before a whole one.
            let title = TextWidth.truncate(
                "\(policy.title), account \(DisplayText.account(policy.account))",
                columns: columns - TextWidth.columns(mark), at: .middle)
            page.line(StyledText(mark + title, theme?[isShown ? .textStrong : .textDim] ?? .plain))
        }
        if policy == nil {
            let sentence =
                !report.isAcross
                ? "Both profiles use the same account, so nothing is needed."
                : report.remarks.contains { !$0.isFailure }
                    ? "No policy is known to be missing." : "No policies are missing."
            page.text(sentence, .text)
        }
        for remark in report.remarks {
            let text = remark.fix.isEmpty ? remark.text : "\(remark.text): \(remark.fix)"
            page.text("\(glyphs.warning) \(text)", remark.isFailure ? .statusFailed : .statusWarning)
        }
        guard let policy else { return page.lines }
        page.heading(policy.purpose)
        if let caution = policy.caution { page.text(caution, .statusWarning) }
        for line in policy.document.prettyText.split(separator: "\n") {
            // Cut rather than wrapped, so that it reads as JSON; copying takes it whole.
            page.line(
                StyledText(TextWidth.truncate(String(line), columns: columns), theme?[.text] ?? .plain))
        }
        page.heading("The command for it, in account \(DisplayText.account(policy.account))")
        if let place = policy.whereToRun { page.text(place, .statusWarning) }
        page.text(policy.command, .textDim)
        return page.lines
    }

    // MARK: Commands

    private static func hasGap(_ screen: PoliciesScreen) -> Availability {
        .when(
            screen.policy != nil,
            otherwise: screen.load.value == nil
                ? screen.load.isLoading ? "access is still being tested" : "access couldn't be tested; r tries again"
                : "no missing policies")
    }

    static let commands: [Command<PoliciesScreen, Event>] =
        [
            Command(
                "policies.copy", "copy policy", help: "Copy the policy shown as JSON.", chords: ["y"], footerRank: 1,
                availability: hasGap,
                run: { screen, _ in
                    screen.policy.map { [.copy($0.document.prettyText, announcing: "copied \($0.title)")] } ?? []
                }),
            Command(
                "policies.copy-command", "copy command", help: "Copy the AWS CLI command that applies it.",
                chords: ["c"], footerRank: 2, availability: hasGap,
                run: { screen, _ in screen.policy.map { [.copy($0.command, announcing: "copied the command")] } ?? [] }),
            Command(
                "policies.next", "next", help: "Show the next policy.", chords: ["Tab", "Right", "l", "n"],
                footerRank: 3,
                availability: hasGap,
                run: { screen, _ in
                    screen.turn(by: 1)
                    return []
                }),
            Command(
                "policies.previous", "previous", help: "Show the previous policy.", chords: ["Shift-Tab", "Left", "h"],
                availability: hasGap,
                run: { screen, _ in
                    screen.turn(by: -1)
                    return []
                }),
            Command(
                "policies.again", "try again", help: "Run all checks again.", chords: ["r"], footerRank: 4,
                run: { $0.examine($1) }),
        ] + pageCommands("policies", ranks: [.down: 5, .up: 6])
}
