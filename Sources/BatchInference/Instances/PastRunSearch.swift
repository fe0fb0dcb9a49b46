import AWSOperations

/// Looks in the account for completed transforms of the same artifacts, whoever launched them and from wherever.
struct PastRunSearch: Sendable {
    let account: any Models & TransformJobs
    /// The artifacts of the plan's containers.
    let artifacts: [String]
    /// The plan's transform name, whose relatives are looked at first.
    let name: String

    /// Transforms that are described at most, each with a request for itself and one for its model.
    private static let described = 6

    /// Newest first, and those that can be read; unknown where none can, and one that can't might be such a run.
    func runs() async -> Finding<[PastTransform]> {
        guard !artifacts.isEmpty else { return .known([]) }
        let stem = LaunchNames.withoutStamp(name)
        let related = await runs(nameContains: stem.isEmpty ? nil : stem)
        guard related.value?.isEmpty != false else { return related }
        let any = await runs(nameContains: nil)
        return any.value == [] && related.value == nil ? related : any
    }

    private func runs(nameContains part: String?) async -> Finding<[PastTransform]> {
        let request = ListTransformJobsRequest(
            nameContains: part, statusEquals: .completed, sortBy: .creationTime, sortOrder: .descending,
            maxResults: Self.described)
        let listed = await Finding { try await account.listTransformJobs(request).items }
        guard let summaries = listed.value else { return .unknown(reason: listed.reason ?? "") }
        return await withTaskGroup(of: Finding<PastTransform?>.self) { group in
            for summary in summaries.prefix(Self.described) {
                group.addTask { await Finding { try await run(summary.transformJobName) } }
            }
            var found: [PastTransform] = []
            var reason: String?
            for await run in group {
                if let run = run.value { found += run.map { [$0] } ?? [] } else { reason = reason ?? run.reason }
            }
            if found.isEmpty, let reason { return .unknown(reason: reason) }
            return .known(found.sorted { $0.endedAt > $1.endedAt })
        }
    }

    /// The run of a transform with the same artifacts; nil for any other, Autopilot's own, runs of a few rows, and one whose
    /// model is gone, so that nothing tells.
    private func run(_ name: String) async throws -> PastTransform? {
        do {
            let job = try await account.describeTransformJob(named: name)
            guard job.autoMLJobArn == nil,
                !LaunchPlan.SampleRunPlace.isInput(job.transformInput.dataSource.s3DataSource.s3Uri),
                try await account.describeModel(named: job.modelName).allContainers
                    .map({ $0.modelDataUrl ?? $0.modelDataSource?.s3DataSource?.s3Uri ?? "" })
                    .elementsEqual(artifacts, by: { $0.hasSameBytes(as: $1) })
            else { return nil }
            return PastTransform(job)
        } catch {
            guard AWSFailure(wrapping: error).isNotFound else { throw error }
            return nil
        }
    }
}

extension PastTransform {
    /// The run that a description tells of; nil for one that has not completed.
    init?(_ job: DescribeTransformJobResponse) {
        guard job.transformJobStatus == .completed, let started = job.transformStartTime,
            let ended = job.transformEndTime
        else { return nil }
        self.init(
            name: job.transformJobName, modelName: job.modelName, instanceType: job.transformResources.instanceType,
            instanceCount: job.transformResources.instanceCount,
            provisioningSeconds: max(0, started.seconds(since: job.creationTime)),
            runningSeconds: max(0, ended.seconds(since: started)), endedAt: ended)
    }
}
