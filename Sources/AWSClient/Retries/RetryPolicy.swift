import AWSOperations

/// Decides after each answer to one request what to do next: values in, actions out (the AWS SDKs' standard mode).
struct RetryPolicy: Sendable {
    /// What came of an attempt.
    enum Failure: Sendable {
        /// - Parameters:
        ///   - retryAfter: Seconds that the service asks for.
        ///   - clockOffset: The service's clock minus the one the request was signed by, in seconds.
        ///   - bucketRegion: Where the bucket is, if that is not where the request went.
        case service(ServiceError, retryAfter: Double? = nil, clockOffset: Double? = nil, bucketRegion: String? = nil)
        case transport(TransportError)
    }

    enum Action: Hashable, Sendable {
        case giveUp
        /// Wait for some seconds, then send again.
        case retry(after: Double, reason: RetryReason)
        /// Add the seconds to the clock and send again at once.
        case correctClock(by: Double)
        /// Send again to the bucket's region.
        case redirect(region: String)
        /// Look for newer credentials and send again, if there are any.
        case renewCredentials
    }

    let effect: OperationDescriptor.Effect
    let maxAttempts: Int
    /// How often the request was sent.
    private(set) var attempts = 0
    private var triedAgain = 0
    /// Seconds waited because the service asked for them.
    private var waited = 0.0
    private var lastCost: Int?
    private var hasCorrectedClock = false
    private var hasRedirected = false
    private var hasRenewed = false

    init(effect: OperationDescriptor.Effect, maxAttempts: Int) {
        self.effect = effect
        self.maxAttempts = maxAttempts
    }

    mutating func willSend() { attempts += 1 }

    /// A good answer came.
    mutating func succeeded(quota: inout RetryQuota) { quota.refund(lastCost) }

    /// - Parameter random: From 0 up to 1, for the jitter.
    mutating func failed(_ failure: Failure, quota: inout RetryQuota, random: Double) -> Action {
        switch failure {
        case .service(let error, let retryAfter, let clockOffset, let bucketRegion):
            if let bucketRegion, !hasRedirected {
                hasRedirected = true
                return .redirect(region: bucketRegion)
            }
            if let clockOffset, abs(clockOffset) > 300, !hasCorrectedClock, Self.skewCodes.contains(error.code) {
                hasCorrectedClock = true
                return .correctClock(by: clockOffset)
            }
            if AWSFailure.service(error).isExpiredCredentials || Self.rejectedCodes.contains(error.code), !hasRenewed {
                hasRenewed = true
                return .renewCredentials
            }
            guard let reason = reason(for: error) else { return .giveUp }
            return again(reason, cost: RetryQuota.retryCost, retryAfter: retryAfter, quota: &quota, random: random)
        case .transport(let error):
            if effect == .create, error.mayHaveArrived { return .giveUp }
            switch error.kind {
            case .tls, .proxyAuthentication: return .giveUp
            case .timedOut:
                return again(
                    .timedOut, cost: RetryQuota.timeoutCost, retryAfter: nil, quota: &quota, random: random)
            default:
                return again(
                    .connection, cost: RetryQuota.retryCost, retryAfter: nil, quota: &quota, random: random)
            }
        }
    }

    private func reason(for error: ServiceError) -> RetryReason? {
        // Throttling is refused before anything is done, so even a create may go again, where it is the service that says
        // so: a gateway's 429 may come after it.
        if AWSFailure.service(error).isThrottling, effect != .create || error.isServicesOwn { return .throttled }
        if effect == .create { return nil }
        if Self.transientCodes.contains(error.code) || [500, 502, 503, 504].contains(error.httpStatus) {
            return .serverError(status: error.httpStatus)
        }
        return nil
    }

    private mutating func again(
        _ reason: RetryReason, cost: Int, retryAfter: Double?, quota: inout RetryQuota, random: Double
    ) -> Action {
        let wanted = min(retryAfter ?? 0, Self.longestWait)
        guard triedAgain + 1 < maxAttempts, waited + wanted <= Self.longestWaits, quota.take(cost) else {
            return .giveUp
        }
        waited += wanted
        lastCost = cost
        let ceiling = min(20, Double(1 << min(triedAgain, 10)))
        triedAgain += 1
        return .retry(after: max(random * ceiling, wanted), reason: reason)
    }

    /// Seconds that a service may ask for at one time, and in all for one call.
    private static let longestWait = 60.0
    private static let longestWaits = 180.0

    private static let transientCodes: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "InternalError",
        "IDPCommunicationError",
    ]
    private static let skewCodes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "SignatureDoesNotMatch",
        "InvalidSignatureException", "AuthFailure",
    ]
    private static let rejectedCodes: Set<String> = [
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId",
    ]
}

/// The allowance for retries that all requests of a client share, so that a failing service is not hit harder.
///
/// Capacity and costs are those of the AWS SDKs' standard mode.
struct RetryQuota: Hashable, Sendable {
    static let capacity = 500
    static let retryCost = 5
    static let timeoutCost = 10

    private(set) var available = capacity

    /// Pays for a retry; false where the allowance is used up.
    mutating func take(_ cost: Int) -> Bool {
        guard cost <= available else { return false }
        available -= cost
        return true
    }

    /// Gives back what a request's last retry cost, or 1 where it needed none.
    mutating func refund(_ cost: Int?) {
        available = min(Self.capacity, available + (cost ?? 1))
    }
}

extension RetryNotice {
    /// How many retries the allowance still pays for.
    public var retriesLeft: Int { quotaLeft / RetryQuota.retryCost }
}
