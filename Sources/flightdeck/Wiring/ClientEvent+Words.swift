import AWSClient
import AWSOperations
import BatchInference
import Monitor

extension ServiceNotice {
    /// What a screen says of an event of the client; nil for what only a log needs.
    init?(_ event: ClientEvent) {
        switch event {
        case .retrying(let notice):
            self = .retrying(
                Retry(
                    reason: notice.reason.words(notice.operation.service), nextTry: notice.nextTryAt,
                    attempt: notice.nextAttempt,
                    maxAttempts: notice.maxAttempts, retriesLeft: notice.retriesLeft))
        case .recovered: self = .recovered
        case .clockCorrected(let seconds): self = .clockCorrected(seconds: seconds)
        case .credentialsFound(_, let id, let expiration, let renewal):
            self = .credentials(.found(accessKeyID: id, expiration: expiration, renewal: renewal?.remedy))
        case .credentialsRefreshFailed(_, let remedy, let id, let expiration):
            self = .credentials(.notRenewed(accessKeyID: id, expiration: expiration, remedy: remedy))
        case .credentialsRefused(let id, let remedy): self = .credentials(.refused(accessKeyID: id, remedy: remedy))
        case .downloadResumed, .downloadRestarted, .itemsLeftOut:
            guard let remark = event.remark else { return nil }
            self = .remark(remark)
        // A screen shows by itself that it waits.
        case .bucketFound, .clockMeasured, .waiting: return nil
        }
    }
}

extension RetryReason {
    /// Why a request to a service goes out again: `throttled by SageMaker`.
    func words(_ service: AWSService) -> String {
        switch self {
        case .throttled: "throttled by \(service.displayName)"
        case .serverError(let status): "\(service.displayName) returned \(status)"
        case .connection: "no connection to \(service.displayName)"
        case .timedOut: "\(service.displayName) didn't respond"
        }
    }
}

extension ClientEvent {
    /// What a person should hear of a download that an earlier run began, of a wait, or of a list that is not whole; nil for
    /// other events.
    var remark: String? {
        switch self {
        case .downloadResumed(let path, let done, let total):
            "\(Self.name(path)): resuming at \(DisplayText.byteCount(done)) of \(DisplayText.byteCount(total))"
        case .downloadRestarted(let path, let reason):
            switch reason {
            case .ofAnotherObject:
                "\(Self.name(path)): the earlier partial download is of another object; starting over"
            case .replaced:
                "\(Self.name(path)): the object was replaced since the earlier partial download; starting over"
            case .unusable: "\(Self.name(path)): the earlier partial download can't be resumed; starting over"
            }
        case .retrying(let retry) where retry.delay >= Self.longDelay || retry.reason == .timedOut:
            "\(retry.operation.name): \(retry.reason.words(retry.operation.service)), try \(retry.nextAttempt) of "
                + "\(retry.maxAttempts) \(DisplayText.countdown(seconds: retry.delay))"
        case .waiting(let operation, let seconds):
            "\(operation.name): no response from \(operation.service.displayName) for "
                + "\(DisplayText.duration(seconds: seconds)), still waiting"
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
