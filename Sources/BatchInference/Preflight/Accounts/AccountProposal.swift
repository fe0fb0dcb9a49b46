import AWSOperations

/// A role and a place for the output in another account than the job's: what was used there last, or what is there.
public struct AccountProposal: Hashable, Sendable {
    public typealias Services = Buckets & Models & Roles & TransformJobs

    /// The execution role's ARN; nil where none is known.
    public var roleArn: String?
    public var outputBucket: String?

    public init(roleArn: String? = nil, outputBucket: String? = nil) {
        self.roleArn = roleArn
        self.outputBucket = outputBucket
    }

    /// Looks for them: in the journal, at the newest transform, by the job's role's name, among the buckets.
    ///
    /// - Parameter jobRole: The role of the Autopilot job, in its own account.
    public static func load(
        in scope: AccountScope, jobRole: String, from services: any Services, journal: any LaunchJournal
    ) async -> AccountProposal {
        var proposal = AccountProposal()
        let last = (try? await journal.history(limit: 200))?.first {
            $0.account == scope.account && $0.region == scope.region && $0.state == .launched
        }
        proposal.roleArn = last?.createModel.executionRoleArn
        proposal.outputBucket = last.flatMap { bucket(of: $0.createTransformJob.transformOutput.s3OutputPath) }
        if proposal.isComplete { return proposal }
        await proposal.lookAtNewestTransform(services)
        if proposal.roleArn == nil, let name = RoleName(arn: jobRole)?.name,
            let role = try? await services.describeRole(named: name).role
        {
            proposal.roleArn = role.arn
        }
        if proposal.outputBucket == nil { proposal.outputBucket = await knownBucket(in: scope, services) }
        return proposal
    }

    private var isComplete: Bool { roleArn != nil && outputBucket != nil }

    private mutating func lookAtNewestTransform(_ services: any Services) async {
        guard
            let newest = try? await services.listTransformJobs(
                ListTransformJobsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 1)
            ).transformJobSummaries.first,
            let job = try? await services.describeTransformJob(named: newest.transformJobName)
        else { return }
        outputBucket = outputBucket ?? job.transformOutput.flatMap { Self.bucket(of: $0.s3OutputPath) }
        if roleArn == nil { roleArn = try? await services.describeModel(named: job.modelName).executionRoleArn }
    }

    /// SageMaker's own bucket, or the only one that there is.
    private static func knownBucket(in scope: AccountScope, _ services: any Services) async -> String? {
        guard let names = try? await services.listBuckets().names else { return nil }
        let standard = "sagemaker-\(scope.region)-\(scope.account)"
        return names.contains(standard) ? standard : names.count == 1 ? names[0] : nil
    }

    private static func bucket(of uri: String) -> String? { S3Location(uri)?.bucket }
}

extension LaunchPlan {
    /// Takes over what is proposed in another account; what is not known is emptied, for the job's own does not hold there.
    public mutating func move(to proposal: AccountProposal) {
        roleArn = proposal.roleArn ?? ""
        output =
            proposal.outputBucket.map { S3Location(bucket: $0, key: "predictions/\(transformJobName)/").uri } ?? ""
    }
}
