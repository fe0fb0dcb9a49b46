import AWSOperations

/// Why a journal could not be read or written, and what to do.
public protocol JournalProblem: Error, Sendable {
    var problem: String { get }
    var remedy: String { get }
}

/// Remembers every launch step before it is taken, so that an interrupted launch can be finished or cleaned up.
///
/// Every call has reached the disk when it returns. A launch that a running program works on is that program's alone:
/// nobody else is offered it, and it is free again as soon as that program lets it go or ends, however it ends. A record
/// that cannot be read is set aside and named, and stands in nobody's way.
public protocol LaunchJournal: Sendable {
    /// Writes a new launch down before its first request, and takes it for this program.
    ///
    /// Replaces a launch of the same id that left nothing behind (`refused`, `cleanedUp`); throws
    /// `LaunchAlreadyInJournal` for any other.
    func begin(_ record: LaunchRecord) async throws
    /// Replaces what is known of a launch, before or after one of its steps.
    func update(_ record: LaunchRecord) async throws
    /// Takes an interrupted launch for this program; returns what is known of it by now.
    ///
    /// Throws `LaunchIsUnderWay` where another running program has it.
    func claim(_ record: LaunchRecord) async throws -> LaunchRecord
    /// Lets a launch go that this program took.
    func release(_ id: LaunchRecord.ID) async
    /// Launches that are not settled and that no running program works on, newest first.
    func unfinished() async throws -> [LaunchRecord]
    /// Launches that a running program works on, this one among them, newest first.
    func underWay() async throws -> [LaunchRecord]
    /// All launches, newest first, at most `limit`.
    func history(limit: Int) async throws -> [LaunchRecord]
    /// Launches that repair a transform, and whose own transform may exist, oldest first.
    func repairs() async throws -> [LaunchRecord]
    /// Launches that cannot be read any more, newest first, with what is still known of them.
    func setAside() async throws -> [SetAsideLaunch]
}

/// A launch of the same name, account and region is in the journal, done or unfinished.
public struct LaunchAlreadyInJournal: Error, Hashable, Sendable {
    public var id: LaunchRecord.ID
    public var state: LaunchRecord.State

    public init(id: LaunchRecord.ID, state: LaunchRecord.State) {
        self.id = id
        self.state = state
    }
}

/// Another running flightdeck works on the launch.
public struct LaunchIsUnderWay: Error, Hashable, Sendable {
    public var id: LaunchRecord.ID

    public init(id: LaunchRecord.ID) {
        self.id = id
    }
}

/// One launch in the journal: what was to be made, where, and how far it came.
public struct LaunchRecord: Hashable, Sendable, Codable, Identifiable {
    /// How far a launch came. Each `…ing` state is written before its request goes out.
    public enum State: String, Hashable, Sendable, Codable {
        case planned
        /// The artifacts are copied to the account of the launch.
        case copyingArtifacts
        case creatingModel
        case modelCreated
        case creatingTransform
        /// The transform job exists: the launch is done.
        case launched
        case cleaningUp
        case cleanedUp
        /// Refused by the service, with nothing left behind.
        case refused

        /// Whether nothing is left to do.
        public var isFinal: Bool {
            switch self {
            case .launched, .cleanedUp, .refused: true
            default: false
            }
        }
    }

    /// The transform job's name with account and region, unique among launches.
    public var id: String
    public var account: String
    public var region: String
    public var profile: String?
    public var autopilotJobName: String
    public var candidateName: String
    public var createModel: CreateModelRequest
    public var createTransformJob: CreateTransformJobRequest
    public var state: State
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    /// Whether the model of that name was there before and is reused, so that clean-up must leave it.
    public var reusesModel: Bool
    /// The profile that the Autopilot job was described with, where it is another one.
    public var sourceProfile: String?
    /// The artifacts that are copied before the model is made.
    public var copies: [ArtifactCopy]
    /// Whether it is a sample run whose rows, predictions and transform have not been taken away again.
    public var isOpenSampleRun: Bool

    /// Where a corrected input is written for a launch to come; nil for a launch itself.
    public var correctedFolder: String?
    /// The transform whose missing outputs it writes; nil where it is no repair.
    public var repairs: String?

    /// Whether it cannot be continued, only taken back: a sample run, or a corrected input.
    public var canOnlyBeTakenBack: Bool { isOpenSampleRun || correctedFolder != nil }

    /// Whether nothing of it is left to do: it ended well or was cleaned up.
    public var isSettled: Bool { state.isFinal && !isOpenSampleRun }

    public init(
        id: String, account: String, region: String, profile: String?, autopilotJobName: String,
        candidateName: String, createModel: CreateModelRequest, createTransformJob: CreateTransformJobRequest,
        state: State, createdAt: Timestamp, updatedAt: Timestamp, reusesModel: Bool = false,
        sourceProfile: String? = nil, copies: [ArtifactCopy] = [], isOpenSampleRun: Bool = false
    ) {
        self.id = id
        self.account = account
        self.region = region
        self.profile = profile
        self.autopilotJobName = autopilotJobName
        self.candidateName = candidateName
        self.createModel = createModel
        self.createTransformJob = createTransformJob
        self.state = state
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.reusesModel = reusesModel
        self.sourceProfile = sourceProfile
        self.copies = copies
        self.isOpenSampleRun = isOpenSampleRun
    }
}

/// A launch or an evaluation that the journal can't read any more, with what is still known of it.
public struct SetAsideLaunch: Hashable, Sendable {
    /// What is still known of an evaluation.
    public struct Evaluation: Hashable, Sendable {
        public var name: String?
        public var jobName: String?
        public var account: String?
        public var region: String?
        public var hasEnded: Bool

        public init(name: String?, jobName: String?, account: String?, region: String?, hasEnded: Bool) {
            self.name = name
            self.jobName = jobName
            self.account = account
            self.region = region
            self.hasEnded = hasEnded
        }

        /// Whether it may be one of that account and region, and of that job where it's named.
        public func mayBe(in scope: AccountScope, ofJob job: String? = nil) -> Bool {
            func fits(_ known: String?, _ wanted: String?) -> Bool { known == nil || wanted == nil || known == wanted }
            return fits(account, scope.account) && fits(region, scope.region) && fits(jobName, job)
        }
    }

    public var transformJobName: String?
    public var modelName: String?
    /// Nil for a launch.
    public var evaluation: Evaluation?
    /// Why it can't be read.
    public var reason: String
    public var setAsideAt: Timestamp

    public init(
        transformJobName: String?, modelName: String?, evaluation: Evaluation? = nil, reason: String,
        setAsideAt: Timestamp
    ) {
        self.transformJobName = transformJobName
        self.modelName = modelName
        self.evaluation = evaluation
        self.reason = reason
        self.setAsideAt = setAsideAt
    }

    /// The transform's or the evaluation's.
    public var name: String? { evaluation.map(\.name) ?? transformJobName }

    /// What happened and what to do, in a line.
    public var text: String {
        if let evaluation { return text(of: evaluation) }
        let transform = transformJobName.map { "the launch of \($0)" } ?? "a launch without a readable name"
        let model = modelName.map { ", model \($0)," } ?? ""
        let look =
            transformJobName.map { "follow its transform, if it was started, with: flightdeck watch \($0)" }
            ?? "look for its transform with: flightdeck transforms"
        return "\(transform)\(model) was set aside in the journal (\(reason)); \(look); "
            + "delete a model that it left with: flightdeck clean-up"
    }

    private func text(of evaluation: Evaluation) -> String {
        let name = evaluation.name.map { "the evaluation \($0)" } ?? "an evaluation without a readable name"
        let job = evaluation.jobName.map { " of \($0)" } ?? ""
        let rest =
            evaluation.hasEnded
            ? "its result can't be shown any more"
            : "look for its transforms with: flightdeck transforms; delete models that it left with: flightdeck clean-up"
        return "\(name)\(job) was set aside in the journal (\(reason)); \(rest)"
    }
}

extension LaunchJournal {
    /// Launches and evaluations that can't be read any more, newest first; a journal that never loses one has none.
    public func setAside() async throws -> [SetAsideLaunch] { [] }

    public func repairs() async throws -> [LaunchRecord] {
        try await history(limit: 10_000).filter(\.isRepair).sorted { $0.createdAt < $1.createdAt }
    }
}

extension LaunchRecord {
    /// Whether its transform repairs another, and may exist.
    public var isRepair: Bool {
        repairs != nil && correctedFolder == nil && !isOpenSampleRun && state != .refused && state != .cleanedUp
    }
}
