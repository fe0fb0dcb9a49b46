import AWSClient
import AWSOperations
import BatchInference

extension ClientEvent {
    /// What a person should hear of a download that an earlier run began, of a wait, or of a list that is not whole; nil for
    /// other events.
    var remark: String? {
        switch self {
        case .downloadResumed(let path, let done, let total):
            "\(Self.name(path)): resuming at \(DisplayText.byteCount(done)) of \(DisplayText.byteCount(total))"
        case .downloadRestarted(let path):
            "\(Self.name(path)): the earlier partial download is of another object; starting over"
        case .retrying(let retry) where retry.delay >= Self.longDelay || retry.reason == .timedOut:
            "\(retry.operation.name): \(retry.reason.words(retry.operation.service)), try \(retry.nextAttempt) of "
                + "\(retry.maxAttempts) in \(DisplayText.duration(seconds: retry.delay))"
        case .itemsLeftOut(let operation, let count) where !Self.counting.contains(operation):
            "\(operation.name): \(DisplayText.leftOut(count, things: "items"))"
        default: nil
        }
    }

    /// Seconds from which a wait is worth a line.
    private static let longDelay = 3.0

    /// The operations whose lists say themselves how many of their items can't be read.
    private static let counting: Set<OperationDescriptor> = [
        ListAutoMLJobsRequest.operation, ListTransformJobsRequest.operation,
        ListCandidatesForAutoMLJobRequest.operation,
        ListModelsRequest.operation,
    ]

    private static func name(_ path: String) -> Substring {
        path.pathName
    }
}
