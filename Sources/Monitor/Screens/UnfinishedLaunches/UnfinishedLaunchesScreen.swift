import AWSOperations
import BatchInference
import Console

/// Launches that were interrupted, each to be finished or cleaned up.
struct UnfinishedLaunchesScreen: ListScreen {
    enum Event: Sendable {
        /// The user agreed to what was shown of this launch.
        case finishConfirmed(LaunchRecord)
        case cleanUpConfirmed(LaunchRecord)
        case progressed(LaunchRecord.ID, LaunchEvent)
        /// What a launch had written to read could not be removed with it.
        case inputLeft(String)
        /// The user agreed to go on with an evaluation, or to stop it and remove what it made.
        case evaluationConfirmed(EvaluationRecord, stops: Bool)
        case evaluated(EvaluationRecord.ID, EvaluationEvent)
    }

    var model = ListModel<UnfinishedLaunch>()
    /// How far what is known of the selected launch is scrolled.
    private var page = TextPage()
    private var pageOf: LaunchRecord.ID?
    let columns = UnfinishedLaunchColumns.all
    static let things = (one: "launch", many: "launches")
    var crumb: String { "Unfinished launches" }

    init(records: [LaunchRecord], evaluations: [EvaluationRecord] = []) {
        model = ListModel(
            evaluations.compactMap { UnfinishedLaunch($0) } + records.map { UnfinishedLaunch(record: $0) })
    }

    var statusLine: StatusLine {
        let open = model.rows.count { !$0.isSettled }
        let left =
            open == 0
            ? "all done: press Esc to continue"
            : "\(DisplayText.counted(open, "interrupted launch", "interrupted launches")); Esc leaves them for the next start"
        return StatusLine(
            left: left, right: model.list.filter.isEditing || model.list.filter.isActive ? listStatus : "")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        showRows(model.rows, context)
        return []
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .finishConfirmed(let record):
            return start(record) { $0.resume(record) }
        case .cleanUpConfirmed(let record):
            if record.correctedFolder != nil { return removeCorrection(record) }
            return record.isOpenSampleRun ? takeBack(record, context) : start(record) { $0.cleanUp(record) }
        case .progressed(let id, let event):
            model.amend(id) { launch in
                launch.progress?.add(event)
                if let record = event.record { launch.record = record }
            }
            showRows(model.rows, context)
            return Self.announcement(of: event).map { [.toast($0)] } ?? []
        case .inputLeft(let problem): return [.toast(Toast(.warning, problem))]
        case .evaluationConfirmed(let record, let stops): return goOn(with: record, stops: stops, context)
        case .evaluated(let id, let event):
            model.amend(id) { $0.evaluation?.take(event) }
            showRows(model.rows, context)
            return model.row(id)?.evaluation?.announcement(of: event).map { [.toast($0)] } ?? []
        }
    }

    private mutating func goOn(
        with record: EvaluationRecord, stops: Bool, _ context: Context
    ) -> [Effect<Event>] {
        guard let launch = model.row(record.id), !launch.isRunning, !launch.isSettled else { return [] }
        model.amend(record.id) { $0.evaluation?.begin(stops: stops) }
        let pace = context.refresh.watch
        return [
            .run(EffectID("evaluation \(record.id)"), .program) { services, send in
                let events = services.evaluator(pace: pace).resume(record, stops: stops, stop: EvaluationStop())
                for await event in events { send(.evaluated(record.id, event)) }
            }
        ]
    }

    private static func announcement(of event: LaunchEvent) -> Toast? {
        switch event {
        case .launched(let record): Toast(.success, "started the transform \(record.transformJobName)")
        case .cleanedUp(let record): Toast(.success, "\(record.transformJobName) left nothing behind")
        default: nil
        }
    }

    private mutating func start(
        _ record: LaunchRecord, _ work: @escaping @Sendable (Launcher) -> AsyncStream<LaunchEvent>
    ) -> [Effect<Event>] {
        guard let launch = model.row(record.id), !launch.isRunning, !launch.isSettled else { return [] }
        model.amend(record.id) { $0.progress = LaunchProgress() }
        return [
            .run(EffectID("launch \(record.id)"), .program) { services, send in
                let launcher = await services.launcher(copyingFrom: record.sourceProfile ?? "")
                for await event in work(launcher) {
                    // What it had written for itself to read goes with it.
                    if case .cleanedUp(let record) = event {
                        let inputs = InputCorrector(
                            services: services.cloud, journal: services.journal, clock: services.clock)
                        if let left = await inputs.cleanUpInputs(of: record) { send(.inputLeft(left)) }
                    }
                    send(.progressed(record.id, event))
                }
            }
        ]
    }

    /// Removes what a sample run left, and its transform.
    private mutating func takeBack(_ record: LaunchRecord, _ context: Context) -> [Effect<Event>] {
        guard let launch = model.row(record.id), !launch.isRunning, !launch.isSettled else { return [] }
        model.amend(record.id) { $0.progress = LaunchProgress() }
        let pace = context.refresh.watch
        return [
            .run(EffectID("launch \(record.id)"), .program) { services, send in
                let sampleRun = SampleRun(
                    services: services.cloud, journal: services.journal, clock: services.clock, pace: pace,
                    copier: await services.launcher(copyingFrom: record.sourceProfile ?? "").copier)
                for await event in sampleRun.cleanUp(record) { send(.progressed(record.id, event)) }
            }
        ]
    }

    /// Removes a corrected input that no launch reads.
    private mutating func removeCorrection(_ record: LaunchRecord) -> [Effect<Event>] {
        guard let launch = model.row(record.id), !launch.isRunning, !launch.isSettled else { return [] }
        model.amend(record.id) { $0.progress = LaunchProgress() }
        return [
            .run(EffectID("launch \(record.id)"), .program) { services, send in
                let corrector = InputCorrector(
                    services: services.cloud, journal: services.journal, clock: services.clock)
                for await event in corrector.cleanUp(record) { send(.progressed(record.id, event)) }
            }
        ]
    }

    /// Asks about the selected launch, if it can be worked on from this account and region.
    func ask(_ context: Context, _ question: (LaunchRecord) -> (Confirmation, Event)) -> [Effect<Event>] {
        guard let launch = model.selected, Self.openness(of: launch) == .available else { return [] }
        let record = launch.record
        guard let account = context.connection.account else {
            return [.toast(Toast(.warning, "the account isn't known yet: try again in a moment"))]
        }
        guard account == record.account, context.connection.region == record.region else {
            let place = "account \(DisplayText.account(record.account)), \(record.region)"
            let profile = record.profile.map { " --profile \($0)" } ?? ""
            return [
                .toast(
                    Toast(
                        .failure,
                        "it belongs to \(place): start flightdeck\(profile) --region \(record.region) to finish it"))
            ]
        }
        let (confirmation, event) = question(record)
        return [.ask(confirmation, then: event)]
    }

    private static func question(
        about evaluation: EvaluationRecord, stops: Bool
    ) -> (confirmation: Confirmation, event: Event) {
        let place = "in account \(DisplayText.account(evaluation.account)), \(evaluation.region)?"
        let names = evaluation.candidates.map { "\($0.name): \($0.state.rawValue)" }
        let (title, verb, action) =
            stops
            ? ("Stop this evaluation?", "Stop its transforms, and delete its models and copies", "Stop")
            : ("Continue this evaluation?", "Launch and watch the rest, then compare the predictions", "Continue")
        return (
            Confirmation(title: title, lines: [verb, place, ""] + names, action: action, isDestructive: stops),
            .evaluationConfirmed(evaluation, stops: stops)
        )
    }

    func cleanUp(_ context: Context) -> [Effect<Event>] {
        if let evaluation = model.selected?.evaluation?.record {
            return ask(context) { _ in Self.question(about: evaluation, stops: true) }
        }
        return ask(context) { (.cleaningUp($0), .cleanUpConfirmed($0)) }
    }

    static func openness(of launch: UnfinishedLaunch?) -> Availability {
        guard let launch else { return .unavailable("no launches") }
        if launch.isRunning { return .unavailable("already in progress") }
        return .when(!launch.isSettled, otherwise: "already finished")
    }

    /// A sample run is over with its program: only what it left can be removed.
    static func finishing(of launch: UnfinishedLaunch?) -> Availability {
        if launch?.record.isOpenSampleRun == true, launch?.isSettled == false {
            return .unavailable("a sample run can't be resumed: c removes what it left")
        }
        if launch?.record.correctedFolder != nil, launch?.isSettled == false {
            return .unavailable("a corrected input can't be resumed: c removes it")
        }
        if launch?.record.state == .cleaningUp, launch?.isSettled == false {
            return .unavailable("it can only be cleaned up: c removes the model")
        }
        return openness(of: launch)
    }

    mutating func activate(_ context: Context) -> [Effect<Event>] { finish(context) }

    mutating func finish(_ context: Context) -> [Effect<Event>] {
        guard Self.finishing(of: model.selected) == .available else { return [] }
        if let evaluation = model.selected?.evaluation?.record {
            return ask(context) { _ in Self.question(about: evaluation, stops: false) }
        }
        return ask(context) { (.finishing($0), .finishConfirmed($0)) }
    }

    // MARK: Drawing

    /// The list takes the rows that it needs, and at most two fifths; what is known of the selected launch, the rest.
    private func split(_ area: Rect) -> (list: Rect, detail: Rect) {
        let (list, detail) = area.splitTop(min(model.list.visible.count + 2, max(area.rows * 2 / 5, 2)))
        return (list, detail)
    }

    func listArea(in area: Rect) -> Rect { split(area).list }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !model.list.visible.isEmpty else {
            if isFilteredEmpty { return drawNoMatches(on: &canvas, in: area) }
            return canvas.message([("no interrupted launches", .text)], in: area)
        }
        let (list, detail) = split(area)
        drawList(on: &canvas, in: list)
        canvas.rule(at: detail.origin, columns: detail.columns)
        guard let launch = model.selected else { return }
        let page = pageOf == launch.id ? page : TextPage()
        page.draw(
            lines(about: launch, columns: detail.columns - 3, canvas.theme, canvas.glyphs), on: &canvas,
            in: detail.inset(left: 1, top: 1))
    }

    /// Scrolls what is known of the selected launch, where it is longer than its place.
    mutating func scroll(by rows: Int, _ context: Context) {
        guard let launch = model.selected else { return }
        if pageOf != launch.id { page.toStart() }
        pageOf = launch.id
        let detail = split(context.area).detail
        let lines = lines(about: launch, columns: detail.columns - 3, nil, .unicode)
        page.scroll(by: rows, lines: lines.count, height: max(detail.rows - 1, 1))
    }

    private func lines(
        about launch: UnfinishedLaunch, columns: Int, _ theme: Theme?, _ glyphs: Glyphs
    ) -> [StyledText] {
        let record = launch.record
        var page = TextPageBuilder(theme: theme, columns: columns)
        if let evaluation = launch.evaluation {
            evaluation.tell(on: &page)
            return page.lines
        }
        if let progress = launch.progress {
            for line in progress.lines { page.text(line.status.text(glyphs), line.status.role) }
            page.blank()
        } else {
            page.text(
                record.isOpenSampleRun
                    ? "A sample run was interrupted: its transform may be running, and its rows and predictions are beside the"
                        + " output."
                    : record.correctedFolder.map {
                        "A corrected input was written, in whole or in part, and no launch reads it: it's in \($0)."
                    } ?? record.state.explanation, launch.status.role)
            page.blank()
        }
        page.pair("Transform", record.transformJobName)
        page.pair("Model", record.modelName + (record.reusesModel ? "  (existed before)" : ""))
        page.pair("Candidate", "\(record.candidateName) of \(record.autopilotJobName)")
        let resources = record.createTransformJob.transformResources
        page.pair("Instances", "\(resources.instanceCount) × \(resources.instanceType.rawValue)")
        page.pair("Input", record.createTransformJob.transformInput.dataSource.s3DataSource.s3Uri)
        page.pair("Output", record.createTransformJob.transformOutput.s3OutputPath)
        page.pair("Account", "\(DisplayText.account(record.account)), \(record.region)")
        page.pair("Begun", DisplayText.moment(record.createdAt))
        return page.lines
    }

    static let commands: [Command<UnfinishedLaunchesScreen, Event>] =
        [
            Command(
                "unfinished.finish", "finish", help: "Finish the launch, after a confirmation.",
                chords: ["f", "Enter"], footerRank: 1, availability: { finishing(of: $0.model.selected) },
                run: { $0.finish($1) }),
            Command(
                "unfinished.clean-up", "clean up", help: "Delete what the launch left behind, after a confirmation.",
                chords: ["c"], footerRank: 2, availability: { openness(of: $0.model.selected) },
                run: { $0.cleanUp($1) }),
            Command(
                "unfinished.detail-down", "scroll", help: "Scroll the selected launch's details down.",
                chords: ["]"], footerRank: 40,
                run: { screen, context in
                    screen.scroll(by: 3, context)
                    return []
                }),
            Command(
                "unfinished.detail-up", "scroll up", help: "Scroll the selected launch's details up.",
                chords: ["["],
                run: { screen, context in
                    screen.scroll(by: -3, context)
                    return []
                }),
            Command(
                "unfinished.copy", "copy name", help: "Copy the transform's name.", chords: ["y"], footerRank: 30,
                availability: needsRow,
                run: { screen, _ in
                    screen.model.selected.map {
                        [.copy($0.record.transformJobName, announcing: "copied \($0.record.transformJobName)")]
                    } ?? []
                }),
        ] + listCommands + [
            // Behind the list's own: Esc drops a filter first.
            Command(
                "unfinished.later", "later", help: "Leave the launches for the next start.",
                chords: ["Esc", "Backspace"],
                footerRank: 3, run: { _, _ in [.navigate(.pop)] })
        ]
}

extension LaunchEvent {
    /// The journal's newest record of the launch, where the event brings one.
    var record: LaunchRecord? {
        switch self {
        case .launched(let record), .cleanedUp(let record): record
        case .failed(let failure): failure.record
        default: nil
        }
    }
}

/// One interrupted launch, and what has been done about it here.
struct UnfinishedLaunch: Hashable, Sendable, Identifiable {
    var record: LaunchRecord
    /// The completion or clean-up that was started here.
    var progress: LaunchProgress?
    /// Where it's an evaluation with all of its launches.
    var evaluation: UnfinishedEvaluation?

    var id: String { record.id }
    var isRunning: Bool { evaluation?.isRunning ?? progress?.isRunning ?? false }

    /// Whether nothing is left to be done.
    var isSettled: Bool {
        if let evaluation { return evaluation.record.isSettled }
        return switch progress?.events.last {
        case .launched?, .cleanedUp?: true
        default: record.isSettled
        }
    }

    /// How far it came, or how it ended here.
    var status: StatusWord {
        if let evaluation { return evaluation.status }
        return switch progress?.events.last {
        case .launched?: StatusWord(\.completed, "finished", .statusCompleted)
        case .cleanedUp?: StatusWord(\.completed, "cleaned up", .statusCompleted)
        case .failed?: StatusWord(\.failed, "failed again", .statusFailed)
        default:
            if isRunning {
                StatusWord(\.running, "working", .statusRunning)
            } else if record.isOpenSampleRun {
                StatusWord(\.warning, "sample run interrupted", .statusWarning)
            } else if record.correctedFolder != nil {
                StatusWord(\.warning, "corrected input left", .statusWarning)
            } else {
                record.state.status
            }
        }
    }
}

extension LaunchRecord.State {
    /// How far a launch came, in words.
    var status: StatusWord {
        switch self {
        case .planned: StatusWord(\.pending, "not begun", .statusPending)
        case .copyingArtifacts: StatusWord(\.warning, "artifacts partly copied", .statusWarning)
        case .creatingModel: StatusWord(\.warning, "model may exist", .statusWarning)
        case .modelCreated: StatusWord(\.warning, "model, no transform", .statusWarning)
        case .creatingTransform: StatusWord(\.warning, "transform may exist", .statusWarning)
        case .cleaningUp: StatusWord(\.warning, "clean-up interrupted", .statusWarning)
        case .launched: StatusWord(\.completed, "finished", .statusCompleted)
        case .cleanedUp: StatusWord(\.completed, "cleaned up", .statusCompleted)
        case .refused: StatusWord(\.failed, "refused, nothing left", .statusFailed)
        }
    }

    /// What that means for what is in the account.
    var explanation: String {
        switch self {
        case .planned: "It was recorded, but no request was sent."
        case .copyingArtifacts:
            "Artifacts were being copied to the launch's account: an unfinished upload may remain there."
        case .creatingModel: "CreateModel was sent but got no response: the model may exist."
        case .modelCreated: "The model was created; the transform wasn't started, or was refused."
        case .creatingTransform: "CreateTransformJob was sent but got no response: the transform may be running."
        case .cleaningUp: "Deleting the model may not have finished."
        case .launched: "The transform was started."
        case .cleanedUp: "It left nothing behind."
        case .refused: "The service refused it; nothing was left behind."
        }
    }
}

/// The columns of the list of unfinished launches.
enum UnfinishedLaunchColumns {
    static let all: [ListColumn<UnfinishedLaunch>] = [
        ListColumn(
            "transform", width: .flexible(min: 20, weight: 2, max: 63), cut: .middle,
            isAscending: { $0.record.transformJobName < $1.record.transformJobName },
            cell: { launch, canvas in StyledText(launch.record.transformJobName, canvas.theme[.textStrong]) }),
        ListColumn(
            "state", width: .fixed(26), isAscending: { $0.status.word < $1.status.word },
            cell: { launch, canvas in
                StyledText(launch.status.text(canvas.glyphs), canvas.theme[launch.status.role])
            }),
        ListColumn(
            "job", width: .flexible(min: 12, weight: 1, max: 32), priority: 2, cut: .middle,
            isAscending: { $0.record.autopilotJobName < $1.record.autopilotJobName },
            cell: { launch, canvas in StyledText(launch.record.autopilotJobName, canvas.theme[.text]) }),
        ListColumn(
            "account", width: .fixed(14), priority: 3, alsoFoundBy: { $0.record.account },
            cell: { launch, canvas in
                StyledText(DisplayText.account(launch.record.account), canvas.theme[.textDim])
            }),
        ListColumn(
            "age", width: .fixed(5), alignment: .right, priority: 1,
            isAscending: { $0.record.createdAt > $1.record.createdAt },
            cell: { launch, canvas in
                StyledText(
                    DisplayText.narrowAge(seconds: canvas.now.seconds(since: launch.record.createdAt)),
                    canvas.theme[.textDim]
                )
            }),
    ]
}
