import AWSOperations

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
    public init(plan: LaunchPlan, identity: LaunchIdentity, now: Timestamp, isTrial: Bool = false) {
        let requests = plan.requests
        self.init(
            id: "\(identity.account)/\(identity.region)/\(requests.createTransformJob.transformJobName)",
            account: identity.account, region: identity.region, profile: identity.profile,
            autopilotJobName: plan.jobName, candidateName: plan.candidateName, createModel: requests.createModel,
            createTransformJob: requests.createTransformJob, state: .planned, createdAt: now, updatedAt: now,
            sourceProfile: plan.sourceProfile.isEmpty ? nil : plan.sourceProfile, copies: plan.artifactCopies,
            isOpenTrial: isTrial)
    }

    public var modelName: String { createModel.modelName }
    public var transformJobName: String { createTransformJob.transformJobName }
}
