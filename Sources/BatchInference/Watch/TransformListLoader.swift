import AWSOperations

/// What a transform list learns while it loads.
public enum TransformListUpdate: Sendable {
    /// Rows of the next page, newest first, without details.
    case page([TransformOverview])
    /// One row with its details, or with the reason why they could not be read.
    case details(TransformOverview)
    /// Everything asked for has been read; false where the listing stopped at its limit.
    case finished(isComplete: Bool)
    /// The listing itself failed; rows so far stay valid.
    case failed(AWSFailure)
}

/// Lists transform jobs, first rows at once, details after them.
///
/// Autopilot's own transforms are in the listing, too; only their descriptions tell (`isAutopilotInternal`).
public struct TransformListLoader: Sendable {
    private let transforms: any TransformJobs
    public var concurrency: Int
    public var rowLimit: Int
    /// The newest rows whose details are read without being asked for; `details(of:)` reads others.
    public var detailLimit: Int

    public init(transforms: any TransformJobs, concurrency: Int = 4, rowLimit: Int = 2000, detailLimit: Int = 100) {
        self.transforms = transforms
        self.concurrency = max(1, concurrency)
        self.rowLimit = rowLimit
        self.detailLimit = detailLimit
    }

    /// Lists newest first and then reads details, except for ended rows among `known`, whose details cannot change.
    public func updates(
        nameContains: String? = nil, status: TransformJobStatus? = nil, known: [TransformOverview] = []
    ) -> AsyncStream<TransformListUpdate> {
        AsyncStream { continuation in
            let task = Task {
                await load(nameContains: nameContains, status: status, known: known) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Reads the details of rows, a bounded number at a time, in no particular order.
    public func details(of overviews: [TransformOverview]) -> AsyncStream<TransformOverview> {
        AsyncStream { continuation in
            let task = Task {
                await fill(overviews) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func load(
        nameContains: String?, status: TransformJobStatus?, known: [TransformOverview],
        report: @escaping @Sendable (TransformListUpdate) -> Void
    ) async {
        let request = ListTransformJobsRequest(
            nameContains: nameContains, statusEquals: status, sortBy: .creationTime, sortOrder: .descending,
            maxResults: min(100, max(1, rowLimit)))
        let settled = Dictionary(
            known.filter { $0.isEnded && $0.isDescribed }.map { ($0.arn, $0) }, uniquingKeysWith: { first, _ in first })
        var listed: [TransformOverview] = []
        let isComplete: Bool
        do {
            let transforms = transforms
            isComplete = try await LongListing(request, rowLimit: rowLimit) {
                try await transforms.listTransformJobs($0)
            }.read {
                let rows = $0.map { settled[$0.transformJobArn] ?? TransformOverview($0) }
                listed += rows
                report(.page(rows))
            }
        } catch {
            report(.failed(AWSFailure(wrapping: error)))
            return
        }
        await fill(listed.prefix(detailLimit).filter { !$0.isDescribed }) { report(.details($0)) }
        report(.finished(isComplete: isComplete))
    }

    private func fill(_ overviews: [TransformOverview], report: @escaping @Sendable (TransformOverview) -> Void) async {
        let transforms = transforms
        await BoundedConcurrency.forEach(overviews, limit: concurrency) { overview in
            var filled = overview
            do {
                filled = TransformOverview(try await transforms.describeTransformJob(named: overview.name))
            } catch {
                filled.descriptionFailure = AWSFailure(wrapping: error)
            }
            if !Task.isCancelled { report(filled) }
        }
    }
}
