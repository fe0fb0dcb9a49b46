import AWSOperations

/// One step of a launch, a resumption or a clean-up, as it happens.
public enum LaunchEvent: Hashable, Sendable {
    /// The names are being looked up, so that nothing is taken for what it is not.
    case checkingNames
    /// The artifacts are on their way; one such event follows another.
    case copying(CopyProgress)
    case copied(count: Int)
    case creatingModel(name: String)
    case modelCreated(name: String)
    /// A model of that name with the same containers and role was there and is used.
    case modelReused(name: String)
    case creatingTransform(name: String)
    /// No answer came to a create: the service is being asked what became of it.
    case checkingUnknownOutcome(name: String, failure: AWSFailure)
    case deletingModel(name: String)
    /// A sample run's transform is being stopped, and waited for.
    case stoppingTransform(name: String)
    /// A sample run's rows and predictions are being deleted.
    case deletingObjects(folder: String)
    /// The end: the transform job exists.
    case launched(LaunchRecord)
    /// The end: the launch left nothing behind.
    case cleanedUp(LaunchRecord)
    /// The end: it did not work; the failure says what is left behind.
    case failed(LaunchFailure)

    /// Whether no event follows.
    public var isEnd: Bool {
        switch self {
        case .launched, .cleanedUp, .failed: true
        default: false
        }
    }

    /// The step in words; nil for a failure, which has more to say.
    public var words: String? {
        switch self {
        case .checkingNames: "checking that the names are available"
        case .copying(let progress): "copying artifacts: \(progress.text)"
        case .copied(let count): "copied \(DisplayText.counted(count, "artifact"))"
        case .creatingModel(let name): "creating model \(name)"
        case .modelCreated(let name): "created model \(name)"
        case .modelReused(let name): "reusing identical model \(name)"
        case .creatingTransform(let name): "starting transform \(name)"
        case .checkingUnknownOutcome(let name, _): "no response; checking whether \(name) was created"
        case .deletingModel(let name): "deleting model \(name)"
        case .stoppingTransform(let name): "stopping transform \(name)"
        case .deletingObjects(let folder): "deleting the contents of \(folder)"
        case .launched(let record): "started transform \(record.transformJobName)"
        case .cleanedUp(let record): "removed what the launch of \(record.transformJobName) left"
        case .failed: nil
        }
    }
}

/// Where a launch happens, as the confirmation named it.
public struct LaunchIdentity: Hashable, Sendable {
    /// Twelve digits.
    public var account: String
    public var region: String
    public var profile: String?

    public init(account: String, region: String, profile: String? = nil) {
        self.account = account
        self.region = region
        self.profile = profile
    }
}

extension LaunchRecord {
    /// A new launch of a plan, not yet in the journal.
    public init(plan: LaunchPlan, identity: LaunchIdentity, now: Timestamp, isSampleRun: Bool = false) {
        let requests = plan.requests
        self.init(
            id: "\(identity.account)/\(identity.region)/\(requests.createTransformJob.transformJobName)",
            account: identity.account, region: identity.region, profile: identity.profile,
            autopilotJobName: plan.jobName, candidateName: plan.candidateName, createModel: requests.createModel,
            createTransformJob: requests.createTransformJob, state: .planned, createdAt: now, updatedAt: now,
            sourceProfile: plan.sourceProfile.isEmpty ? nil : plan.sourceProfile, copies: plan.artifactCopies,
            isOpenSampleRun: isSampleRun)
        repairs = plan.repairedTransform
    }

    public var modelName: String { createModel.modelName }
    public var transformJobName: String { createTransformJob.transformJobName }
}
