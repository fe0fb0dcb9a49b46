import AWSOperations
import FoundationEssentials
import PythonOracle
import Testing

@testable import AWSClient

@Suite struct SendingRateTests {
    /// Replays events in botocore's own rate limiter, on a clock of the test's.
    private static let program = """
        import json, sys
        from botocore.retries import adaptive, bucket, throttling
        class Clock:
            now = 1000.25
            def current_time(self): return self.now
        class Detector:
            throttled = False
            def is_throttling_error(self, **kwargs): return self.throttled
        out = []
        for events in json.load(sys.stdin):
            clock, detector = Clock(), Detector()
            tokens = bucket.TokenBucket(max_rate=1, clock=clock)
            limiter = adaptive.ClientRateLimiter(
                rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.now),
                rate_clocker=adaptive.RateClocker(clock), token_bucket=tokens, throttling_detector=detector, clock=clock)
            rates = []
            for step, throttled in events:
                clock.now += step
                detector.throttled = throttled
                limiter.on_receiving_response()
                rates.append(tokens.max_rate)
            out.append(rates)
        json.dump(out, sys.stdout)
        """

    private struct Event: Encodable {
        var step: Double
        var isThrottled: Bool
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(step)
            try container.encode(isThrottled)
        }
    }

    @Test func theRateIsBotocores() async throws {
        let runs = (0..<40).map { run in
            (0..<200).map { _ in
                Event(
                    step: Double(Int.random(in: 0...4096)) / 4096 * (run % 2 == 0 ? 0.1 : 2),
                    isThrottled: Int.random(in: 0..<10) < run % 5)
            }
        }
        let theirs: [[Double]] = try await PythonOracle.answer(Self.program, to: runs)
        for (events, expected) in zip(runs, theirs) {
            var now = 1000.25
            var rate = SendingRate(now: now)
            for (event, value) in zip(events, expected) {
                now += event.step
                rate.answered(isThrottling: event.isThrottled, now: now)
                #expect(abs(rate.perSecond - value) <= 1e-6 * max(1, value))
            }
        }
    }

    @Test func nothingIsHeldBackBeforeTheFirstThrottling() {
        var rate = SendingRate(now: 0)
        for _ in 0..<1000 {
            #expect(rate.take(now: 0) == 0)
            rate.answered(isThrottling: false, now: 0)
        }
        rate.answered(isThrottling: true, now: 0)
        #expect(rate.isLimiting)
    }

    @Test(arguments: 1...20) func neverMoreThanTheRateAllows(_ run: Int) {
        var now = 50.0
        var rate = SendingRate(now: now)
        rate.answered(isThrottling: true, now: now)
        var sent = 0
        var allowed = 1.0
        for _ in 0..<500 {
            let step = Double.random(in: 0...0.3)
            now += step
            allowed += step * rate.perSecond + 1e-6
            let delay = rate.take(now: now)
            #expect(delay >= 0)
            if delay == 0 { sent += 1 }
            #expect(Double(sent) <= allowed)
            // After the time that it asks for, it gives.
            if delay > 0 {
                var later = rate
                #expect(later.take(now: now + delay) == 0)
            }
            if Int.random(in: 0..<4) == 0 { rate.answered(isThrottling: Bool.random(), now: now) }
            #expect(rate.perSecond >= 0.5)
        }
    }

    @Test func adaptiveClientsSlowDown() async throws {
        let server = LoopbackServer { _, number in
            number == 0
                ? .json(#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#, status: 400)
                : .json(transformPage([]))
        }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock) { $0.retryMode = Setting(.adaptive, from: .program) }
        for _ in 0..<5 { _ = try await client.send(ListTransformJobsRequest()) }
        #expect(server.requests.count == 6)
        // The retry's own pause, and then at least one wait for the rate.
        #expect(clock.sleeps.count > 1)
    }

    @Test func modes() throws {
        var home = try TestHome(config: "[default]\nretry_mode = adaptive\n[profile old]\nretry_mode = legacy\n")
        #expect(try home.resolve().retryMode.value == .adaptive)
        #expect(try home.resolve(profile: "old").retryMode.value == .legacy)
        home.environment["AWS_RETRY_MODE"] = "standard"
        #expect(try home.resolve().retryMode == Setting(.standard, from: .environment("AWS_RETRY_MODE")))
        home.environment["AWS_RETRY_MODE"] = "fast"
        #expect(throws: AWSFailure.self) { try home.resolve() }
    }
}
