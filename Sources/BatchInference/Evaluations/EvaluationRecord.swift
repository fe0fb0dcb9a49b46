import AWSOperations
import Predictions
import Synchronization

/// One evaluation of candidates on labelled rows: what was asked, what it made, how far it came, and what came of it.
public struct EvaluationRecord: Hashable, Sendable, Codable, Identifiable {
    /// How far an evaluation came; each is written before its first request goes out.
    public enum State: String, Hashable, Sendable, Codable {
        case planned
        /// The copy that the transforms read is being written.
        case copying
        /// Transforms are launched and watched, and their predictions read.
        case running
        /// The models and the copy are being deleted.
        case cleaningUp
        case ended
    }

    /// One candidate of it.
    public struct Candidate: Hashable, Sendable, Codable {
        public enum State: String, Hashable, Sendable, Codable {
            /// Its launch may have begun: the journal of launches tells.
            case waiting
            case running
            case completed
            case failed
            case stopped

            public var isEnd: Bool { self == .completed || self == .failed || self == .stopped }
        }

        public var name: String
        public var createModel: CreateModelRequest
        public var createTransformJob: CreateTransformJobRequest
        public var state = State.waiting
        /// What went wrong, and what to do.
        public var problem: String?
        public var remedy: String?
        /// The objective on the validation data, as the job measured it.
        public var validation: Double?
        public var seconds: Double?

        public var transform: String { createTransformJob.transformJobName }
        public var output: String { createTransformJob.transformOutput.s3OutputPath }

        init(name: String, requests: LaunchPlan.Requests, validation: Double?) {
            self.name = name
            (createModel, createTransformJob) = (requests.createModel, requests.createTransformJob)
            self.validation = validation
        }

        public var instanceType: TransformInstanceType { createTransformJob.transformResources.instanceType }

        /// It's named with the others, and nothing of it is created.
        mutating func leaveOut(_ problem: String, _ remedy: String) {
            state = .failed
            (self.problem, self.remedy) = (problem, remedy)
        }
    }

    /// Account, region and name.
    public var id: String
    public var name: String
    public var account: String
    public var region: String
    public var profile: String?
    public var jobName: String
    public var state = State.planned
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var input: LabelledInput
    /// Rows that were asked for as a sample.
    public var sampleRows: Int?
    /// What was asked for as the target and the column to slice by.
    public var askedTarget: String?
    public var askedSlicing: String?
    public var kind: PredictionEvaluation.Kind
    /// The metric by which the job chose its candidates.
    public var objective: String?
    public var threshold: Double
    /// Seconds of running after which a transform is stopped.
    public var timeLimit: Double
    /// Where the copy lies that the transforms read; nil where they read the input itself.
    public var copyFolder: String?
    public var removesOutputs = false
    public var candidates: [Candidate] = []
    /// Whether somebody asked it to stop.
    public var isStopped = false
    /// What ended it early, and what to do; nil where nothing did.
    public var problem: String?
    public var remedy: String?
    /// What couldn't be deleted, a phrase each.
    public var leftBehind: [String] = []
    public var result: EvaluationResult?

    public init(
        id: String, name: String, account: String, region: String, profile: String? = nil, jobName: String,
        createdAt: Timestamp, updatedAt: Timestamp, input: LabelledInput, sampleRows: Int? = nil,
        askedTarget: String? = nil, askedSlicing: String? = nil, kind: PredictionEvaluation.Kind,
        objective: String? = nil, threshold: Double, timeLimit: Double
    ) {
        (self.id, self.name, self.account, self.region, self.profile) = (id, name, account, region, profile)
        (self.jobName, self.createdAt, self.updatedAt, self.input) = (jobName, createdAt, updatedAt, input)
        (self.sampleRows, self.askedTarget, self.askedSlicing) = (sampleRows, askedTarget, askedSlicing)
        (self.kind, self.objective, self.threshold, self.timeLimit) = (kind, objective, threshold, timeLimit)
    }

    public var isSettled: Bool { state == .ended }

    /// What the journal of launches calls its launches.
    public var launchIDs: [LaunchRecord.ID] { candidates.map { "\(account)/\(region)/\($0.transform)" } }

    public var request: LabelledInputReader.Request {
        LabelledInputReader.Request(
            uri: input.uri, target: askedTarget, slicing: askedSlicing, sampleRows: sampleRows)
    }

    /// How far it came, in words.
    public var stateWords: String {
        switch state {
        case .planned: "planned"
        case .copying: "copying rows"
        case .running: isStopped ? "stopping" : "running"
        case .cleaningUp: "cleaning up"
        case .ended:
            if isStopped {
                "stopped"
            } else if problem != nil {
                "failed"
            } else if let result, !result.lacking.isEmpty {
                result.lacking.count == result.candidates.count ? "failed" : "partly done"
            } else {
                "done"
            }
        }
    }
}

/// Remembers evaluations: those under way from before their first request, ended ones with their results.
///
/// As with launches, one that a running program works on is that program's alone.
public protocol EvaluationJournal: Sendable {
    /// Writes a new evaluation down and takes it for this program.
    func begin(_ record: EvaluationRecord) async throws
    func update(_ record: EvaluationRecord) async throws
    /// Takes an interrupted evaluation; throws `LaunchIsUnderWay` where another running program has it.
    func claim(_ id: EvaluationRecord.ID) async throws -> EvaluationRecord
    func release(_ id: EvaluationRecord.ID) async
    /// Evaluations that haven't ended and that no running program works on, newest first.
    func unfinished() async throws -> [EvaluationRecord]
    /// Evaluations that a running program works on.
    func underWay() async throws -> [EvaluationRecord]
    /// Ended ones, newest first, at most `limit`; of one job where it's named.
    func ended(ofJob job: String?, in scope: AccountScope, limit: Int) async throws -> [EvaluationRecord]
    /// The ended one of a name; nil where there is none.
    func ended(named name: String, in scope: AccountScope) async throws -> EvaluationRecord?
}

/// Where nothing is remembered.
public struct NoEvaluations: EvaluationJournal {
    public init() {}

    public func begin(_ record: EvaluationRecord) async throws {}
    public func update(_ record: EvaluationRecord) async throws {}
    public func claim(_ id: EvaluationRecord.ID) async throws -> EvaluationRecord { throw LaunchIsUnderWay(id: id) }
    public func release(_ id: EvaluationRecord.ID) async {}
    public func unfinished() async throws -> [EvaluationRecord] { [] }
    public func underWay() async throws -> [EvaluationRecord] { [] }
    public func ended(
        ofJob job: String?, in scope: AccountScope, limit: Int
    ) async throws -> [EvaluationRecord] { [] }
    public func ended(named name: String, in scope: AccountScope) async throws -> EvaluationRecord? { nil }
}

/// Asks an evaluation under way to stop.
public final class EvaluationStop: Sendable {
    private let asked = Mutex(false)
    let copying = CopyStop()

    public init() {}

    public func stop() {
        asked.withLock { $0 = true }
        copying.stop()
    }

    var isAsked: Bool { asked.withLock { $0 } }
}
