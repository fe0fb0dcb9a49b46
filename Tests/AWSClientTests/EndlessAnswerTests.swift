import AWSOperations
import Glibc
import Testing

@testable import AWSClient

/// Services that never quite answer, and what is sent to those that refuse.
@Suite struct EndlessAnswerTests {
    /// Serves one byte of the object an answer, whatever is asked for.
    @Test func aDownloadInCrumbsEnds() async throws {
        let object = TestObject.bytes(count: 1 << 20)
        let server = LoopbackServer { request, _ in
            let ends = (request.headers["range"] ?? "bytes=0-0").dropFirst(6).split(separator: "-").compactMap {
                Int($0)
            }
            let last = min(ends.last ?? 0, object.count - 1)
            let head =
                "HTTP/1.1 206 Partial\r\nETag: \"e\"\r\nContent-Length: \(last - ends[0] + 1)\r\n"
                + "Content-Range: bytes \(ends[0])-\(last)/\(object.count)\r\n\r\n"
            return .raw(Array(head.utf8) + [object[ends[0]]])
        }
        defer { server.stop() }
        let directory = try TemporaryDirectory()
        await #expect(throws: AWSFailure.self) {
            try await TestClient.make(server).download(
                bucket: "bucket-1", key: "k", toFile: directory.path + "/out.csv")
        }
        #expect(server.requests.count <= 10)
        #expect(!directory.names.contains("out.csv"))
    }

    @Test func whoeverWaitsLongIsToldOnce() async {
        let events = EventHub()
        let heard = events.events()
        let silence = SilenceWatch(events: events, patience: .milliseconds(50))
        let quick = silence.begin(ListModelsRequest.operation)
        silence.end(quick)
        // Together they are one line, of the one that waits longest.
        let slow = [ListTransformJobsRequest.operation, ListModelsRequest.operation].map(silence.begin)
        var told: [ClientEvent] = []
        for await event in heard {
            told.append(event)
            if told.count == 1 {
                try? await Task.sleep(for: .milliseconds(200))
                for id in slow { silence.end(id) }
                events.finish()
            }
        }
        #expect(told == [.waiting(operation: ListTransformJobsRequest.operation, seconds: 0)])
    }

    @Test func aRefusedServiceIsAskedOneAtATime() async {
        let server = LoopbackServer { _, _ in
            .json(#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#, status: 400)
        }
        defer { server.stop() }
        let gate = ThrottleGate()
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock)
        let waiting = (0..<16).map { number in
            Task { try await client.send(DescribeTransformJobRequest(transformJobName: "t\(number)")) }
        }
        // The first to be given up ends the others, as a listing does.
        await withTaskGroup(of: Void.self) { group in
            for task in waiting { group.addTask { _ = await task.result } }
            await group.next()
            for task in waiting { task.cancel() }
        }
        #expect(server.requests.count <= 16 * 3)
        _ = gate
    }

    @Test func theGateLetsOneThroughAndOpensWithAnAnswer() async throws {
        let gate = ThrottleGate()
        #expect(try await gate.admit(to: .sageMaker) == nil)
        var turn: ConcurrencyLimit.Permit? = try await gate.refused(by: .sageMaker)
        #expect(try await gate.admit(to: .s3) == nil)
        let order = Counter()
        let second = Task {
            let permit = try await gate.admit(to: .sageMaker)
            order.increment()
            return permit != nil
        }
        for _ in 0..<100 { await Task.yield() }
        #expect(order.value == 0)
        withExtendedLifetime(turn) {}
        turn = nil
        #expect(try await second.value)
        gate.answered(by: .sageMaker)
        #expect(try await gate.admit(to: .sageMaker) == nil)
    }

    @Test func aTurnThatIsNotWaitedForIsNotTaken() async throws {
        let gate = ThrottleGate()
        let turn = try await gate.refused(by: .sageMaker)
        let second = Task { try await gate.admit(to: .sageMaker) != nil }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        withExtendedLifetime(turn) {}
    }

    @Test func everyRequestHasAnEnd() throws {
        let configuration = ClientConfiguration(credentials: TestClient.credentials, region: "us-east-1")
        let signer = CallSigner(configuration: configuration, bucketRegions: BucketRegions())
        func options(_ call: Call) throws -> HTTPRequest.Options {
            try signer.sign(call, credentials: TestClient.credentials, now: 0).request.options
        }
        let list = try options(JSONWire.call(ListTransformJobsRequest()))
        #expect(list.totalMilliseconds == 300_000 && list.leastBytesPerSecond == 256 && list.idleSeconds == 60)
        let object = GetObjectRequest(bucket: "b", key: "k")
        #expect(try options(S3Wire.call(object)).totalMilliseconds == 1_800_000)
        // A large object may take as long as it takes, as long as something comes.
        let stream = try options(S3Wire.call(object, streamsBody: true))
        #expect(stream.totalMilliseconds == 0 && stream.leastBytesPerSecond == 256)
    }
}
