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

    /// Newest first; empty where there are none, or none can be read: an estimate is never needed.
    func runs() async -> [PastTransform] {
        guard !artifacts.isEmpty else { return [] }
        let stem = LaunchNames.withoutStamp(name)
        let related = await runs(among: await completed(nameContains: stem.isEmpty ? nil : stem))
        return related.isEmpty ? await runs(among: await completed(nameContains: nil)) : related
    }

    private func completed(nameContains part: String?) async -> [TransformJobSummary] {
        let request = ListTransformJobsRequest(
            nameContains: part, statusEquals: .completed, sortBy: .creationTime, sortOrder: .descending,
            maxResults: Self.described)
        return (try? await account.listTransformJobs(request).items) ?? []
    }

    private func runs(among summaries: [TransformJobSummary]) async -> [PastTransform] {
        await withTaskGroup(of: PastTransform?.self) { group in
            for summary in summaries.prefix(Self.described) {
                group.addTask { await run(summary.transformJobName) }
            }
            var found: [PastTransform] = []
            for await run in group { if let run { found.append(run) } }
            return found.sorted { $0.endedAt > $1.endedAt }
        }
    }

    /// The run of a transform with the same artifacts; nil for any other, Autopilot's own, and runs of a few rows.
    private func run(_ name: String) async -> PastTransform? {
        guard let job = try? await account.describeTransformJob(named: name), job.autoMLJobArn == nil,
            !LaunchPlan.SampleRunPlace.isInput(job.transformInput.dataSource.s3DataSource.s3Uri),
            let model = try? await account.describeModel(named: job.modelName),
            model.allContainers.map({ $0.modelDataUrl ?? $0.modelDataSource?.s3DataSource?.s3Uri ?? "" })
                .elementsEqual(artifacts, by: { $0.hasSameBytes(as: $1) })
        else { return nil }
        return PastTransform(job)
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
