import AWSOperations
import BatchInference
import Console

/// Asks for labelled rows, checks them, and evaluates candidates on them after one question.
struct EvaluateScreen: PageScreen {
    enum Event: Sendable {
        case rowsChecked(Int)
        case checked(EvaluationRecord, lines: [String], note: String?)
        case refused(String)
        /// The user agreed to exactly this.
        case confirmed(EvaluationRecord)
        case happened(EvaluationEvent)
        case located(S3Location)
        case instanceChosen(TransformInstanceType)
        case columnsLearned([String])
    }

    /// What it does now.
    enum Phase: Hashable, Sendable {
        case form
        case checking(rows: Int)
        case running
    }

    /// What can be typed in.
    enum Field: Int, Hashable, Sendable, CaseIterable {
        case input, target, by, sample, instance

        var label: String {
            switch self {
            case .input: "Input"
            case .target: "Target"
            case .by: "By column"
            case .sample: "Sample"
            case .instance: "Instance"
            }
        }

        var placeholder: String {
            switch self {
            case .input: "s3://bucket/prefix/ of rows that still hold their target"
            case .target: "the column that the job predicts"
            case .by: "none"
            case .sample: "all rows; enter a number for a random sample"
            case .instance: "ml.m5.xlarge"
            }
        }
    }

    let job: JobOverview
    let candidates: [Leaderboard.Row]
    private(set) var fields = Field.allCases.map { _ in TextFieldState("") }
    private(set) var focus = Field.input
    private(set) var phase = Phase.form
    private(set) var problem: String?
    private(set) var record: EvaluationRecord?
    private(set) var said: [String] = []
    /// Those of the training data; empty while they aren't known.
    private(set) var columnNames: [String] = []
    private var asksForColumns = true
    private var step = ""
    private var stop = EvaluationStop()
    private var isStopping = false
    private var page = TextPage()

    init(job: JobOverview, candidates: [Leaderboard.Row], input: String = "") {
        (self.job, self.candidates) = (job, candidates)
        fields[Field.input.rawValue] = TextFieldState(input)
        fields[Field.target.rawValue] = TextFieldState(job.targetColumn ?? "")
    }

    var crumb: String { "Evaluate" }
    var takesText: Bool { phase == .form }

    var statusLine: StatusLine {
        let count = DisplayText.counted(candidates.count, "candidate")
        switch phase {
        case .form: return StatusLine(left: count)
        case .checking(let rows):
            return StatusLine(left: "checking: \(DisplayText.counted(rows, "row"))", right: "Esc stops")
        case .running: return StatusLine(left: isStopping ? "stopping" : step, right: isStopping ? "" : "Ctrl-X stops")
        }
    }

    var lossAtQuit: String? {
        phase == .running
            ? "an evaluation is in progress: its transforms keep running, and flightdeck resume continues it" : nil
    }

    private func text(_ field: Field) -> String { PastedText.trimmed(fields[field.rawValue].text) }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard asksForColumns else { return [] }
        asksForColumns = false
        return [
            .run("columns") { [job] services, send in
                let reader = LabelledInputReader(services: services.cloud, job: job, now: services.clock.now)
                send(.columnsLearned(await reader.trainedColumns()))
            }
        ]
    }

    /// The field that holds a column's name, where it has the keys.
    private var isColumnFocused: Bool { takesText && (focus == .target || focus == .by) }

    /// The columns that begin with what is typed.
    private var matches: [String] {
        let typed = text(focus).lowercased()
        return columnNames.filter { $0.lowercased().hasBytePrefix(typed) }
    }

    /// What the typed beginning of a column's name becomes; nil where there is nothing to complete.
    private var completion: String? {
        let state = fields[focus.rawValue]
        guard isColumnFocused, state.tail.isEmpty, !text(focus).isEmpty, !columnNames.contains(text(focus)) else {
            return nil
        }
        return matches.first
    }

    private mutating func complete() -> [Effect<Event>] {
        if let completion { fields[focus.rawValue] = TextFieldState(completion) }
        return []
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        if completion != nil, chord == "Right" || chord == "End" { return nil }
        guard phase == .form, fields[focus.rawValue].handle(chord) else { return nil }
        problem = nil
        return []
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard phase == .form else { return [] }
        fields[focus.rawValue].insert(PastedText.trimmed(text))
        problem = nil
        return []
    }

    private mutating func move(by steps: Int) -> [Effect<Event>] {
        let count = Field.allCases.count
        focus = Field(rawValue: (focus.rawValue + steps + count) % count) ?? .input
        return []
    }

    /// S3 for the input, or the instance types.
    private func browse() -> [Effect<Event>] {
        if focus == .instance {
            let current = text(.instance).isEmpty ? InstanceType.proposed : .init(rawValue: text(.instance))
            return [
                .navigate(.push(InstancePickerScreen(current: current) { Event.instanceChosen($0.name) }))
            ]
        }
        // Labelled rows are seldom where the training data is, but often in the same bucket.
        let bucket = job.inputLocation.flatMap { S3Location($0)?.bucket }
        let start = S3Location(text(.input)) ?? bucket.map { S3Location(bucket: $0) }
        return [.navigate(.push(ObjectBrowserScreen(at: start) { Event.located($0) }))]
    }

    // MARK: Checking

    private mutating func check(_ context: Context) -> [Effect<Event>] {
        guard !text(.input).isEmpty else {
            (focus, problem) = (.input, "enter the S3 URI of labelled rows")
            return []
        }
        var sample: Int?
        if !text(.sample).isEmpty {
            guard let rows = Int(text(.sample)), rows >= 20 else {
                (focus, problem) = (.sample, "a sample needs 20 rows or more")
                return []
            }
            sample = rows
        }
        guard let account = context.connection.account else {
            problem = "the account isn't known yet: try again in a moment"
            return []
        }
        let target = text(.target)
        // The job's own name, left as it was, may be spelled otherwise in the input.
        let isNamed = !target.isEmpty && target != job.targetColumn
        let request = LabelledInputReader.Request(
            uri: S3Location(url: text(.input))?.uri ?? text(.input), target: isNamed ? target : nil,
            slicing: text(.by).isEmpty ? nil : text(.by), sampleRows: sample)
        var options = EvaluationPlanner.Options()
        if !text(.instance).isEmpty { options.instanceType = TransformInstanceType(rawValue: text(.instance)) }
        let identity = LaunchIdentity(
            account: account, region: context.connection.region, profile: context.connection.profile)
        (phase, problem) = (.checking(rows: 0), nil)
        let (names, chosen, pace) = (candidates.map(\.name), options, context.refresh.watch)
        return [
            .run("check", .screen) { [job] services, send in
                do {
                    let (overview, board) = try await CandidateListLoader(jobs: services.cloud)
                        .leaderboard(of: job.name).forEvaluation(of: names)
                    let planner = EvaluationPlanner(job: overview, board: board)
                    let input = try await LabelledInputReader(
                        services: services.cloud, job: overview, now: services.clock.now
                    ).check(request) { send(.rowsChecked($0)) }
                    let planned = try planner.record(
                        try planner.candidates(named: names, top: names.count), on: input, request, options: chosen,
                        as: identity, now: services.clock.now)
                    let evaluator = services.evaluator(pace: pace)
                    let record = await evaluator.admitted(planned)
                    let first = record.taking.isEmpty ? record.leftOut.first : nil
                    let note = first.map { "\($0.problem ?? "no candidate can run"); \($0.remedy ?? "")" }
                    let lines = record.lines(await evaluator.outlook(of: record, history: services.history))
                    if !Task.isCancelled { send(.checked(record, lines: lines, note: note)) }
                } catch let problem as EvaluationProblem {
                    send(.refused(problem.description))
                } catch {
                    let failure = AWSFailure(wrapping: error)
                    let text = (error as? Shortfall)?.line ?? failure.problem
                    if failure != .cancelled, !Task.isCancelled { send(.refused(text)) }
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .rowsChecked(let rows):
            if case .checking = phase { phase = .checking(rows: rows) }
        case .refused(let text): (phase, problem) = (.form, text)
        case .checked(let record, let lines, let note):
            phase = .form
            if let note {
                problem = note
                return []
            }
            let notes = record.input.notes.map { "note       \($0)" }
            if let warning = record.input.warnings.first { problem = warning }
            return [
                .ask(
                    Confirmation(title: "Evaluate?", lines: [record.question, ""] + lines + notes, action: "Start"),
                    then: .confirmed(record))
            ]
        case .confirmed(let record): return start(record, context)
        case .happened(let event): return take(event, context)
        case .located(let location):
            fields[Field.input.rawValue] = TextFieldState(location.uri)
            (focus, problem) = (.input, nil)
        case .columnsLearned(let names): columnNames = names
        case .instanceChosen(let type):
            fields[Field.instance.rawValue] = TextFieldState(type.rawValue)
            (focus, problem) = (.instance, nil)
        }
        return []
    }

    // MARK: Running

    private mutating func start(_ record: EvaluationRecord, _ context: Context) -> [Effect<Event>] {
        self.record = record
        (phase, said, step, isStopping, stop) = (.running, [], "starting", false, EvaluationStop())
        let (stop, pace) = (stop, context.refresh.watch)
        return [
            // It goes on when the screen is left.
            .run("evaluate", .program) { services, send in
                for await event in services.evaluator(pace: pace).start(record, stop: stop) { send(.happened(event)) }
            }
        ]
    }

    private mutating func take(_ event: EvaluationEvent, _ context: Context) -> [Effect<Event>] {
        switch event.words {
        case .line(let text): said.append(text)
        case .step(let text): step = text
        case nil: break
        }
        switch event {
        case .progress(let record): self.record = record
        case .candidateEnded(let candidate):
            if let place = record?.candidates.firstIndex(where: { $0.name == candidate.name }) {
                record?.candidates[place] = candidate
            }
        case .interrupted(_, let text, let remedy):
            (phase, problem) = (.form, remedy.isEmpty ? text : "\(text); \(remedy)")
        case .ended(let record):
            phase = .form
            guard record.result != nil else {
                problem = record.isStopped ? "stopped; what it created was removed" : record.problem ?? "no result"
                return []
            }
            let gap = record.result?.gaps.first.map { ": \($0.dropLast())" }
            let end = "the evaluation of \(record.jobName) has ended\(gap ?? "")"
            return [.notify(end)] + (gap == nil ? [] : [.toast(Toast(.warning, end))]) + [
                .navigate(.replace(CandidateEvaluationScreen(record, job: job, candidates: candidates)))
            ]
        default: break
        }
        return []
    }

    private mutating func stopIt() -> [Effect<Event>] {
        if case .checking = phase {
            phase = .form
            return [.cancel("check")]
        }
        isStopping = true
        stop.stop()
        return []
    }

    // MARK: Drawing

    mutating func scroll(by rows: Int, _ context: Context) {
        page.scroll(by: rows, lines: lines(nil, columns: context.area.columns - 2).count, height: pageRows(context))
    }

    func pageRows(_ context: Context) -> Int { max(context.area.rows - Field.allCases.count - 2, 1) }

    func draw(on canvas: inout Canvas, in area: Rect) {
        var rest = area.inset(left: 1, right: 1)
        for field in Field.allCases {
            let (line, below) = rest.splitTop(1)
            rest = below
            let (label, entry) = line.splitLeft(12)
            canvas.text(field.label, in: label, .label)
            let isFocused = takesText && field == focus
            let state = fields[field.rawValue]
            guard isFocused || !state.text.isEmpty else {
                canvas.text(field.placeholder, in: entry, .textDim)
                continue
            }
            guard isFocused else {
                canvas.text(state.text, in: entry)
                continue
            }
            let widget = TextField(
                state, style: canvas.theme[problem == nil ? .fieldFocused : .fieldInvalid],
                placeholder: StyledText(field.placeholder, canvas.theme[.textDim]))
            canvas.draw(widget, in: entry)
            canvas.cursor = widget.cursor(in: entry)
            if let completion {
                let typed = TextWidth.columns(state.text)
                let whole = CleanText.line(completion)
                let rest = TextWidth.suffix(whole, columns: max(TextWidth.columns(whole) - typed, 0))
                canvas.text(rest, in: entry.inset(left: typed), .textDim)
            }
        }
        page.draw(lines(canvas.theme, columns: rest.columns - 1), on: &canvas, in: rest.inset(top: 1))
    }

    private func lines(_ theme: Theme?, columns: Int) -> [StyledText] {
        var page = TextPageBuilder(theme: theme, columns: columns)
        if let problem { page.text(problem, .statusFailed) }
        if isColumnFocused, !columnNames.isEmpty {
            let names = matches.isEmpty || columnNames.contains(text(focus)) ? columnNames : matches
            let rest = names.count - min(names.count, Self.namesShown)
            page.text(
                "columns  " + names.prefix(Self.namesShown).map(CleanText.line).joined(separator: ", ")
                    + (rest > 0 ? " and \(DisplayText.count(rest)) more" : ""), .textDim)
        }
        if case .checking(let rows) = phase {
            page.text("checking the labelled rows: \(DisplayText.count(rows))", .textDim)
        }
        page.heading("Candidates")
        for row in candidates {
            let state = record?.candidates.first { $0.name == row.name }?.state.rawValue
            page.text(row.title + (state.map { "  \($0)" } ?? ""))
        }
        if !said.isEmpty { page.heading("Progress") }
        for line in said { page.text(line) }
        if phase == .running { page.text(isStopping ? "stopping, and removing what was created" : step, .textDim) }
        return page.lines
    }

    private static let namesShown = 30

    static let commands: [Command<EvaluateScreen, Event>] =
        [
            Command(
                "evaluate.complete", "complete", help: "Complete the column name you've begun to type.",
                chords: ["Right", "End"], footerRank: 4,
                availability: { .when($0.completion != nil, otherwise: "no column starts with this text") },
                run: { screen, _ in screen.complete() }),
            Command(
                "evaluate.check", "check and start…",
                help: "Check the labelled rows, then ask before anything is created.", chords: ["Enter"], footerRank: 1,
                availability: isForm, run: { screen, context in screen.check(context) }),
            Command(
                "evaluate.next", "next field", help: "Go to the next field.", chords: ["Tab", "Down"], footerRank: 2,
                availability: isForm, run: { screen, _ in screen.move(by: 1) }),
            Command(
                "evaluate.before", "previous field", help: "Go to the previous field.", chords: ["Shift-Tab", "Up"],
                availability: isForm, run: { screen, _ in screen.move(by: -1) }),
            Command(
                "evaluate.browse", "browse", help: "Browse S3 for the input, or the instance types.",
                chords: ["Ctrl-O"], footerRank: 46,
                availability: { screen in
                    guard screen.phase == .form else { return isForm(screen) }
                    return .when(
                        screen.focus == .input || screen.focus == .instance,
                        otherwise: "this field is neither a location nor an instance type")
                }, run: { screen, _ in screen.browse() }),
            Command(
                "evaluate.stop", "stop",
                help: "Stop the check, or stop the evaluation's transforms and remove what it created.",
                chords: [.stop], footerRank: 3,
                availability: { .when($0.phase != .form && !$0.isStopping, otherwise: "nothing in progress") },
                run: { screen, _ in screen.stopIt() }),
        ]

    @Sendable private static func isForm(_ screen: EvaluateScreen) -> Availability {
        .when(screen.phase == .form, otherwise: "it's in progress")
    }
}

extension Services {
    /// What carries evaluations of candidates out.
    func evaluator(pace: WatchPace) -> Evaluator {
        Evaluator(
            services: cloud, launches: journal, journal: evaluations, prices: prices, clock: clock, pace: pace)
    }
}
