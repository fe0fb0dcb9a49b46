import AWSOperations
import AWSSigning
import Testing

@testable import AWSClient

/// What services say of themselves is checked before it is built on: lengths, dates, texts.
@Suite(.timeLimit(.minutes(1))) struct DoubtfulAnswersTests {
    private func list(_ client: AWSClient, _ name: String) async -> AWSFailure? {
        await TestClient.failure { () throws(AWSFailure) in
            try await client.send(ListTransformJobsRequest(nameContains: name))
        }
    }

    @Test func manyRequestsThatMeetAWrongClockCorrectItOnce() async throws {
        let skewed = LoopbackServer.Gate()
        let server = LoopbackServer { request, _ in
            if request.headers["x-amz-date"]?.hasPrefix("20991106T08") == true { return .json(transformPage([])) }
            let refusal = LoopbackServer.Reply.json(
                #"{"__type":"RequestTimeTooSkewed","message":"Too skewed"}"#, status: 403,
                headers: [("Date", "Fri, 06 Nov 2099 08:49:37 GMT")])
            return .held(skewed, refusal)
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        await withTaskGroup(of: AWSFailure?.self) { group in
            for index in 0..<5 { group.addTask { await self.list(client, "\(index)") } }
            while server.requests.count < 5 { await Task.yield() }
            skewed.open()
            for await failure in group { #expect(failure == nil) }
        }
        #expect(server.requests.count == 10)
    }

    @Test(arguments: [
        "Sat, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
    ])
    func aDateThatNoClockShowsCorrectsNothing(_ date: String) async throws {
        let server = LoopbackServer { _, _ in
            .json(
                #"{"__type":"RequestTimeTooSkewed","message":"Too skewed"}"#, status: 403, headers: [("Date", date)])
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        #expect(await list(client, "a")?.serviceError?.code == "RequestTimeTooSkewed")
        #expect(client.clockCorrection == 0)
    }

    @Test func aRequestIsSignedWhenItsTurnComes() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { _, _ in .held(gate, .json(transformPage([]))) }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock) {
            $0.budget = BudgetLimits(concurrentRequests: 1, requestsPerSecond: nil)
        }
        async let first = list(client, "a")
        while server.requests.count < 1 { await Task.yield() }
        async let second = list(client, "b")
        for _ in 0..<200 { await Task.yield() }
        clock.advance(1000)
        gate.open()
        _ = await (first, second)
        // 2025-11-22T18:40:00Z, and 1,000 seconds later.
        #expect(server.requests.map { $0.headers["x-amz-date"] } == ["20251122T184000Z", "20251122T185640Z"])
    }

    @Test(arguments: [
        "bytes 0-9/-5", "bytes 0-9/9223372036854775807", "bytes 0-9/x", "bytes 7-9/10", "bytes */10", "bytes", "",
    ])
    func aRangeThatCannotBeStopsNothing(_ range: String) async throws {
        let server = LoopbackServer { _, _ in
            .answer(
                status: 206, headers: [("Content-Range", range), ("ETag", "\"e\"")], body: Array("0123456789".utf8))
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        let folder = try TemporaryDirectory()
        // Whatever comes of it, it comes to an end.
        _ = try? await client.download(bucket: "bucket-1", key: "k", toFile: folder.path + "/file")
        withExtendedLifetime(folder) {}
    }

    @Test func keysThatAreAlikeInUnicodeAloneAreTwo() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { request, _ in
            .held(gate, .answer(status: 200, headers: [], body: Array(request.path.utf8)))
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        async let composed = client.send(GetObjectRequest(bucket: "bucket-1", key: "caf\u{E9}"))
        async let decomposed = client.send(GetObjectRequest(bucket: "bucket-1", key: "cafe\u{301}"))
        while server.requests.count < 2 { await Task.yield() }
        gate.open()
        let bodies = try await [composed.body, decomposed.body].map { String(decoding: $0, as: UTF8.self) }
        #expect(bodies == ["/bucket-1/caf%C3%A9", "/bucket-1/cafe%CC%81"])
    }

    @Test func aHeaderWithALineBreakIsNamed() async throws {
        let server = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { server.stop() }
        let configuration = ClientConfiguration(
            credentials: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "s", sessionToken: "secret-token\n"),
            region: "us-east-1", endpointURL: server.url)
        let failure = await list(AWSClient(configuration: configuration), "a")
        #expect(failure?.problem == "can't send the header X-Amz-Security-Token: its value has a line break")
        #expect(server.requests.isEmpty)
    }

    @Test func whatIsAskedAfterAWriteIsNotToldWhatWasSeenBefore() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { request, number in
            number == 0 ? .held(gate, .json(transformPage([]))) : .json(transformPage(["new"]))
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        async let before = client.send(ListTransformJobsRequest())
        while server.requests.count < 1 { await Task.yield() }
        _ = try await client.send(DeleteModelRequest(modelName: "m"))
        #expect(try await client.send(ListTransformJobsRequest()).items.map(\.transformJobName) == ["new"])
        gate.open()
        #expect(try await before.items.isEmpty)
    }

    @Test func aCodeThatIsGoodOnceIsSentOnce() async throws {
        let server = LoopbackServer { _, _ in .answer(status: 503, headers: [], body: []) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let services = CredentialsServices(
            dispatcher: client.dispatcher, loop: client.loop,
            roleCache: RoleCache(home: "/nowhere", clock: client.clock),
            mfaPrompt: nil, clock: client.clock)
        var request = AssumeRoleRequest(roleArn: "arn:aws:iam::123456789012:role/r", roleSessionName: "s")
        request.serialNumber = "arn:aws:iam::123456789012:mfa/me"
        request.tokenCode = "123456"
        _ = await TestClient.failure { () throws(AWSFailure) in
            try await services.assumeRole(request, TestClient.credentials)
        }
        #expect(server.requests.count == 1)
    }

    @Test func aWaitThatIsCancelledOwesNothing() {
        var limit = RateLimit(perSecond: 10, burst: 1)
        #expect(limit.reserve(now: 0) == 0)
        for _ in 0..<100 {
            #expect(limit.reserve(now: 0) > 0)
            limit.refund()
        }
        #expect(abs(limit.reserve(now: 0) - 0.1) < 1e-9)
    }
}
