import AWSOperations
import BatchInference

/// `resume --json`.
struct UnfinishedLaunches: Encodable {
    struct Launch: Encodable {
        var id: String
        var state: String
        var isTrial: Bool
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
            case isTrial = "Trial"
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

    var launches: [Launch]

    init(_ records: [LaunchRecord]) {
        launches = records.map { record in
            Launch(
                id: record.id, state: record.state.rawValue, isTrial: record.isOpenTrial, account: record.account,
                region: record.region,
                profile: record.profile, autoMLJobName: record.autopilotJobName, candidateName: record.candidateName,
                creationTime: record.createdAt, lastModifiedTime: record.updatedAt, createModel: record.createModel,
                createTransformJob: record.createTransformJob)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case launches = "Launches"
    }
}
