import AWSOperations
import BatchInference
import Console

/// The form from a candidate to a running transform: checked as it is typed, confirmed once, launched in place.
struct LaunchScreen: Screen {
    enum Event: Sendable {
        case checked(PreflightReport)
        /// A fix was taken, or the field of a finding was chosen, in the list of findings.
        case fixed(PlanEdit)
        case wanted(PlanProblem.Field)
        case located(LaunchField.ID, S3Location)
        case instanceChosen(TransformInstanceType)
        case environmentChanged([EnvironmentChange])
        /// The profile to launch with.
        case accountChosen(String)
        /// The form has come to another account: what is proposed there, and where the job is, if elsewhere.
        case moved(source: String?, AccountProposal?)
        case accountFailed(AWSFailure)
        case copiesPrepared(LaunchPlan)
        case copiesFailed(String)
        /// The user agreed to exactly this.
        case confirmed(LaunchPlan, LaunchIdentity)
        case cleanUpConfirmed(LaunchRecord)
        case progressed(LaunchEvent)
        case leaveConfirmed
        case costLearned(LaunchCost.News)
        /// What columns the records need, as far as the training data tell.
        case columnsLearned(InputColumnsAnswer)
    }

    enum Phase: Hashable, Sendable {
        case editing
        /// A launch, its completion or its clean-up; the form is locked until it has ended and was answered.
        case launching(LaunchProgress)
        case launched
    }

    let job: JobOverview
    let candidateName: String
    let isBest: Bool
    var plan: LaunchPlan { didSet { problems = plan.problems() } }
    /// What is wrong with the plan.
    private(set) var problems: [PlanProblem]
    var focus = LaunchField.ID.input
    /// The text of the focused field.
    var editor = TextFieldState()
    /// Texts as they were typed, where a value may read otherwise.
    var drafts: [LaunchField.ID: String] = [:]
    /// What is wrong with texts that have no value.
    var textProblems: [LaunchField.ID: String] = [:]
    /// Fields that the user has changed or left; only their problems are shown in place.
    var touched: Set<LaunchField.ID> = []
    var isChanged = false
    /// Corrected inputs that were written for the form; each is the journal's until a launch reads it.
    private(set) var correctedInputs: [CorrectedInput] = []
    /// The groups of rare rows that are unfolded.
    var openGroups: Set<LaunchField.ID> = []
    /// Whether the containers are the plan's own rather than those of its candidate.
    var bringsContainers = false
    /// The marked response key.
    var keyIndex = 0
    var preflight = LaunchPreflight()
    var phase = Phase.editing
    var accounts = LaunchAccounts()
    /// Ends the copying of the launch under way.
    var copyStop = CopyStop()
    var cost = LaunchCost()
    /// The columns that the records need; nil while nobody knows.
    private(set) var inputColumns: InputColumnsAnswer?
    /// The account whose past runs were asked for; empty where it was unknown, nil before anything was asked.
    var costAccount: String?
    /// The first row of the form in sight.
    var top = 0

    var crumb: String { "New transform" }

    init(job: JobOverview, candidate: AutoMLCandidate, isBest: Bool, now: Timestamp) {
        self.init(plan: .proposed(for: candidate, of: job, now: now), job: job, isBest: isBest)
    }

    /// The form for a plan that is there already.
    init(plan: LaunchPlan, job: JobOverview, isBest: Bool) {
        self.job = job
        self.isBest = isBest
        self.plan = plan
        problems = plan.problems()
        editor = TextFieldState(plan.input)
        candidateName = plan.candidateText
    }

    var fields: [LaunchField] { LaunchFields.shown(for: plan, open: openGroups) }
    var focusedField: LaunchField { LaunchFields.field(focus) }
    var isEditing: Bool { phase == .editing }
    /// Letters are text in all of the form, even where a row takes none: commands are on Ctrl and function keys.
    var takesText: Bool { isEditing }

    var progress: LaunchProgress? {
        if case .launching(let progress) = phase { progress } else { nil }
    }

    /// How many things stand in the way of a launch.
    var errorCount: Int { problems.count { $0.severity == .error } + textProblems.count }

    /// Fields in which something stands that is no value: what checks found out about them is of an older one.
    var misfilledFields: Set<PlanProblem.Field> {
        Set(problems.filter { $0.severity == .error }.map(\.field))
            .union(textProblems.keys.compactMap { LaunchFields.field($0).problems })
    }

    /// Nothing is wrong with a form that has just been opened.
    var lacksInput: Bool { plan.input.isEmpty }

    var statusLine: StatusLine {
        let misfilled = misfilledFields
        func count(_ verdict: PreflightFinding.Verdict) -> Int {
            preflight.findings(verdict).count { finding in !(finding.field.map(misfilled.contains) ?? false) }
        }
        let failures = count(.failed)
        let warnings = problems.count { $0.severity == .warning } + count(.warned)
        var parts: [String] = []
        let errors = errorCount - (lacksInput ? 1 : 0)
        if errors > 0 { parts.append("\(DisplayText.counted(errors, "thing")) to fix before launching") }
        if lacksInput { parts.append("enter an input") }
        if failures > 0 { parts.append("\(DisplayText.counted(failures, "check")) failed") }
        if warnings > 0 { parts.append(DisplayText.counted(warnings, "warning")) }
        if parts.isEmpty { parts.append(preflight.open.isEmpty ? "ready to launch" : "checking") }
        // What could not be looked at is not said to be well.
        let unknown = count(.unknown)
        if unknown > 0 { parts.append("\(unknown) unknown") }
        switch phase {
        case .editing: return StatusLine(left: parts.joined(separator: ", "), right: preflight.inputSummary ?? "")
        case .launching(let progress): return StatusLine(left: progress.isRunning ? "launching" : "")
        case .launched: return StatusLine(left: "launched")
        }
    }

    // MARK: Events

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        // What was launched is done with: the form closes when the user comes back to it.
        if phase == .launched { return [.navigate(.pop)] }
        if accounts.isMoving { return askForProposal(context) + askForCost(context) }
        return [check(context)] + askForCost(context) + askForColumns()
    }

    /// Asks for the columns that the records need, once.
    private func askForColumns() -> [Effect<Event>] {
        guard inputColumns == nil else { return [] }
        return [
            .run("columns", .screen) { [session = preflight.session, plan] services, send in
                let source = try? await services.source(plan.sourceProfile)
                // Why they can't be known, a check says.
                guard
                    let answer = try? await session.inputColumns(
                        of: plan, from: services.cloud, source: source, clock: services.clock)
                else { return }
                send(.columnsLearned(answer))
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .checked(let report):
            preflight.take(report, now: subject(context))
            return []
        case .fixed(let edit):
            if case .corrected(let input) = edit { noteWritten(input) }
            return apply(edit, context)
        case .wanted(let field):
            goTo(field, context)
            return []
        case .located(let id, let location):
            write(location.uri, to: id)
            return edited(id, context)
        case .instanceChosen(let type):
            plan.instanceType = type
            return edited(.instanceType, context)
        case .environmentChanged(let changes):
            guard changes != plan.environmentChanges else { return [] }
            plan.environmentChanges = changes
            return edited(.containers, context)
        case .accountChosen(let profile): return move(to: profile, context)
        case .moved(let source, let proposal): return arrive(source: source, proposal, context)
        case .accountFailed(let failure): return takeAccountFailure(failure, context)
        case .copiesPrepared(let copied): return take(copied: copied, context)
        case .copiesFailed(let problem): return takeCopyFailure(problem, context)
        case .confirmed(let plan, let identity): return launch(plan, as: identity, context)
        case .cleanUpConfirmed(let record): return cleanUp(record)
        case .progressed(let event): return take(event)
        case .leaveConfirmed: return [.navigate(.pop)] + releaseCorrectedInputs()
        case .costLearned(let news):
            cost.take(news)
            return []
        case .columnsLearned(let answer):
            inputColumns = answer
            return []
        }
    }

    mutating func noteWritten(_ input: CorrectedInput) {
        correctedInputs.append(input)
    }

    /// Lets go of corrected inputs that nothing reads, so that they are offered for clean-up; a repair's are of no other
    /// use, and go at once.
    func releaseCorrectedInputs() -> [Effect<Event>] {
        let inputs = correctedInputs
        guard phase == .editing, !inputs.isEmpty else { return [] }
        let isRepair = plan.repairs != nil
        return [
            .run("release corrected inputs", .program) { services, _ in
                let corrector = InputCorrector(
                    services: services.cloud, journal: services.journal, clock: services.clock)
                for input in inputs {
                    if isRepair {
                        _ = await corrector.discard(input)
                    } else {
                        await services.journal.releaseCorrectedInput(named: input.launch)
                    }
                }
            }
        ]
    }

    /// Brings everything that follows from the plan up to date after a field was changed.
    mutating func edited(_ id: LaunchField.ID, _ context: Context) -> [Effect<Event>] {
        touched.insert(id)
        isChanged = true
        if !fields.contains(where: { $0.id == focus }) { setFocus(.instanceType) }
        keyIndex = min(keyIndex, max(plan.supportedResponseKeys.count - 1, 0))
        reveal(context)
        return [check(context)] + (needsCopies ? [prepareCopies()] : [])
    }
}

extension LaunchScreen {
    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard isEditing else { return nil }
        guard focusedField.isText else {
            // Who types here has lost sight of the row: no letter may act, and Backspace must not close the form.
            guard chord != "Space", chord.typedText != nil || chord == "Backspace" else { return nil }
            return [.toast(Toast(.hint, "\(focusedField.label) takes no text: \(focusedField.keyHint)"))]
        }
        let before = editor.text
        guard editor.handle(chord) else { return nil }
        guard editor.text != before else { return [] }
        write(editor.text, to: focus, keepsEditor: true)
        return edited(focus, context)
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard isEditing, focusedField.isText else { return [] }
        let text = PastedText.trimmed(text)
        // A whole address replaces what is there; a part of one goes where the cursor is.
        let location = focusedField.isLocation ? S3Location(url: text) : nil
        if focusedField.isLocation, text.hasBytePrefix("s3://") || location != nil { editor = TextFieldState() }
        editor.insert(location?.uri ?? text)
        write(editor.text, to: focus, keepsEditor: true)
        return edited(focus, context)
    }

    /// The text of a field as the user sees it.
    func text(of field: LaunchField) -> String {
        guard case .text(let read, _) = field.entry else { return "" }
        return drafts[field.id] ?? read(plan)
    }

    mutating func write(_ text: String, to id: LaunchField.ID, keepsEditor: Bool = false) {
        guard case .text(_, let write) = LaunchFields.field(id).entry else { return }
        drafts[id] = text
        // What is typed may go on behind a blank; what the plan gets has none at its ends.
        textProblems[id] = write(&plan, PastedText.trimmed(text))
        if id == focus, !keepsEditor { editor = TextFieldState(text) }
    }

    mutating func setFocus(_ id: LaunchField.ID) {
        trimFocused()
        focus = id
        editor = TextFieldState(text(of: focusedField))
        keyIndex = 0
    }

    /// Shows the focused field as it is used, once it is left: without white space at its ends.
    mutating func trimFocused() {
        guard let draft = drafts[focus] else { return }
        let trimmed = PastedText.trimmed(draft)
        guard !trimmed.hasSameBytes(as: draft) else { return }
        drafts[focus] = trimmed
        editor = TextFieldState(trimmed)
    }

    mutating func moveFocus(by steps: Int, wraps: Bool, _ context: Context) {
        let ids = fields.map(\.id)
        guard let place = ids.firstIndex(of: focus) else { return setFocus(.input) }
        if !text(of: focusedField).isEmpty { touched.insert(focus) }
        let wanted = place + steps
        let next = wraps ? (wanted % ids.count + ids.count) % ids.count : min(max(wanted, 0), ids.count - 1)
        setFocus(ids[next])
        reveal(context)
    }

    /// What Enter does in the focused field.
    mutating func enter(_ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .text:
            if focusedField.isLocation, editor.isEmpty { return browse() }
            moveFocus(by: 1, wraps: true, context)
            return []
        case .choice, .columns: return change(by: 1, context)
        case .instance: return pickInstance()
        case .account: return pickAccount(context)
        case .containers: return editContainers()
        case .fold:
            if openGroups.remove(focus) == nil { openGroups.insert(focus) }
            reveal(context)
            return []
        }
    }

    /// Goes to another value of a choice, or ticks a response key.
    mutating func change(by steps: Int, _ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .choice(let titles, let read, let write):
            write(&plan, (read(plan) + steps + titles.count) % titles.count)
            return edited(focus, context)
        case .columns: return toggleKey(context)
        case .instance, .account, .containers, .fold: return enter(context)
        case .text: return []
        }
    }

    func editContainers() -> [Effect<Event>] {
        [.navigate(.push(ContainerEnvironmentScreen(plan) { Event.environmentChanged($0) }))]
    }

    mutating func toggleKey(_ context: Context) -> [Effect<Event>] {
        let offered = plan.supportedResponseKeys
        guard offered.indices.contains(keyIndex) else { return [] }
        var ticked = Set(plan.effectiveResponseKeys)
        if ticked.remove(offered[keyIndex]) == nil { ticked.insert(offered[keyIndex]) }
        guard !ticked.isEmpty else { return [.toast(Toast(.info, "a prediction has at least one column"))] }
        let asked = offered.filter(ticked.contains)
        // What was set by hand would hide the choice.
        plan.environmentChanges.removeAll { ResponseKeys.variables.contains($0.name) }
        // The containers as they are need not be asked for anything.
        plan.responseKeys = asked == ResponseKeys.current(of: plan.containers) ? [] : asked
        return edited(.columns, context)
    }

    /// Moves along the response keys, or through the values of a choice.
    mutating func sideways(by steps: Int, _ context: Context) -> [Effect<Event>] {
        switch focusedField.entry {
        case .columns:
            keyIndex = min(max(keyIndex + steps, 0), max(plan.supportedResponseKeys.count - 1, 0))
            return []
        case .choice: return change(by: steps, context)
        default: return []
        }
    }

    func browse() -> [Effect<Event>] {
        switch focusedField.entry {
        case .instance: return pickInstance()
        default: break
        }
        let id = focusedField.isLocation ? focus : .input
        let known = [text(of: LaunchFields.field(id)), plan.input].lazy.compactMap { S3Location($0) }.first
        // Rows to predict are seldom where the training data is, but often in the same bucket.
        let bucket = [job.inputLocation ?? "", plan.output].lazy.compactMap { S3Location($0)?.bucket }.first
        let start = known ?? bucket.map { S3Location(bucket: $0) }
        return [.navigate(.push(ObjectBrowserScreen(at: start) { Event.located(id, $0) }))]
    }

    func pickInstance() -> [Effect<Event>] {
        let proposed: TransformInstanceType = job.problemType == "time series" ? .mlM512xlarge : InstanceType.proposed
        return [
            .navigate(
                .push(
                    InstancePickerScreen(current: plan.instanceType, proposed: proposed) {
                        Event.instanceChosen($0.name)
                    }))
        ]
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        guard isEditing else { return [] }
        switch event.action {
        case .wheelUp: moveFocus(by: -1, wraps: false, context)
        case .wheelDown: moveFocus(by: 1, wraps: false, context)
        case .press(.left): return click(at: event.point, context)
        default: break
        }
        return []
    }

    private mutating func click(at point: Point, _ context: Context) -> [Effect<Event>] {
        let layout = LaunchLayout(context.area, progressRows: 0)
        let rows = formRows(columns: layout.form.columns)
        let window = window(over: rows, height: layout.form.rows)
        guard layout.form.contains(point), let index = window.row(atOffset: point.row - layout.form.top) else {
            return []
        }
        let column = point.column - layout.form.left - LaunchLayout.labelColumns
        if case .moreKeys(let line) = rows[index] {
            setFocus(.columns)
            return tickKey(at: column, line: line, layout.form.columns, context)
        }
        guard case .field(let field) = rows[index] else { return [] }
        let wasFocused = focus == field.id
        if !wasFocused { setFocus(field.id) }
        switch field.entry {
        case .columns: return tickKey(at: column, line: 0, layout.form.columns, context)
        case .fold: return enter(context)
        case .choice, .instance, .account, .containers: return wasFocused ? enter(context) : []
        case .text: return []
        }
    }

    private mutating func tickKey(
        at column: Int, line: Int, _ columns: Int, _ context: Context
    ) -> [Effect<Event>] {
        let cells = keyCells(columns: Self.valueColumns(columns))
        guard let cell = cells.first(where: { $0.line == line && column >= $0.start && column < $0.start + $0.columns })
        else { return [] }
        keyIndex = cell.index
        return toggleKey(context)
    }
}

extension Effect {
    /// Opens the form with a plan proposed for a candidate.
    static func launch(_ candidate: AutoMLCandidate, of job: JobOverview, isBest: Bool, _ context: Context) -> Effect {
        .navigate(.push(LaunchScreen(job: job, candidate: candidate, isBest: isBest, now: context.now)))
    }
}
