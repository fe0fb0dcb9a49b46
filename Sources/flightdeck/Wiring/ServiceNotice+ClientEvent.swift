import AWSClient
import AWSOperations
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
        case .bucketFound: return nil
        }
    }
}

extension RetryReason {
    /// Why a request to a service goes out again: `throttled by SageMaker`.
    func words(_ service: AWSService) -> String {
        switch self {
        case .throttled: "throttled by \(service.displayName)"
        case .serverError(let status): "\(service.displayName) answered \(status)"
        case .connection: "no connection to \(service.displayName)"
        case .timedOut: "\(service.displayName) didn't respond"
        }
    }
}
