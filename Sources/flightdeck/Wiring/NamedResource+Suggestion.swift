import AWSOperations
import BatchInference

extension NamedResource {
    /// The failure with the listed name that was most likely meant, where a service knows none like the one typed.
    ///
    /// One page is looked at, newest first: it costs one request, and what people work with is new.
    static func suggest(
        for failure: AWSFailure, among typed: [NamedResource], in context: CommandContext
    ) async -> CommandFailure? {
        guard failure.isNotFound, let operation = failure.serviceError?.operation.name else { return nil }
        for resource in typed {
            guard let near = await resource.nearest(after: operation, in: context) else { continue }
            var suggesting = CommandFailure(failure)
            suggesting.problem += ": did you mean \(near)?"
            return suggesting
        }
        return nil
    }

    /// Edits up to which a name may be a slip of the hand.
    private static let edits = 2

    private static let ofJobs = [
        "DescribeAutoMLJob", "DescribeAutoMLJobV2", "ListCandidatesForAutoMLJob", "StopAutoMLJob",
    ]

    private func nearest(after operation: String, in context: CommandContext) async -> String? {
        switch self {
        case .job(let name):
            guard Self.ofJobs.contains(operation),
                let page = try? await context.cloud.listJobs(
                    ListAutoMLJobsRequest(sortOrder: .descending, sortBy: .creationTime, maxResults: 100))
            else { return nil }
            return BatchInference.nearest(
                to: name, among: page.autoMLJobSummaries.map(\.autoMLJobName), atMost: Self.edits)
        case .transform(let name):
            guard ["DescribeTransformJob", "StopTransformJob"].contains(operation),
                let page = try? await context.cloud.listTransformJobs(
                    ListTransformJobsRequest(sortBy: .creationTime, sortOrder: .descending, maxResults: 100))
            else { return nil }
            return BatchInference.nearest(
                to: name, among: page.transformJobSummaries.map(\.transformJobName), atMost: Self.edits)
        }
    }
}
