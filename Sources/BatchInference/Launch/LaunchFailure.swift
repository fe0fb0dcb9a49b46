import AWSOperations

/// Why a launch, its resumption or its clean-up did not reach its end, and what that leaves.
public struct LaunchFailure: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// The plan has errors; nothing was sent.
        case invalidPlan([PlanProblem])
        /// The journal could not be written; the step after it was not taken.
        case journal(String)
        /// Another model of that name is there, with other containers or another role.
        case modelNameTaken(differences: [String])
        /// A transform job of that name is there already.
        case transformNameTaken
        /// Another running flightdeck works on the launch.
        case underWay
        /// The service refused, or could not be reached.
        case service(AWSFailure)
        /// The artifacts could not be copied.
        case copying(ArtifactCopyProblem)
        /// A trial could not be taken back whole.
        case trial
        /// A corrected input could not be taken back.
        case correction
        /// Whether the step was done could not be found out.
        case unresolvedDoubt(AWSFailure)
    }

    /// What stays in the account.
    public enum LeftBehind: Hashable, Sendable {
        case nothing
        /// Copied artifacts, and perhaps parts of one.
        case perhapsCopies(count: Int)
        /// A model that this launch made.
        case model(name: String)
        /// Perhaps a model, perhaps not.
        case perhapsModel(name: String)
        /// A model, and perhaps a running transform job.
        case modelAndPerhapsTransform(model: String, transform: String)
    }

    public var reason: Reason
    /// What happened, to what, in a sentence or two without a full stop at the end.
    public var problem: String
    /// What to do; never empty.
    public var remedy: String
    public var leftBehind: LeftBehind
    /// The launch as the journal has it; nil where it never began.
    public var record: LaunchRecord?

    public init(reason: Reason, problem: String, remedy: String, leftBehind: LeftBehind, record: LaunchRecord?) {
        self.reason = reason
        self.problem = problem
        self.remedy = remedy
        self.leftBehind = leftBehind
        self.record = record
    }

    /// Whether resuming or cleaning up has anything to do.
    public var isUnfinished: Bool { record.map { !$0.isSettled } ?? false }
    /// Whether going on with the launch may lead to a transform: after a refusal for good, only cleaning up is left.
    public var canBeResumed: Bool { isUnfinished && !reason.isFinal && record?.state != .cleaningUp }
}
