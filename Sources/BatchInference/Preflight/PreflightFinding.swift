/// One thing that a check found out about a launch.
public struct PreflightFinding: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        case passed
        /// Works, but perhaps not as meant.
        case warned
        /// The launch, or what runs after it, would fail.
        case failed
        /// What the user may not look up, or what could not be read.
        case unknown
    }

    public var verdict: Verdict
    /// What was found, in one line without a full stop.
    public var text: String
    /// What to do about it; empty where nothing is to be done.
    public var fix: String
    /// Where in the form it belongs.
    public var field: PlanProblem.Field?
    /// The change to the plan that the fix asks for, where there is such a one.
    public var edit: PlanEdit?

    public init(
        _ verdict: Verdict, _ text: String, fix: String = "", field: PlanProblem.Field? = nil, edit: PlanEdit? = nil
    ) {
        self.verdict = verdict
        self.text = text
        self.fix = fix
        self.field = field
        self.edit = edit
    }
}

/// A change to a plan that a finding proposes.
public enum PlanEdit: Hashable, Sendable {
    case input(String)
    case output(String)
    case inputFilter(String)
    case compression(gzip: Bool)
    case splitByLine
    case instanceCount(Int)
    case payload(megabytes: Int)

    public func apply(to plan: inout LaunchPlan) {
        switch self {
        case .input(let uri): plan.input = uri
        case .output(let uri): plan.output = uri
        case .inputFilter(let path): plan.inputFilter = path
        case .compression(let gzip): plan.compression = gzip ? .gzip : .none
        case .splitByLine: (plan.split, plan.assemble) = (.line, .line)
        case .instanceCount(let count): plan.instanceCount = count
        case .payload(let megabytes): plan.maxPayloadInMB = megabytes
        }
    }
}
