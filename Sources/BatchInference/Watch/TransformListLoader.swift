import AWSOperations

/// What a transform list learns while it loads.
public typealias TransformListUpdate = ListUpdate<TransformOverview>

/// Lists transform jobs, first rows at once, details after them.
///
/// Autopilot's own transforms are in the listing, too; only their descriptions tell (`isAutopilotInternal`).
public struct TransformListLoader: Sendable {
    private let transforms: any TransformJobs
    public var concurrency: Int
    public var rowLimit: Int
    /// The newest rows whose details are read.
    public var detailLimit: Int

    public init(transforms: any TransformJobs, concurrency: Int = 4, rowLimit: Int = 2000, detailLimit: Int = 100) {
        self.transforms = transforms
        self.concurrency = max(1, concurrency)
        self.rowLimit = rowLimit
        self.detailLimit = detailLimit
    }

    /// Lists newest first and then reads details, except for those among `known` whose details cannot change: they have
    /// ended, or have started and still run; and for those whose description was denied.
    public func updates(
        nameContains: String? = nil, status: TransformJobStatus? = nil, createdAfter: Timestamp? = nil,
        createdBefore: Timestamp? = nil, known: [TransformOverview] = []
    ) -> AsyncStream<TransformListUpdate> {
        let request = ListTransformJobsRequest(
            creationTimeAfter: createdAfter, creationTimeBefore: createdBefore, nameContains: nameContains,
            statusEquals: status, sortBy: .creationTime, sortOrder: .descending, maxResults: min(100, max(1, rowLimit)))
        let settled = Dictionary(
            known.filter { $0.isDescribed && ($0.isEnded || $0.startedAt != nil) && !$0.arn.isEmpty }
                .map { ($0.arn, $0) },
            uniquingKeysWith: { first, _ in first })
        let denied = Dictionary(
            known.filter { $0.descriptionFailure?.deniedAction != nil && !$0.arn.isEmpty }.map {
                ($0.arn, $0.descriptionFailure)
            },
            uniquingKeysWith: { first, _ in first })
        return list.updates(detailLimit: detailLimit) {
            [transforms, rowLimit] leftOut, report in
            try await LongListing(request, rowLimit: rowLimit) {
                try await transforms.listTransformJobs($0)
            }.read(leftOut: leftOut) { page in
                report(
                    page.map { summary in
                        let known = settled[summary.transformJobArn]
                        let holds = known.map { $0.isEnded || $0.status == summary.transformJobStatus } ?? false
                        var row = holds ? known ?? TransformOverview(summary) : TransformOverview(summary)
                        row.descriptionFailure = denied[summary.transformJobArn] ?? row.descriptionFailure
                        return row
                    })
            }
        }
    }

    private var list: StagedList<TransformOverview> {
        let isSettled: @Sendable (TransformOverview) -> Bool = {
            $0.isDescribed || $0.descriptionFailure?.deniedAction != nil
        }
        let describe: @Sendable (TransformOverview) async -> TransformOverview = { [transforms] overview in
            guard overview.isNamed else { return overview }
            var filled = overview
            do {
                filled = TransformOverview(try await transforms.describeTransformJob(named: overview.name))
                    .identified(by: overview)
            } catch {
                filled.descriptionFailure = AWSFailure(wrapping: error)
            }
            return filled
        }
        return StagedList(
            concurrency: concurrency, isDescribed: isSettled, isOpen: { !$0.isEnded }, describe: describe)
    }
}
