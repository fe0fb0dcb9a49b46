import AWSOperations
import SeededNumbers
import Testing

@testable import AWSClient

/// The retry policy as a value: what follows from which answer.
@Suite struct RetryPolicyTests {
    static let list = ListTransformJobsRequest.operation
    static let create = CreateModelRequest.operation

    private func service(_ code: String, _ status: Int, _ operation: OperationDescriptor = list) -> ServiceError {
        ServiceError(operation: operation, code: code, message: "", httpStatus: status, requestID: nil)
    }

    private func transport(_ kind: TransportError.Kind, arrived: Bool) -> RetryPolicy.Failure {
        .transport(
            TransportError(operation: Self.list, kind: kind, host: "h", detail: "", mayHaveArrived: arrived))
    }

    private func firstAction(
        _ failure: RetryPolicy.Failure, effect: OperationDescriptor.Effect = .read
    ) -> RetryPolicy.Action {
        var policy = RetryPolicy(effect: effect, maxAttempts: 3)
        var quota = RetryQuota()
        return policy.failed(failure, quota: &quota, random: 0.5)
    }

    /// However often a service asks for a minute: three of them are waited for, and the call then fails.
    @Test func whatServicesAskForIsWaitedForThreeMinutesAtMost() {
        var policy = RetryPolicy(effect: .read, maxAttempts: 1000)
        var quota = RetryQuota()
        var waited = 0.0
        var attempts = 0
        while case .retry(let seconds, _) = policy.failed(
            .service(service("ThrottlingException", 429), retryAfter: 86_400), quota: &quota, random: 0)
        {
            waited += seconds
            attempts += 1
        }
        #expect(waited == 180 && attempts == 3)
    }

    @Test func aProxyThatWantsAPasswordIsNotAskedAgain() {
        #expect(firstAction(transport(.proxyAuthentication, arrived: false)) == .giveUp)
    }

    @Test(arguments: [
        "ThrottlingException", "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
        "EC2ThrottledException", "PriorRequestNotComplete",
    ])
    func throttlingIsRetriedEvenForCreates(_ code: String) {
        for effect in [OperationDescriptor.Effect.read, .idempotentWrite, .create] {
            #expect(
                firstAction(.service(service(code, 400)), effect: effect) == .retry(after: 0.5, reason: .throttled))
        }
    }

    @Test(arguments: [500, 502, 503, 504]) func serverErrorsAreRetriedExceptForCreates(_ status: Int) {
        let failure = RetryPolicy.Failure.service(service("Whatever", status))
        #expect(firstAction(failure) == .retry(after: 0.5, reason: .serverError(status: status)))
        #expect(
            firstAction(failure, effect: .idempotentWrite) == .retry(after: 0.5, reason: .serverError(status: status)))
        #expect(firstAction(failure, effect: .create) == .giveUp)
    }

    @Test(arguments: ["ValidationException", "AccessDeniedException", "ResourceNotFound", "NoSuchKey"])
    func otherErrorsAreNot(_ code: String) {
        #expect(firstAction(.service(service(code, 400))) == .giveUp)
        #expect(firstAction(.service(service("NotImplemented", 501))) == .giveUp)
    }

    @Test func bareTooManyRequests() {
        #expect(firstAction(.service(service("", 429))) == .retry(after: 0.5, reason: .throttled))
    }

    @Test func aCreateThatMayHaveArrivedIsNotSentAgain() {
        for kind in [TransportError.Kind.connectionLost, .timedOut, .other] {
            #expect(firstAction(transport(kind, arrived: true), effect: .create) == .giveUp)
            #expect(firstAction(transport(kind, arrived: false), effect: .create) != .giveUp)
            #expect(firstAction(transport(kind, arrived: true), effect: .idempotentWrite) != .giveUp)
        }
        #expect(firstAction(transport(.tls, arrived: false)) == .giveUp)
    }

    @Test func backsOffWithFullJitterUpToTwentySeconds() {
        var policy = RetryPolicy(effect: .read, maxAttempts: 9)
        var quota = RetryQuota()
        var delays: [Double] = []
        while case .retry(let delay, _) = policy.failed(.service(service("", 500)), quota: &quota, random: 1) {
            delays.append(delay)
        }
        #expect(delays == [1, 2, 4, 8, 16, 20, 20, 20])
    }

    @Test func theServiceMayAskForMore() {
        let failure = RetryPolicy.Failure.service(service("SlowDown", 503), retryAfter: 7)
        #expect(firstAction(failure) == .retry(after: 7, reason: .throttled))
        let forever = RetryPolicy.Failure.service(service("SlowDown", 503), retryAfter: 86_400)
        #expect(firstAction(forever) == .retry(after: 60, reason: .throttled))
    }

    @Test func clockIsCorrectedOnce() {
        var policy = RetryPolicy(effect: .create, maxAttempts: 1)
        var quota = RetryQuota()
        let skewed = RetryPolicy.Failure.service(service("InvalidSignatureException", 403), clockOffset: -420)
        #expect(policy.failed(skewed, quota: &quota, random: 0) == .correctClock(by: -420))
        #expect(policy.failed(skewed, quota: &quota, random: 0) == .giveUp)
        let near = RetryPolicy.Failure.service(service("SignatureDoesNotMatch", 403), clockOffset: 200)
        #expect(firstAction(near) == .giveUp)
        let other = RetryPolicy.Failure.service(service("AccessDenied", 403), clockOffset: 900)
        #expect(firstAction(other) == .giveUp)
    }

    @Test func redirectAndRenewalHappenOnce() {
        var policy = RetryPolicy(effect: .read, maxAttempts: 1)
        var quota = RetryQuota()
        let moved = RetryPolicy.Failure.service(service("PermanentRedirect", 301), bucketRegion: "eu-west-1")
        #expect(policy.failed(moved, quota: &quota, random: 0) == .redirect(region: "eu-west-1"))
        #expect(policy.failed(moved, quota: &quota, random: 0) == .giveUp)
        let expired = RetryPolicy.Failure.service(service("ExpiredToken", 400))
        #expect(policy.failed(expired, quota: &quota, random: 0) == .renewCredentials)
        #expect(policy.failed(expired, quota: &quota, random: 0) == .giveUp)
    }

    /// Whatever happens, the allowance stays within 0 and 500, and no request is sent more often than allowed.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func quotaHolds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var quota = RetryQuota()
        for _ in 0..<300 {
            let limit = Int.random(in: 1...6, using: &random)
            var policy = RetryPolicy(effect: .read, maxAttempts: limit)
            var sent = 0
            attempts: while true {
                policy.willSend()
                sent += 1
                if Int.random(in: 0..<4, using: &random) == 0 {
                    policy.succeeded(quota: &quota)
                    break
                }
                let failure =
                    Bool.random(using: &random)
                    ? RetryPolicy.Failure.service(service("", 500)) : transport(.timedOut, arrived: true)
                let before = quota.available
                switch policy.failed(failure, quota: &quota, random: Double.random(in: 0..<1, using: &random)) {
                case .retry(let delay, _):
                    #expect(quota.available < before)
                    #expect((0...20).contains(delay))
                default: break attempts
                }
            }
            #expect(sent <= limit)
            #expect((0...RetryQuota.capacity).contains(quota.available))
        }
    }

    @Test func anEmptyQuotaStopsRetries() {
        var quota = RetryQuota()
        while quota.take(RetryQuota.retryCost) {}
        var policy = RetryPolicy(effect: .read, maxAttempts: 3)
        #expect(policy.failed(.service(service("", 500)), quota: &quota, random: 0) == .giveUp)
        policy.succeeded(quota: &quota)
        #expect(quota.available == 1)
    }
}
