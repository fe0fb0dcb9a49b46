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
    var plan: LaunchPlan
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
    /// The groups of rare rows that are unfolded.
    var openGroups: Set<LaunchField.ID> = []
    /// Whether the containers are the plan's own rather than those of its candidate.
    var bringsContainers = false
    /// The marked response key.
    var keyIndex = 0
    var problems: [PlanProblem] = []
    var preflight = LaunchPreflight()
    var phase = Phase.editing
    var accounts = LaunchAccounts()
    /// Ends the copying of the launch under way.
    var copyStop = CopyStop()
    var cost = LaunchCost()
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
        editor = TextFieldState(plan.input)
        candidateName = plan.candidateName.isEmpty ? "unknown; the plan names its own containers" : plan.candidateName
        problems = plan.problems()
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
        if errors > 0 { parts.append("\(errors) thing\(errors == 1 ? "" : "s") to fix before launching") }
        if lacksInput { parts.append("enter an input") }
        if failures > 0 { parts.append("\(failures) check\(failures == 1 ? "" : "s") failed") }
        if warnings > 0 { parts.append("\(warnings) warning\(warnings == 1 ? "" : "s")") }
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
        return [check(context)] + askForCost(context)
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .checked(let report):
            preflight.take(report, now: subject(context))
            return []
        case .fixed(let edit): return apply(edit, context)
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
        case .leaveConfirmed: return [.navigate(.pop)]
        case .costLearned(let news):
            cost.take(news)
            return []
        }
    }

    /// Brings everything that follows from the plan up to date after a field was changed.
    mutating func edited(_ id: LaunchField.ID, _ context: Context) -> [Effect<Event>] {
        touched.insert(id)
        isChanged = true
        problems = plan.problems()
        if !fields.contains(where: { $0.id == focus }) { setFocus(.instanceType) }
        keyIndex = min(keyIndex, max(plan.supportedResponseKeys.count - 1, 0))
        reveal(context)
        return [check(context)] + (needsCopies ? [prepareCopies()] : [])
    }
}
