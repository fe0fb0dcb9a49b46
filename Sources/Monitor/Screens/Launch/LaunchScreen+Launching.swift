import AWSOperations
import BatchInference
import Console

extension LaunchScreen {
    /// Asks for the one confirmation, bound to the plan as it is now; or goes to what stands in its way.
    mutating func askToLaunch(_ context: Context) -> [Effect<Event>] {
        touched.formUnion(fields.map(\.id))
        trimFocused()
        if let obstacle = firstObstacle {
            unfold(obstacle.id)
            setFocus(obstacle.id)
            reveal(context)
            return [.toast(Toast(.warning, "\(LaunchFields.field(obstacle.id).label): \(obstacle.problem)"))]
        }
        guard let account = context.connection.account else {
            return [.toast(Toast(.warning, "the account isn't known yet: try again in a moment"))]
        }
        guard !needsCopies, !accounts.isMoving else {
            return [.toast(Toast(.warning, "still checking the other account: try again in a moment"))]
        }
        let identity = LaunchIdentity(
            account: account, region: context.connection.region, profile: context.connection.profile)
        return [
            .ask(
                .launching(
                    plan, as: identity, preflight: preflight, problems: problems, cost: costText,
                    isSandbox: context.connection.isSandbox, sourceAccount: accounts.source),
                then: .confirmed(plan, identity))
        ]
    }

    /// Shows a row that may be folded away.
    mutating func unfold(_ id: LaunchField.ID) {
        if let group = LaunchFields.group(of: id) { openGroups.insert(group.id) }
    }

    private var firstObstacle: (id: LaunchField.ID, problem: String)? {
        for field in LaunchFields.shown(for: plan, open: Set(LaunchFields.groups.map(\.id))) {
            if let problem = textProblems[field.id] { return (field.id, problem) }
            if let problem = problems.first(where: { $0.field == field.problems && $0.severity == .error }) {
                return (field.id, problem.message)
            }
        }
        // A problem that belongs to no row, as with the candidate itself.
        return problems.first { $0.severity == .error }.map { (.input, $0.message) }
    }

    /// Launches what was agreed to, where it was agreed to.
    mutating func launch(_ plan: LaunchPlan, as identity: LaunchIdentity, _ context: Context) -> [Effect<Event>] {
        guard isEditing else { return [] }
        guard identity.account == context.connection.account, identity.region == context.connection.region else {
            return [.toast(Toast(.failure, "not launched: the account or region changed after you confirmed"))]
        }
        return work(copyingFrom: plan.sourceProfile) { $0.launch(plan, as: identity) }
    }

    mutating func retry() -> [Effect<Event>] {
        guard let failure = progress?.failure, let record = failure.record, failure.canBeResumed else { return [] }
        return work(copyingFrom: record.sourceProfile ?? "") { $0.resume(record) }
    }

    func askToCleanUp() -> [Effect<Event>] {
        guard let record = progress?.failure?.record else { return [] }
        return [.ask(.cleaningUp(record), then: .cleanUpConfirmed(record))]
    }

    mutating func cleanUp(_ record: LaunchRecord) -> [Effect<Event>] {
        guard progress?.isRunning == false else { return [] }
        return work(copyingFrom: record.sourceProfile ?? "") { $0.cleanUp(record) }
    }

    /// Begins a launch, its completion or its clean-up, and locks the form for as long.
    private mutating func work(
        copyingFrom profile: String, _ events: @escaping @Sendable (Launcher) -> AsyncStream<LaunchEvent>
    ) -> [Effect<Event>] {
        phase = .launching(LaunchProgress())
        copyStop = CopyStop()
        return [
            .run("launch", .program) { [copyStop] services, send in
                let launcher = await services.launcher(copyingFrom: profile, stop: copyStop)
                for await event in events(launcher) { send(.progressed(event)) }
            }
        ]
    }

    mutating func take(_ event: LaunchEvent) -> [Effect<Event>] {
        guard case .launching(var progress) = phase else { return [] }
        progress.add(event)
        phase = .launching(progress)
        switch event {
        case .launched(let record):
            phase = .launched
            return [
                .toast(Toast(.success, "started the transform \(record.transformJobName)")),
                .navigate(.showTransform(named: record.transformJobName)),
            ]
        case .cleanedUp:
            phase = .editing
            return [.toast(Toast(.success, "the launch left nothing behind: change the form and launch again"))]
        default: return []
        }
    }

    /// Goes back to the form after a launch that left nothing behind.
    mutating func backToForm() {
        if progress?.isRunning == false { phase = .editing }
    }

    var unsavedChanges: String? {
        guard case .editing = phase, isChanged || isRepair else { return nil }
        return ((isChanged ? ["Your changes in the form are lost."] : []) + correctedInputLines).joined(separator: " ")
    }

    /// Whether what was written for the form goes with it, where it is left by its own key.
    private var isRepair: Bool { plan.repairs != nil && !correctedInputs.isEmpty }

    var lossAtQuit: String? {
        switch phase {
        case .editing: unsavedChanges
        case .launching(let progress) where progress.isRunning:
            "The launch is interrupted; you can finish it at the next start."
        case .launching, .launched: nil
        }
    }

    /// What becomes of corrected inputs where no launch reads them.
    private var correctedInputLines: [String] {
        guard let first = correctedInputs.first else { return [] }
        let places = correctedInputs.dropFirst().reduce(first.uri) { "\($0) and \($1.uri)" }
        return [
            "The corrected input at \(places) is kept: remove it with :unfinished launches, or flightdeck resume --clean-up."
        ]
    }

    func leave() -> [Effect<Event>] {
        switch phase {
        case .editing where !isChanged: return releaseCorrectedInputs() + [.navigate(.pop)]
        case .editing:
            let question = Confirmation(
                title: "Leave the form?",
                lines: ["Your changes are lost."]
                    + (isRepair ? ["What was written for the repair is removed."] : correctedInputLines),
                action: "Leave")
            return [.ask(question, then: .leaveConfirmed)]
        case .launching(let progress) where progress.isRunning:
            let question = Confirmation(
                title: "Leave during the launch?",
                lines: ["The launch continues; it appears under Transforms once it's running."], action: "Leave")
            return [.ask(question, then: .leaveConfirmed)]
        case .launching, .launched: return [.navigate(.pop)]
        }
    }
}

extension LaunchScreen {
    /// The form filled with a plan that was launched before, or that comes from a file.
    init(_ loaded: PlanLoadingScreen.Loaded) {
        let plan = loaded.plan
        self.init(plan: plan, job: loaded.job ?? Self.unknownJob(plan), isBest: loaded.isBest)
        bringsContainers = loaded.bringsContainers
    }

    /// The form filled with a plan that reads what was just written for it.
    init(_ loaded: PlanLoadingScreen.Loaded, reading input: CorrectedInput) {
        self.init(loaded)
        noteWritten(input)
    }

    /// Stands in for a job that is not known, or no longer there.
    private static func unknownJob(_ plan: LaunchPlan) -> JobOverview {
        let never = Timestamp(secondsSinceEpoch: 0)
        return JobOverview(
            AutoMLJobSummary(
                autoMLJobName: plan.jobName, autoMLJobArn: "", autoMLJobStatus: .completed,
                autoMLJobSecondaryStatus: .completed, creationTime: never, lastModifiedTime: never))
    }

    /// The rows that take the plan elsewhere, or bring one in.
    static let planCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.export", "export", help: "Show the launch as code for the AWS CLI, boto3 and the SageMaker SDK.",
            chords: ["Ctrl-X"], footerRank: 92, availability: isOpen,
            run: { screen, context in [.navigate(.push(ExportScreen(screen.plan, context.connection)))] }),
        Command(
            "launch.sample", "sample run",
            help: "Predict the first rows before launching the whole input.",
            chords: ["Ctrl-Y"], footerRank: 91, availability: isOpen, run: { screen, _ in screen.openSampleRun() }),
        Command(
            "launch.save-plan", "save plan", help: "Save the plan to a file for another launch.",
            chords: ["Ctrl-S"], footerRank: 93, availability: isOpen,
            run: { screen, _ in
                let name = screen.plan.jobName.isEmpty ? screen.plan.transformJobName : screen.plan.jobName
                let text = PlanFile.text(of: screen.plan, with: screen.bringsContainers ? .containers : [])
                return [
                    .navigate(
                        .push(
                            FilePathScreen(
                                title: "Save the plan", path: "\(name).toml", purpose: .save(text, what: "the plan"))))
                ]
            }),
        Command(
            "launch.open-plan", "open plan", help: "Open a form filled from a plan file.", chords: ["Ctrl-R"],
            availability: isOpen,
            run: { _, _ in [.navigate(.push(PlanLoadingScreen.askingForFile()))] }),
    ]

    /// A sample run needs everything that a launch needs.
    private func openSampleRun() -> [Effect<Event>] {
        if let obstacle = problems.first(where: { $0.severity == .error }) {
            return [.toast(Toast(.warning, "not yet: \(obstacle.message)"))]
        }
        guard textProblems.isEmpty else { return [.toast(Toast(.warning, "fix the fields that have a problem first"))] }
        return [.navigate(.push(SampleRunScreen(plan, preflight: preflight, cost: costText)))]
    }

    private static func isOpen(_ screen: LaunchScreen) -> Availability {
        .when(screen.isEditing, otherwise: "the form is locked while a launch is in progress")
    }
}

extension LaunchScreen {
    /// Asks for prices and past runs once, and again where the account has come to be known since.
    mutating func askForCost(_ context: Context) -> [Effect<Event>] {
        let account = context.connection.account ?? ""
        guard costAccount != account else { return [] }
        costAccount = account
        let plan = plan
        let connection = context.connection
        return [
            .run("cost", .screen) { services, send in
                await LaunchCost.load(
                    for: plan, account: connection.account, region: connection.region, from: services.cloud,
                    cache: services.prices, history: services.history, clock: services.clock
                ) { send(.costLearned($0)) }
            }
        ]
    }

    /// What the plan is likely to cost, or why that is unknown; nil while it is asked for.
    var costText: String? { cost.text(plan.instanceType, count: plan.instanceCount) }

    /// The cost below the checks.
    func drawCost(on canvas: inout Canvas, in area: Rect) {
        guard let costText else { return }
        let lines = TextWrap.lines("Cost: \(costText)", columns: max(area.columns - 1, 1))
        for (offset, line) in lines.prefix(area.rows).enumerated() {
            canvas.text(line, in: area.row(offset), .textDim)
        }
    }
}
