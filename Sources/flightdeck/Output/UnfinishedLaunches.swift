import AWSOperations
import BatchInference

/// `resume --json`.
struct UnfinishedLaunches: Encodable {
    struct Launch: Encodable {
        var id: String
        var state: String
        var isSampleRun: Bool
        /// Where a corrected input lies; nil for a launch.
        var correctedInput: String?
        var account: String
        var region: String
        var profile: String?
        var autoMLJobName: String
        var candidateName: String
        var creationTime: Timestamp
        var lastModifiedTime: Timestamp
        var createModel: CreateModelRequest
        var createTransformJob: CreateTransformJobRequest

        private enum CodingKeys: String, CodingKey {
            case id = "LaunchId"
            case state = "State"
            case isSampleRun = "SampleRun"
            case correctedInput = "CorrectedInput"
            case account = "Account"
            case region = "Region"
            case profile = "Profile"
            case autoMLJobName = "AutoMLJobName"
            case candidateName = "CandidateName"
            case creationTime = "CreationTime"
            case lastModifiedTime = "LastModifiedTime"
            case createModel = "CreateModel"
            case createTransformJob = "CreateTransformJob"
        }
    }

    /// A launch or an evaluation that cannot be read any more.
    struct Unreadable: Encodable {
        var transformJobName: String?
        var modelName: String?
        var evaluationName: String?
        var reason: String
        var setAsideTime: Timestamp

        private enum CodingKeys: String, CodingKey {
            case transformJobName = "TransformJobName"
            case modelName = "ModelName"
            case evaluationName = "EvaluationName"
            case reason = "Reason"
            case setAsideTime = "SetAsideTime"
        }
    }

    /// An evaluation of candidates that was cut short.
    struct Evaluation: Encodable {
        var name: String
        var state: String
        var jobName: String
        var account: String
        var region: String
        var transforms: [String]
        var creationTime: Timestamp

        private enum CodingKeys: String, CodingKey {
            case name = "EvaluationName"
            case state = "State"
            case jobName = "AutoMLJobName"
            case account = "Account"
            case region = "Region"
            case transforms = "TransformJobNames"
            case creationTime = "CreationTime"
        }
    }

    var launches: [Launch]
    var setAside: [Unreadable]
    var evaluations: [Evaluation]

    init(_ records: [LaunchRecord], setAside: [SetAsideLaunch] = [], evaluations: [EvaluationRecord] = []) {
        self.evaluations = evaluations.map {
            Evaluation(
                name: $0.name, state: $0.state.rawValue, jobName: $0.jobName, account: $0.account, region: $0.region,
                transforms: $0.candidates.map(\.transform), creationTime: $0.createdAt)
        }
        self.setAside = setAside.map {
            Unreadable(
                transformJobName: $0.transformJobName, modelName: $0.modelName,
                evaluationName: $0.evaluation?.name, reason: $0.reason,
                setAsideTime: $0.setAsideAt)
        }
        launches = records.map { record in
            Launch(
                id: record.id, state: record.state.rawValue, isSampleRun: record.isOpenSampleRun,
                correctedInput: record.correctedFolder, account: record.account, region: record.region,
                profile: record.profile, autoMLJobName: record.autopilotJobName, candidateName: record.candidateName,
                creationTime: record.createdAt, lastModifiedTime: record.updatedAt, createModel: record.createModel,
                createTransformJob: record.createTransformJob)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case launches = "Launches"
        case setAside = "SetAside"
        case evaluations = "Evaluations"
    }
}
