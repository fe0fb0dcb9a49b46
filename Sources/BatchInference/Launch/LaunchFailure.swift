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
        /// A sample run could not be taken back whole.
        case sampleRun
        /// A corrected input could not be taken back.
        case correction
        /// Whether the step was done could not be found out.
        case unknownOutcome(AWSFailure)
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

extension LaunchFailure {
    /// The service refused a step, or could not be reached for it.
    static func service(_ failure: AWSFailure, _ record: LaunchRecord) -> LaunchFailure {
        let diagnosis = Diagnosis.refusal(failure, roleArn: record.createModel.executionRoleArn)
        let said = diagnosis?.id == Diagnosis.unknownValue ? "" : " (\(failure.problem))"
        return LaunchFailure(
            reason: .service(failure), problem: diagnosis.map { $0.cause + said } ?? failure.problem,
            remedy: diagnosis?.fix ?? (failure.remedy.isEmpty ? Self.remedy(of: failure) : failure.remedy),
            leftBehind: record.leftBehind, record: record)
    }

    /// A refusal of what was asked for stays one; waiting helps where the service had too much to do.
    private static func remedy(of failure: AWSFailure) -> String {
        failure.isThrottling ? "try again later" : "fix what it names, then launch again"
    }

    /// Neither done nor not done, as far as can be told.
    static func unresolved(_ failure: AWSFailure, _ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .unknownOutcome(failure),
            problem: "the outcome of this step is unknown: \(failure.problem)",
            remedy: "resume the launch when the service responds again: flightdeck resume \(record.transformJobName)",
            leftBehind: record.leftBehind, record: record)
    }

    static func underWay(_ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .underWay, problem: "another flightdeck is working on the launch of \(record.transformJobName)",
            remedy: "wait for it to end, or quit it, then try again", leftBehind: record.leftBehind, record: record)
    }

    static func transformNameTaken(_ record: LaunchRecord) -> LaunchFailure {
        LaunchFailure(
            reason: .transformNameTaken,
            problem: "a transform job named \(record.transformJobName) exists already",
            remedy: "choose another name: transform job names can't be reused",
            leftBehind: record.leftBehind, record: record)
    }

    static func modelNameTaken(_ record: LaunchRecord, differences: [String]) -> LaunchFailure {
        LaunchFailure(
            reason: .modelNameTaken(differences: differences),
            problem: "another model named \(record.modelName) exists: \(differences.joined(separator: ", "))",
            remedy: "choose another model name, or delete that model if nothing uses it",
            leftBehind: record.leftBehind, record: record)
    }
}

extension LaunchFailure.Reason {
    /// Whether the same request would be refused each time that it is sent.
    var isFinal: Bool {
        switch self {
        case .transformNameTaken, .modelNameTaken, .invalidPlan: true
        case .service(let failure): failure.refusesTheRequestItself
        default: false
        }
    }
}

extension AWSFailure {
    /// The request's own values are refused: no permission, quota or waiting would change the answer.
    var refusesTheRequestItself: Bool {
        guard let code = serviceError?.code, !outcomeIsUnknown else { return false }
        return Self.codesOfBadRequests.contains(code)
    }

    private static let codesOfBadRequests: Set<String> = [
        "ValidationException", "ValidationError", "SerializationException", "UnknownOperationException",
        "InvalidParameterValue", "InvalidParameterValueException", "InvalidParameterException",
        "InvalidParameterCombination", "MissingParameter", "InvalidAction",
    ]
}
