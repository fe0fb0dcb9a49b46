import AWSClient
import Monitor

extension ServiceNotice {
    /// What a screen says of an event of the client; nil for what only a log needs.
    init?(_ event: ClientEvent) {
        switch event {
        case .retrying(let notice):
            let service = notice.operation.service.displayName
            let reason =
                switch notice.reason {
                case .throttled: "throttled by \(service)"
                case .serverError(let status): "\(service) answered \(status)"
                case .connection: "no connection to \(service)"
                case .timedOut: "\(service) did not answer"
                }
            self = .retrying(
                Retry(
                    reason: reason, nextTry: notice.nextTryAt, attempt: notice.nextAttempt,
                    maxAttempts: notice.maxAttempts, retriesLeft: notice.retriesLeft))
        case .recovered: self = .recovered
        case .clockCorrected(let seconds): self = .clockCorrected(seconds: seconds)
        case .credentialsFound(_, let id, let expiration, let renewal):
            self = .credentials(.found(accessKeyID: id, expiration: expiration, renewal: renewal?.remedy))
        case .credentialsRefreshFailed(_, let remedy, let id, let expiration):
            self = .credentials(.notRenewed(accessKeyID: id, expiration: expiration, remedy: remedy))
        case .credentialsRefused(let id, let remedy): self = .credentials(.refused(accessKeyID: id, remedy: remedy))
        case .downloadResumed, .downloadRestarted:
            guard let remark = event.remark else { return nil }
            self = .remark(remark)
        case .bucketFound: return nil
        }
    }
}
