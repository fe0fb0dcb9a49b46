import AWSOperations
import BatchInference
import Console

/// What a repair would send again, and what it changes; writes the manifest when it is agreed to, and gives way to the form.
struct RepairScreen: PageScreen {
    enum Event: Sendable {
        case progressed(String)
        case proposed(RepairProposal)
        case failed(LoadFailure)
        /// There is nothing to repair, with the reason.
        case needless(RepairProblem)
        case fixToggled
        /// The user agreed to exactly this.
        case confirmed(RepairProposal)
        case written(RepairProposal, CorrectedInput)
        case writingFailed(String)
    }

    let transform: String
    private var load = Loadable<RepairProposal>()
    private var needless: RepairProblem?
    private var usesFix = true
    private var isWriting = false
    private var step = ""
    private var page = TextPage()

    init(transform: String) {
        self.transform = transform
    }

    var crumb: String { "Repair \(transform)" }
    var freshness: Freshness? { Freshness(load) }
    var proposal: RepairProposal? { load.value }

    var statusLine: StatusLine {
        if isWriting { return StatusLine(left: "writing the manifest") }
        return StatusLine(left: load.value?.countText ?? "")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] { isWriting ? [] : look(context) }

    private mutating func look(_ context: Context) -> [Effect<Event>] {
        load.begin()
        needless = nil
        step = "looking for inputs without an output"
        return [
            .run("look") { [transform, usesFix] services, send in
                do {
                    let planner = RepairPlanner(
                        services: services.cloud, journal: services.journal, clock: services.clock)
                    send(
                        .proposed(try await planner.proposal(for: transform, fixes: usesFix) { send(.progressed($0)) }))
                } catch let problem as RepairProblem where problem.isNothingToDo {
                    send(.needless(problem))
                } catch {
                    if !Task.isCancelled { send(.failed(LoadFailure(error, at: services.clock.now))) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .progressed(let step): self.step = step
        case .proposed(let proposal): load.succeed(proposal, at: context.now)
        case .failed(let failure): load.fail(failure)
        case .needless(let problem):
            needless = problem
            load = Loadable()
        case .fixToggled:
            usesFix.toggle()
            return look(context)
        case .confirmed(let proposal): return write(proposal, context)
        case .written(let proposal, let input):
            let notes = proposal.leftOut.map { "left out \($0.text)" } + proposal.notes
            let loaded = PlanLoadingScreen.Loaded(
                plan: proposal.plan, job: nil, isBest: false, bringsContainers: true, notes: [])
            return notes.map { .toast(Toast(.warning, $0)) }
                + [.navigate(.replace(LaunchScreen(loaded, reading: input)))]
        case .writingFailed(let text):
            isWriting = false
            return [.toast(Toast(.failure, text))]
        }
        return []
    }

    private static func canGoOn(_ screen: RepairScreen) -> Availability {
        if screen.isWriting { return .unavailable("the manifest is being written") }
        if screen.needless != nil { return .unavailable("nothing to repair") }
        return .when(screen.proposal != nil && !screen.load.isLoading, otherwise: "still looking")
    }

    private func ask() -> [Effect<Event>] {
        guard let proposal else { return [] }
        return [.ask(.repairing(proposal), then: .confirmed(proposal))]
    }

    /// Goes on when the screen is covered: what is half written is of no use.
    private mutating func write(_ proposal: RepairProposal, _ context: Context) -> [Effect<Event>] {
        guard !isWriting else { return [] }
        guard let account = context.connection.account else {
            return [.toast(Toast(.warning, "the account isn't known yet: try again in a moment"))]
        }
        isWriting = true
        let identity = LaunchIdentity(
            account: account, region: context.connection.region, profile: context.connection.profile)
        return [
            .run("write", .screen) { services, send in
                do {
                    let corrector = InputCorrector(
                        services: services.cloud, journal: services.journal, clock: services.clock)
                    send(
                        .written(
                            proposal, try await corrector.write(proposal.manifest, for: proposal.plan, as: identity)))
                } catch let problem as CorrectionProblem {
                    send(.writingFailed(problem.description))
                } catch {
                    let failure = AWSFailure(wrapping: error)
                    if failure != .cancelled {
                        send(.writingFailed(failure.problem + (failure.remedy.isEmpty ? "" : "; \(failure.remedy)")))
                    }
                }
            }
        ]
    }

    // MARK: Drawing

    mutating func scroll(by rows: Int, _ context: Context) {
        let area = Self.body(of: context.area)
        page.scroll(by: rows, lines: lines(columns: area.columns - 1, theme: nil).count, height: area.rows)
    }

    private static func body(of area: Rect) -> Rect { area.inset(left: 1) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        if let needless {
            let below = canvas.paragraph(needless.problem, in: Self.body(of: area).inset(top: 1), .text)
            _ = canvas.paragraph(needless.remedy, in: Self.body(of: area).inset(top: below + 2), .textDim)
            return
        }
        guard load.value != nil else { return canvas.emptyState(of: load, in: area, loading: step, empty: step) }
        let area = Self.body(of: canvas.staleLine(of: load, in: area))
        page.draw(lines(columns: area.columns - 1, theme: canvas.theme), on: &canvas, in: area)
    }

    private static let nameColumns = 12

    private func lines(columns: Int, theme: Theme?) -> [StyledText] {
        var page = TextPageBuilder(theme: theme, columns: columns)
        guard let proposal else { return [] }
        func pair(_ name: String, _ value: String, _ role: StyleRole = .text) {
            page.pair(name, value, nameColumns: Self.nameColumns, role)
        }
        page.heading("What is sent again")
        pair("Missing", proposal.countText)
        pair("Sent again", "\(DisplayText.count(proposal.repairedCount)), by a manifest: \(proposal.manifestURI)")
        for leftOut in proposal.leftOut { pair("Left out", leftOut.text, .statusWarning) }
        pair("Output", "\(proposal.plan.output), as before: both runs are shown as one")
        for note in proposal.notes { pair("Note", note, .statusWarning) }
        page.heading("What is changed")
        if let fix = proposal.fix { pair("Cause", fix.diagnosis.cause) }
        pair(
            "Fix", usesFix ? proposal.fixText : "none: the settings stay as they were",
            proposal.fix?.isEmpty == false ? .accent : .text)
        page.heading("How it runs")
        pair("Repairs", "\(proposal.repaired) (\(proposal.status.rawValue))")
        if proposal.firstRun != proposal.repaired { pair("First run", proposal.firstRun) }
        pair("Transform", proposal.plan.transformJobName)
        pair("Model", proposal.plan.modelName)
        pair("Instances", "\(proposal.plan.instanceCount) × \(proposal.plan.instanceType.rawValue)")
        return page.lines
    }

    static let commands: [Command<RepairScreen, Event>] =
        [
            Command(
                "repair.open", "write manifest…",
                help: "Write the manifest, after a confirmation, and open the form filled with the repair.",
                chords: ["Enter"], footerRank: 1, availability: canGoOn, run: { screen, _ in screen.ask() }),
            Command(
                "repair.fix", "fix on/off",
                help: "Change the settings to fix the likely cause, or keep them as they were.",
                chords: ["f"], footerRank: 2, availability: canGoOn,
                run: { screen, context in screen.update(.fixToggled, context) }),
            Command(
                "repair.again", "look again", help: "List inputs and outputs again.", chords: ["r"], footerRank: 62,
                availability: { .when(!$0.isWriting, otherwise: "the manifest is being written") },
                run: { screen, context in screen.look(context) }),
        ] + pageCommands("repair", ranks: [.down: 7])
}

extension Confirmation {
    /// The question before a repair's manifest is written.
    static func repairing(_ proposal: RepairProposal) -> Confirmation {
        Confirmation(
            title: "Write the manifest?",
            lines: [
                "\(proposal.manifest.sentence)?", "",
                "The form then opens with the repair; nothing is launched before you confirm there. The manifest is "
                    + "removed again if you leave the form without launching.",
            ], action: "Write")
    }
}
