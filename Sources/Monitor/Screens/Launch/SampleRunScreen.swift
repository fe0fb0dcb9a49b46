import AWSOperations
import BatchInference
import Console

/// The first rows through a plan: asks how many, shows what becomes of them, and leads on to the whole launch.
struct SampleRunScreen: PageScreen {
    enum Event: Sendable {
        case startConfirmed(LaunchIdentity, rows: Int)
        case progressed(SampleRunEvent)
        case named(ColumnNames)
        case wholeConfirmed(LaunchIdentity)
        case stopConfirmed
        case discarded
        case notDiscarded(AWSFailure)
    }

    enum Phase: Sendable {
        case asking
        case running
        case predicted(SampleRunResult)
        case failed(SampleRunFailure)
    }

    private let plan: LaunchPlan
    /// What the form knows of the whole, for the question before it.
    private let preflight: LaunchPreflight
    private let cost: String?
    private(set) var rowsField = TextFieldState("20")
    private(set) var problem: String?
    private(set) var phase = Phase.asking
    /// What was done so far, a line each.
    private var steps: [String] = []
    /// Whether the last step says how far artifacts are copied.
    private var isCopying = false
    private var snapshot: TransformSnapshot?
    private var names = ColumnNames()
    private var firstRow = 0
    private var firstColumn = 0

    init(_ plan: LaunchPlan, preflight: LaunchPreflight = LaunchPreflight(), cost: String? = nil) {
        self.plan = plan
        self.preflight = preflight
        self.cost = cost
    }

    var crumb: String { "Sample run" }
    var isAsking: Bool { if case .asking = phase { true } else { false } }
    private var isRunning: Bool { if case .running = phase { true } else { false } }
    private var result: SampleRunResult? { if case .predicted(let result) = phase { result } else { nil } }
    var takesText: Bool { isAsking }

    var statusLine: StatusLine {
        switch phase {
        case .asking: StatusLine(left: "the first rows of \(plan.input)")
        case .running: StatusLine(left: "running the sample", right: "its rows and predictions are deleted at the end")
        case .predicted(let result):
            StatusLine(
                left: "\(DisplayText.counted(result.rows, "row")) predicted",
                right: result.leftBehind.first.map { "left behind: \($0)" } ?? "temporary objects are deleted")
        case .failed: StatusLine(left: "the sample run failed")
        }
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard isAsking else { return nil }
        guard rowsField.handle(chord) else { return nil }
        problem = nil
        return []
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .startConfirmed(let identity, let rows): return start(rows, as: identity, context)
        case .progressed(let event): return take(event)
        case .named(let names):
            self.names = names
            return []
        case .wholeConfirmed(let identity):
            return [.navigate(.finish(LaunchScreen.Event.confirmed(plan, identity)))]
        case .stopConfirmed: return [.navigate(.pop)]
        case .discarded: return [.navigate(.pop)]
        case .notDiscarded(let failure):
            return [.toast(Toast(.failure, "the model wasn't deleted: \(failure.problem)")), .navigate(.pop)]
        }
    }

    private func identity(_ context: Context) -> LaunchIdentity? {
        context.connection.account.map {
            LaunchIdentity(account: $0, region: context.connection.region, profile: context.connection.profile)
        }
    }

    private static let notConnected = Toast(
        .warning, "the account isn't known yet: try again in a moment")

    mutating func askToStart(_ context: Context) -> [Effect<Event>] {
        guard let rows = Int(PastedText.trimmed(rowsField.text)), SampleRun.rowLimits.contains(rows) else {
            problem = "\(SampleRun.rowLimits.lowerBound) to \(SampleRun.rowLimits.upperBound) rows"
            return []
        }
        guard let identity = identity(context) else { return [.toast(Self.notConnected)] }
        let question = Confirmation(
            title: "Run a sample?",
            lines: [
                "Create a model and start 1 × \(plan.instanceType.rawValue) in account "
                    + "\(DisplayText.account(identity.account)), \(identity.region)?",
                "", "Rows    the first \(rows) of \(plan.input)",
                "Model   \(plan.modelName), created unless an identical one exists", "",
                "The copied rows and their predictions are deleted at the end. A model created here is kept if you then launch "
                    + "the whole input, and deleted when you close the sample run.",
            ], action: "Run sample")
        return [.ask(question, then: .startConfirmed(identity, rows: rows))]
    }

    private mutating func start(_ rows: Int, as identity: LaunchIdentity, _ context: Context) -> [Effect<Event>] {
        guard !isRunning, identity == self.identity(context) else { return [] }
        phase = .running
        steps = []
        snapshot = nil
        let pace = context.refresh.watch
        return [
            .run("sample-run", .screen) { [plan] services, send in
                let sampleRun = SampleRun(
                    services: services.cloud, journal: services.journal, clock: services.clock, pace: pace,
                    copier: await services.launcher(copyingFrom: plan.sourceProfile).copier)
                for await event in sampleRun.start(plan, rows: rows, as: identity).events { send(.progressed(event)) }
            }
        ]
    }

    private mutating func take(_ event: SampleRunEvent) -> [Effect<Event>] {
        switch event {
        case .reading: steps.append("reading the first rows of \(plan.input)")
        case .uploading(let rows): steps.append("writing \(DisplayText.counted(rows, "row")) beside the output")
        // That they were begun is there already.
        case .launch(.checkingNames), .launch(.modelCreated), .launch(.launched): break
        case .launch(let event):
            let wasCopying = isCopying
            if case .copying = event { isCopying = true } else { isCopying = false }
            // How far the copying is stands in one line.
            if wasCopying, isCopying { steps.removeLast() }
            if let words = event.words { steps.append(words) }
        case .running(let snapshot): self.snapshot = snapshot
        case .tidying: steps.append("deleting temporary objects")
        case .predicted(let result):
            phase = .predicted(result)
            names = result.names
            let source = plan.sourceProfile
            return [
                .run("names") { services, send in
                    // The training data are where the job is.
                    guard let job = try? await services.source(source) ?? services.cloud else { return }
                    let loader = ColumnNamesLoader(
                        services: job, journal: services.journal, now: services.clock.now)
                    send(.named(await loader.names(of: result.record)))
                },
                .notify("the sample run predicted \(DisplayText.counted(result.rows, "row"))"),
            ]
        case .failed(let failure): phase = .failed(failure)
        }
        return []
    }

    mutating func askForWhole(_ context: Context) -> [Effect<Event>] {
        guard result != nil else { return [] }
        guard let identity = identity(context) else { return [.toast(Self.notConnected)] }
        let question = Confirmation.launching(
            plan, as: identity, preflight: preflight, problems: plan.problems(), cost: cost,
            isSandbox: context.connection.isSandbox)
        return [.ask(question, then: .wholeConfirmed(identity))]
    }

    var lossAtQuit: String? {
        switch phase {
        case .asking, .failed: nil
        case .running:
            "The sample run's transform continues, and what it created stays: the model \(plan.modelName), and its rows and"
                + " predictions beside \(plan.output). Esc on the sample run stops it and removes them."
        case .predicted(let result):
            result.madeModel ? "The sample run's model \(result.record.modelName) is kept; M lists it." : nil
        }
    }

    mutating func leave(_ context: Context) -> [Effect<Event>] {
        switch phase {
        case .asking, .failed: return [.navigate(.pop)]
        case .running:
            let question = Confirmation(
                title: "Stop the sample run?",
                lines: ["Its transform is stopped, and everything it created is removed."],
                action: "Stop")
            return [.ask(question, then: .stopConfirmed)]
        case .predicted(let result):
            guard result.madeModel else { return [.navigate(.pop)] }
            let pace = context.refresh.watch
            return [
                .toast(Toast(.info, "deleting the sample run's model \(result.record.modelName)")),
                .run("discard", .program) { services, send in
                    let sampleRun = SampleRun(
                        services: services.cloud, journal: services.journal, clock: services.clock, pace: pace)
                    do {
                        try await sampleRun.discard(result)
                        send(.discarded)
                    } catch {
                        send(.notDiscarded(error as? AWSFailure ?? .cancelled))
                    }
                },
            ]
        }
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        guard let result else { return }
        firstRow = min(max(firstRow + rows, 0), max(result.preview.rowCount - 1, 0))
    }

    private mutating func scroll(columns: Int) -> [Effect<Event>] {
        guard let result else { return [] }
        firstColumn = min(max(firstColumn + columns, 0), max(result.preview.given.titles.count - 1, 0))
        return []
    }

    private func preview(of result: SampleRunResult) -> PredictionPreview {
        var preview = result.preview
        preview.names = names
        return preview
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inner = area.inset(columns: 1)
        switch phase {
        case .asking: drawQuestion(on: &canvas, in: inner)
        case .running: drawSteps(on: &canvas, in: inner)
        case .predicted(let result):
            SideBySide(
                preview: preview(of: result),
                firstRow: firstRow, firstColumn: firstColumn
            ).draw(on: &canvas, in: inner)
        case .failed(let failure): drawFailure(failure, on: &canvas, in: inner)
        }
    }

    private func drawQuestion(on canvas: inout Canvas, in area: Rect) {
        let (line, rest) = area.inset(top: 1).splitTop(1)
        let (label, entry) = line.splitLeft(6)
        canvas.text("Rows", in: label, .label)
        let field = TextField(rowsField, style: canvas.theme[problem == nil ? .fieldFocused : .fieldInvalid])
        let place = entry.splitLeft(min(entry.columns, 12)).0
        canvas.draw(field, in: place)
        canvas.cursor = field.cursor(in: place)
        let below = rest.inset(left: 6, top: 1)
        if let problem {
            _ = canvas.paragraph("\(canvas.glyphs.failed) \(problem)", in: below, .statusFailed)
        } else {
            _ = canvas.paragraph(
                "Enter sends this many rows of the input through the same plan, on one instance, and shows their "
                    + "predictions before you launch the whole input.", in: below, .textDim)
        }
    }

    private func drawSteps(on canvas: inout Canvas, in area: Rect) {
        var row = 1
        for (index, step) in steps.enumerated() where row < area.rows {
            let isLast = index == steps.count - 1
            let sign = isLast ? canvas.glyphs.running : canvas.glyphs.completed
            canvas.runs(
                [(sign + " ", isLast ? .statusRunning : .statusCompleted), (step, .text)],
                at: area.row(row).origin, columns: area.columns)
            row += 1
        }
        guard let overview = snapshot?.overview, let phase = overview.phase, row < area.rows else { return }
        canvas.text("  \(phase.rawValue)", in: area.row(row), .textDim)
    }

    private func drawFailure(_ failure: SampleRunFailure, on canvas: inout Canvas, in area: Rect) {
        var rest = area.inset(top: 1)
        func say(_ text: String, _ role: StyleRole) {
            let used = canvas.paragraph(text, in: rest, role)
            rest = rest.inset(top: used)
        }
        say("\(canvas.glyphs.failed) \(failure.problem)", .statusFailed)
        if failure.diagnoses.isEmpty, !failure.remedy.isEmpty { say(failure.remedy, .text) }
        for diagnosis in failure.diagnoses.prefix(3) {
            say(diagnosis.isKnown ? "likely: \(diagnosis.cause)" : diagnosis.cause, .text)
            say("  \(diagnosis.fix)", .textDim)
            for line in diagnosis.lines { say("  \(line)", .textDim) }
        }
        for left in failure.leftBehind { say("left behind: \(left)", .statusWarning) }
    }

    @Sendable private static func isPredicted(_ screen: SampleRunScreen) -> Availability {
        .when(screen.result != nil, otherwise: "no predictions yet")
    }

    static let commands: [Command<SampleRunScreen, Event>] =
        [
            Command(
                "sample-run.start", "run sample", help: "Send the first rows through the plan, after a confirmation.",
                chords: ["Enter"],
                footerRank: 1, availability: { .when($0.isAsking, otherwise: "the sample run is in progress") },
                run: { $0.askToStart($1) }),
            Command(
                "sample-run.whole", "launch whole input",
                help: "Launch the plan with the sample run's model, after a confirmation.",
                chords: ["Ctrl-L", "L"], footerRank: 1, availability: isPredicted, run: { $0.askForWhole($1) }),
            Command(
                "sample-run.again", "try again", help: "Go back to the number of rows.", chords: ["r"], footerRank: 2,
                availability: { screen in
                    if case .failed = screen.phase { return .available }
                    return .unavailable("the sample run hasn't failed")
                },
                run: { screen, _ in
                    screen.phase = .asking
                    return []
                }),
            Command(
                "sample-run.right", "columns", help: "Show the next input column.", chords: ["Right", "l"],
                footerRank: 4,
                availability: isPredicted, run: { screen, _ in screen.scroll(columns: 1) }),
            Command(
                "sample-run.left", "previous columns", help: "Show the previous input column.", chords: ["Left", "h"],
                availability: isPredicted, run: { screen, _ in screen.scroll(columns: -1) }),
            Command(
                "sample-run.leave", "close", help: "Go back to the form; everything the sample run created is removed.",
                chords: ["Esc", "Backspace"], footerRank: 90, run: { $0.leave($1) }),
        ] + pageCommands("sample-run", ranks: [.down: 3], availability: isPredicted)
}
