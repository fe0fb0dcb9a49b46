import AWSOperations
import AWSSigning
import Logging
import Synchronization

/// Sends one call until it has an answer: endpoint, signature, budget, transport, and what the retry policy decides.
final class Dispatcher: Sendable {
    /// An answer of success, with the place in the budget that a stream keeps while it lasts.
    struct Answer: Sendable {
        var http: HTTPAnswer
        var permit: ConcurrencyLimit.Permit
    }

    private enum Outcome {
        case answered(Answer)
        /// - Parameter clockOffset: What had been added to this machine's clock for its signature.
        case failed(RetryPolicy.Failure, clockOffset: Double)
    }

    private let configuration: ClientConfiguration
    private let loop: TransferLoop
    private let clock: ClientClock
    private let events: EventHub
    private let budget: RequestBudget
    private let bucketRegions: BucketRegions
    private let signer: CallSigner
    private let sendingRates: SendingRates?
    private let throttleGate = ThrottleGate()
    private let silence: SilenceWatch
    private let quota = Mutex(RetryQuota())
    /// Seconds to add to this machine's clock to have the services'.
    private let clockOffset = Mutex(0.0)
    /// The same by the dates of answers, which also tell what no service minds.
    private let clockReading = Mutex(ClockReading())

    init(configuration: ClientConfiguration, loop: TransferLoop, clock: ClientClock, events: EventHub) {
        self.configuration = configuration
        self.loop = loop
        self.clock = clock
        self.events = events
        silence = SilenceWatch(events: events)
        bucketRegions = BucketRegions()
        signer = CallSigner(configuration: configuration, bucketRegions: bucketRegions)
        sendingRates = configuration.retryMode.value == .adaptive ? SendingRates(clock: clock) : nil
        budget = RequestBudget(configuration.budget, clock: clock)
    }

    /// How far this machine's clock was found to be behind the services', in seconds.
    var clockCorrection: Double { clockOffset.withLock { $0 } }

    /// A URL that does what a call does, for whoever has it.
    func presign(_ call: Call, credentials: Credentials, now: Double, seconds: Int) throws(AWSFailure) -> String {
        try signer.presign(call, credentials: credentials, now: now, seconds: seconds)
    }

    func perform(_ call: Call, credentials source: any CredentialsSource) async throws(AWSFailure) -> Answer {
        var policy = RetryPolicy(effect: call.effect, maxAttempts: configuration.maxAttempts.value)
        let service = call.operation.service
        // Kept until this call is answered or given up, its waits included.
        var turn: ConcurrencyLimit.Permit?
        defer { withExtendedLifetime(turn) {} }
        do { turn = try await throttleGate.admit(to: service) } catch { throw .cancelled }
        while true {
            let credentials = try await source.current()
            switch try await attempt(call, credentials, policy: &policy) {
            case .answered(let answer):
                sendingRates?.answered(by: service, isThrottling: false)
                throttleGate.answered(by: service)
                quota.withLock { policy.succeeded(quota: &$0) }
                if policy.attempts > 1 {
                    events.send(.recovered(operation: call.operation, attempts: policy.attempts))
                }
                return answer
            case .failed(let first, let offset):
                sendingRates?.answered(by: service, isThrottling: first.awsFailure.isThrottling)
                let failure =
                    policy.attempts == 1 ? await withRegion(first, of: call, credentials: credentials) : first
                let random = clock.random()
                let (action, left) = quota.withLock { quota in
                    (policy.failed(failure, quota: &quota, random: random), quota.available)
                }
                switch action {
                case .giveUp: throw failure.awsFailure
                case .retry(let delay, let reason):
                    if reason == .throttled, turn == nil {
                        do { turn = try await throttleGate.refused(by: service) } catch { throw .cancelled }
                    }
                    announceRetry(of: call, after: delay, reason: reason, policy: policy, quotaLeft: left)
                    do { try await clock.sleep(delay) } catch { throw .cancelled }
                case .correctClock(let seconds): correctClock(to: offset + seconds)
                case .redirect(let region): remember(region, for: call)
                case .renewCredentials:
                    guard try await source.replace(credentials) else { throw failure.awsFailure }
                }
            }
        }
    }

    private func attempt(
        _ call: Call, _ credentials: Credentials, policy: inout RetryPolicy
    ) async throws(AWSFailure) -> Outcome {
        let permit = try await admit(call)
        // Signed once it may go out: what waited with its signature would arrive too old.
        let offset = clockCorrection
        let signed = try signer.sign(call, credentials: credentials, now: clock.now() + offset)
        let (started, sentAt) = (clock.uptime(), clock.now())
        let answer: HTTPAnswer
        policy.willSend()
        let waiting = silence.begin(call.operation)
        do throws(TransportProblem) {
            defer { silence.end(waiting) }
            answer = try await loop.send(signed.request)
        } catch {
            log(signed, call, policy.attempts, started, result: error.summary)
            let failure = AWSFailure(
                error, of: call.operation, host: signed.authority, attempts: policy.attempts)
            guard case .transport(let lost) = failure else { throw failure }
            return .failed(.transport(lost), clockOffset: offset)
        }
        log(signed, call, policy.attempts, started, result: "\(answer.head.status)", head: answer.head)
        if answer.head.isSuccess { readClock(in: answer.head, sentAt: sentAt) }
        if answer.head.isSuccess, !FailureReader.mayFailInside(call) {
            return .answered(Answer(http: answer, permit: permit))
        }
        if let failure = FailureReader(call: call, signed: signed, attempts: policy.attempts).read(answer) {
            return .failed(failure, clockOffset: offset)
        }
        return .answered(Answer(http: answer, permit: permit))
    }

    /// Waits for a place among the requests under way.
    private func admit(_ call: Call) async throws(AWSFailure) -> ConcurrencyLimit.Permit {
        do {
            try await sendingRates?.admit(to: call.operation.service)
            return try await budget.admit(call.budgetKind)
        } catch {
            throw .cancelled
        }
    }

    /// Asks where a bucket is, if the answer sends the request elsewhere and does not say where.
    private func withRegion(
        _ failure: RetryPolicy.Failure, of call: Call, credentials: Credentials
    ) async -> RetryPolicy.Failure {
        guard case .service(let error, let retryAfter, let clockOffset, nil) = failure,
            case .bucket(let bucket, _) = call.target,
            FailureReader.namesARegion(error, method: call.method),
            let signed = try? signer.sign(
                S3Wire.call(HeadBucketRequest(bucket: bucket)),
                credentials: credentials, now: clock.now() + clockCorrection),
            let permit = try? await budget.admit(.call),
            let answer = try? await loop.send(signed.request)
        else { return failure }
        withExtendedLifetime(permit) {}
        return .service(
            error, retryAfter: retryAfter, clockOffset: clockOffset,
            bucketRegion: FailureReader.region(in: answer.head, besides: signed.region))
    }

    private func announceRetry(
        of call: Call, after delay: Double, reason: RetryReason, policy: RetryPolicy, quotaLeft: Int
    ) {
        events.send(
            .retrying(
                RetryNotice(
                    operation: call.operation, nextAttempt: policy.attempts + 1, maxAttempts: policy.maxAttempts,
                    delay: delay, nextTryAt: Timestamp(secondsSinceEpoch: clock.now() + delay), reason: reason,
                    quotaLeft: quotaLeft)))
    }

    /// Set, not added to: requests that were signed by the same wrong clock all find the same.
    private func correctClock(to offset: Double) {
        clockOffset.withLock { $0 = offset }
        clockReading.withLock { $0.offset = offset }
        events.send(.clockCorrected(seconds: offset))
    }

    /// Looks at the date of an answer now and then.
    private func readClock(in head: HTTPHead, sentAt: Double) {
        let offset = clockReading.withLock { reading -> Double? in
            guard reading.isDue(at: clock.uptime()), let said = head["date"].flatMap(HTTPDate.parse) else { return nil }
            return reading.take(said.secondsSinceEpoch, sentAt: sentAt, receivedAt: clock.now())
        }
        if let offset { events.send(.clockMeasured(seconds: offset)) }
    }

    private func remember(_ region: String, for call: Call) {
        guard case .bucket(let bucket, _) = call.target else { return }
        bucketRegions[bucket] = region
        events.send(.bucketFound(bucket: bucket, region: region))
    }

    private func log(
        _ signed: SignedCall, _ call: Call, _ attempt: Int, _ started: Double, result: @autoclosure () -> String,
        head: HTTPHead? = nil
    ) {
        guard let logger = configuration.logger else { return }
        let result = result()
        let milliseconds = Int((clock.uptime() - started) * 1000)
        let line = """
            \(call.operation.name) attempt \(attempt): \(signed.request.options.method.rawValue) \
            \(Redactor.url(signed.request.url)) → \(result) in \(milliseconds) ms, \
            request id \(head.flatMap(RequestID.find) ?? "none")
            """
        logger.debug("\(Redactor.harmless(line))")
        for header in signed.request.headers {
            logger.trace("> \(Redactor.harmless(Redactor.header(name: header.name, value: header.value)))")
        }
        for header in head?.headers ?? [] {
            logger.trace("< \(Redactor.harmless(Redactor.header(name: header.name, value: header.value)))")
        }
    }
}

extension Call {
    fileprivate var budgetKind: RequestBudget.Kind {
        if streamsBody { return .stream }
        switch operation {
        case GetObjectRequest.operation: return .object
        case ListObjectsV2Request.operation: return .keys
        default: return .call
        }
    }
}

extension RetryPolicy.Failure {
    /// What the caller gets where there is no other try.
    var awsFailure: AWSFailure {
        switch self {
        case .service(let error, _, _, _): .service(error)
        case .transport(let error): .transport(error)
        }
    }
}
