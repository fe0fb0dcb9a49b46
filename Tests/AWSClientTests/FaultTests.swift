import AWSOperations
import Testing

@testable import AWSClient

/// Services and networks that fail, on loopback.
@Suite struct FaultTests {
    private func list(_ client: AWSClient) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
    }

    private func create(_ client: AWSClient) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in
            try await client.send(CreateModelRequest(modelName: "m"))
        }
    }

    private func transport(_ failure: AWSFailure?) throws -> TransportError {
        guard case .transport(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            throw CancellationError()
        }
        return error
    }

    @Test func throttlingIsWaitedOutAndTold() async throws {
        let server = LoopbackServer { _, number in
            number < 2
                ? .json(#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#, status: 400)
                : .json(transformPage(["a"]))
        }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock)
        var events = client.events().makeAsyncIterator()
        let page = try await client.send(ListTransformJobsRequest())
        #expect(page.items.count == 1)
        #expect(clock.sleeps == [0.5, 1])
        guard case .retrying(let first) = await events.next(), case .retrying(let second) = await events.next(),
            case .recovered(_, let attempts) = await events.next()
        else {
            Issue.record("other events")
            return
        }
        #expect(first.nextAttempt == 2)
        #expect(first.reason == .throttled)
        #expect(first.operation.name == "ListTransformJobs")
        #expect(first.quotaLeft == 495)
        #expect(second.nextAttempt == 3)
        #expect(second.delay == 1)
        #expect(attempts == 3)
    }

    @Test func retryAfterIsHonoured() async throws {
        let server = LoopbackServer { _, number in
            switch number {
            case 0: .answer(status: 429, headers: [("Retry-After", "9")], body: [])
            case 1: .answer(status: 429, headers: [("x-amz-retry-after", "1500")], body: [])
            case 2:
                .answer(
                    status: 503,
                    headers: [
                        ("Retry-After", "Sun, 22 Nov 2026 19:16:32 GMT"), ("Date", "Sun, 22 Nov 2026 19:16:02 GMT"),
                    ], body: [])
            default: .json(transformPage([]))
            }
        }
        defer { server.stop() }
        let clock = FakeClock()
        _ = try await TestClient.make(server, clock: clock) { $0.maxAttempts.value = 4 }.send(
            ListTransformJobsRequest())
        #expect(clock.sleeps == [9, 1.5, 30])
    }

    @Test(arguments: ["nan", "inf", "-5", "soon", "1e999", ""]) func oddDelaysAreNoDelays(_ value: String) async throws
    {
        let server = LoopbackServer { _, number in
            number == 0
                ? .answer(status: 429, headers: [("Retry-After", value), ("x-amz-retry-after", value)], body: [])
                : .json(transformPage([]))
        }
        defer { server.stop() }
        let clock = FakeClock()
        #expect(await list(TestClient.make(server, clock: clock)) == nil)
        #expect(clock.sleeps == [0.5])
    }

    /// What is kept in memory is bounded, by length told or not.
    @Test(arguments: [true, false]) func answersWithoutEndAreEnded(_ tellsLength: Bool) async throws {
        let server = LoopbackServer { _, _ in
            let head = "HTTP/1.1 200 OK\r\n" + (tellsLength ? "Content-Length: 4000000\r\n" : "") + "\r\n"
            return .raw(Array(head.utf8) + [UInt8](repeating: 0x20, count: 4_000_000))
        }
        defer { server.stop() }
        let loop = TransferLoop()
        defer { loop.stop() }
        var request = HTTPRequest(url: server.url + "/", headers: [], options: .init(method: .get))
        request.bodyLimit = 1_000_000
        do {
            _ = try await loop.send(request)
            Issue.record("an answer")
        } catch TransportProblem.tooLarge(let limit) {
            #expect(limit == 1_000_000)
        }
        request.bodyLimit = 4_000_000
        #expect(try await loop.send(request).bytes.count == 4_000_000)
    }

    /// libcurl calls its own limit a lack of memory.
    @Test(arguments: [1, 40]) func headersThatAreTooLongAreCalledSo(lines: Int) async throws {
        let value = String(repeating: "x", count: lines == 1 ? 200_000 : 20_000)
        let server = LoopbackServer { _, _ in
            let headers = (0..<lines).map { "X-Long-\($0): \(value)\r\n" }.joined()
            return .raw(Array("HTTP/1.1 200 OK\r\n\(headers)Content-Length: 2\r\n\r\n{}".utf8))
        }
        defer { server.stop() }
        await expectTooLongHeaders(from: server)
    }

    private func expectTooLongHeaders(from server: LoopbackServer) async {
        let failure = await list(TestClient.make(server))
        guard case .undecodable(_, let detail, _) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(detail.contains("headers"))
        #expect(failure?.problem.lowercased().contains("memory") == false)
    }

    /// They come behind the body, where libcurl no longer counts.
    @Test(arguments: [100, 20_000]) func trailersWithoutEndAreHeadersThatAreTooLong(length: Int) async throws {
        let server = LoopbackServer { _, _ in
            let trailers = (0..<4_000_000 / length).map { "X-T-\($0): \(String(repeating: "y", count: length))\r\n" }
                .joined()
            return .raw(
                Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\(trailers)".utf8))
        }
        defer { server.stop() }
        await expectTooLongHeaders(from: server)
    }

    @Test func aConnectionThatWasClosedMeanwhileIsNotUsed() async throws {
        let server = LoopbackServer { _, _ in
            let body = transformPage([])
            return .raw(
                Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        var events = client.events().makeAsyncIterator()
        for _ in 0..<5 { #expect(await list(client) == nil) }
        #expect(server.connections == 5)
        #expect(server.requests.count == 5)
        client.tell(.bucketFound(bucket: "last", region: "r"))
        // None of them cost a retry.
        #expect(await events.next() == .bucketFound(bucket: "last", region: "r"))
    }

    @Test func silenceInMidBodyEndsWithTheIdleLimit() async throws {
        let server = LoopbackServer { _, _ in
            .stall(Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc".utf8))
        }
        defer { server.stop() }
        let loop = TransferLoop()
        defer { loop.stop() }
        var request = HTTPRequest(url: server.url + "/", headers: [], options: .init(method: .get))
        request.options.idleSeconds = 1
        do {
            _ = try await loop.send(request)
            Issue.record("an answer")
        } catch TransportProblem.failed(let kind, _, _) {
            #expect(kind == .timedOut)
        }
    }

    @Test func aFailingServiceIsAskedThreeTimes() async throws {
        let server = LoopbackServer { _, _ in
            .answer(
                status: 502, headers: [("Content-Type", "text/html")], body: Array("<html>bad gateway</html>".utf8))
        }
        defer { server.stop() }
        let failure = await list(TestClient.make(server))
        #expect(failure?.serviceError?.httpStatus == 502)
        #expect(failure?.serviceError?.code == "BadGateway")
        #expect(failure?.serviceError?.attempts == 3)
        #expect(server.requests.count == 3)
    }

    @Test func attemptsCanBeSet() async {
        let server = LoopbackServer { _, _ in .answer(status: 500, headers: [], body: []) }
        defer { server.stop() }
        let client = TestClient.make(server) { $0.maxAttempts = Setting(5, from: .program) }
        #expect(await list(client)?.serviceError?.attempts == 5)
        #expect(server.requests.count == 5)
    }

    @Test func aResetIsRetriedForReads() async throws {
        let server = LoopbackServer { _, number in number < 2 ? .reset : .json(transformPage(["a"])) }
        defer { server.stop() }
        #expect(await list(TestClient.make(server)) == nil)
    }

    @Test func aCreateIsSentOnceWhateverHappensAfter() async throws {
        for reply in [
            LoopbackServer.Reply.reset, .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)),
            .raw([]), .answer(status: 500, headers: [], body: []), .answer(status: 503, headers: [], body: []),
        ] {
            let server = LoopbackServer { request, _ in
                request.operation == "CreateModel" ? reply : .json(transformPage([]))
            }
            defer { server.stop() }
            let client = TestClient.make(server)
            // A connection that is kept alive: libcurl would send the create over it, and again over another.
            #expect(await list(client) == nil)
            let failure = await create(client)
            #expect(failure?.outcomeIsUnknown == true)
            #expect(server.requests.filter { $0.operation == "CreateModel" }.count == 1)
        }
    }

    @Test func aCreateGoesAgainWhereItWasRefusedBeforeAnythingHappened() async {
        let server = LoopbackServer { _, number in
            number == 0
                ? .json(#"{"__type":"ThrottlingException"}"#, status: 400)
                : .json(#"{"ModelArn":"arn:aws:sagemaker:us-east-1:123456789012:model/m"}"#)
        }
        defer { server.stop() }
        #expect(await create(TestClient.make(server)) == nil)
        #expect(server.requests.count == 2)
    }

    @Test func nobodyListening() async throws {
        let server = LoopbackServer { _, _ in .reset }
        let client = TestClient.make(server)
        server.stop()
        // The port is free again once the listener is closed; until then connections are reset.
        let error = try transport(await list(client))
        #expect([.connectionRefused, .connectionLost].contains(error.kind))
        #expect(error.host == "127.0.0.1:\(server.port)")
        #expect(error.attempts == 3)
    }

    @Test func unknownHosts() async throws {
        let configuration = ClientConfiguration(
            credentials: TestClient.credentials, region: "us-east-1", endpointURL: "http://nowhere.invalid")
        let client = AWSClient(configuration: configuration, clock: FakeClock().clock)
        let error = try transport(await list(client))
        #expect(error.kind == .nameNotResolved)
        #expect(!error.mayHaveArrived)
        #expect(error.host == "nowhere.invalid")
    }

    @Test func answersCutShort() async throws {
        for reply in [
            LoopbackServer.Reply.raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"Trans".utf8)),
            .raw(Array("HTTP/1.1 200".utf8)),
            .raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".utf8)),
        ] {
            let server = LoopbackServer { _, _ in reply }
            defer { server.stop() }
            let failure = await list(TestClient.make(server))
            #expect(failure != nil)
            if case .transport(let error) = failure {
                #expect(error.mayHaveArrived)
                #expect(error.attempts == 3)
            }
        }
    }

    @Test func noHTTPAtAll() async throws {
        let server = LoopbackServer { _, _ in .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
        defer { server.stop() }
        let error = try transport(await list(TestClient.make(server)))
        #expect(error.mayHaveArrived)
    }

    @Test func tlsIsAlwaysVerified() async throws {
        let server = LoopbackServer { _, _ in .raw([]) }
        defer { server.stop() }
        let client = TestClient.make(server) { configuration in
            let url = server.url.replacing("http://", with: "https://")
            configuration.endpoints[.sageMaker] = Setting(url, from: .program)
            configuration.caBundle = Setting("/nonexistent/ca.pem", from: .program)
        }
        let error = try transport(await list(client))
        #expect(error.kind == .tls)
        #expect(!error.mayHaveArrived)
    }

    @Test func redirectsOfOtherServicesAreNotFollowed() async throws {
        let server = LoopbackServer { _, _ in
            .answer(status: 302, headers: [("Location", "http://127.0.0.1:1/elsewhere")], body: [])
        }
        defer { server.stop() }
        #expect(await list(TestClient.make(server))?.serviceError?.httpStatus == 302)
        #expect(server.requests.count == 1)
    }

    @Test func aWrongClockIsCorrectedAndRemembered() async throws {
        // The server's clock is 1994.
        let server = LoopbackServer { request, _ in
            request.headers["x-amz-date"]?.hasPrefix("19941106T08") == true
                ? .json(transformPage([]))
                : .json(
                    #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#, status: 403,
                    headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock)
        var events = client.events().makeAsyncIterator()
        #expect(await list(client) == nil)
        #expect(await list(client) == nil)
        #expect(server.requests.count == 3)
        #expect(client.clockCorrection == 784_111_777 - clock.now)
        #expect(await events.next() == .clockCorrected(seconds: client.clockCorrection))
    }

    @Test func aClockThatNoServiceMindsIsMeasuredByTheDatesOfAnswers() async throws {
        let clock = FakeClock(now: 784_111_777 - 180)
        let server = LoopbackServer { _, _ in
            .json(transformPage([]), headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")])
        }
        defer { server.stop() }
        let client = TestClient.make(server, clock: clock)
        var events = client.events().makeAsyncIterator()
        #expect(await list(client) == nil)
        guard case .clockMeasured(let seconds) = await events.next() else {
            Issue.record("not measured")
            return
        }
        #expect(abs(seconds - 180) <= 1.5)
        #expect(client.clockCorrection == 0, "requests go on being signed by the machine's clock")
    }

    @Test func aClockThatIsBehindIsCorrectedToo() async throws {
        let server = LoopbackServer { request, _ in
            request.headers["x-amz-date"]?.hasPrefix("20991106T08") == true
                ? .json(transformPage([]))
                : .json(
                    #"{"__type":"RequestTimeTooSkewed","message":"Too skewed"}"#, status: 403,
                    headers: [("Date", "Fri, 06 Nov 2099 08:49:37 GMT")])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        #expect(await list(client) == nil)
        #expect(server.requests.count == 2)
        #expect(client.clockCorrection > 0)
    }

    @Test func aLengthThatIsTooLongIsALostConnection() async throws {
        let server = LoopbackServer { _, _ in
            .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n\(transformPage([]))".utf8))
        }
        defer { server.stop() }
        #expect(try transport(await list(TestClient.make(server))).kind == .connectionLost)
        #expect(server.requests.count == 3)
    }

    @Test func aStalledAnswerEndsWithCancellation() async throws {
        let server = LoopbackServer { _, _ in .stall(Array("HTTP/1.1 200 OK\r\n".utf8)) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let task = Task { await list(client) }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test func aStalledAnswerTimesOut() async throws {
        let server = LoopbackServer { _, _ in .stall([]) }
        defer { server.stop() }
        let loop = TransferLoop()
        defer { loop.stop() }
        var request = HTTPRequest(url: server.url + "/", headers: [], options: .init(method: .get))
        request.options.totalMilliseconds = 50
        do {
            _ = try await loop.send(request)
            Issue.record("an answer")
        } catch TransportProblem.failed(let kind, _, let mayHaveArrived) {
            #expect(kind == .timedOut)
            #expect(mayHaveArrived)
        }
    }

    @Test func noRegionIsSaid() async {
        var configuration = ClientConfiguration(credentials: TestClient.credentials, region: "us-east-1")
        configuration.region = nil
        let failure = await list(AWSClient(configuration: configuration))
        guard case .configuration(let problem, let remedy) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(problem == "no region is set")
        #expect(remedy.contains("--region"))
    }
}
