import AWSOperations
import BatchInference

/// What earlier transforms of the same candidate say about one in progress.
struct PastRuns: Sendable {
    let services: Services
    let scope: AccountScope

    /// The launches that are searched for the transform's candidate.
    private static let launches = 500
    /// The runs that an estimate rests on, at most.
    private static let runs = 20

    /// Nil where there are no past runs, or none can be read: an estimate is never needed.
    func estimate(of transform: TransformOverview) async -> TransformEstimate? {
        let launches = (try? await services.journal.history(limit: Self.launches)) ?? []
        let launch = launches.first { $0.createTransformJob.transformJobName == transform.name }
        let past = try? await services.history.pastTransforms(
            ofModel: transform.modelName, candidate: launch?.candidateName, in: scope, limit: Self.runs)
        return TransformEstimate(
            from: past ?? [], instanceType: transform.instanceType, instanceCount: transform.instanceCount)
    }

    func remember(_ transforms: [TransformOverview]) async {
        try? await services.history.remember(transforms, in: scope)
    }
}
