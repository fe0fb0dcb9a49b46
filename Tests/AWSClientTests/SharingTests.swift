import AWSOperations
import Testing

@testable import AWSClient

/// One client for everyone: equal reads once, a bounded number in flight, a bounded rate.
@Suite struct SharingTests {
    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test func equalReadsAreSentOnce() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { _, _ in .held(gate, .json(transformPage(["a"]))) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let names = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await client.send(ListTransformJobsRequest(nameContains: "x")).items.map(\.transformJobName)
                }
            }
            group.addTask {
                try await client.send(ListTransformJobsRequest(nameContains: "y")).items.map(\.transformJobName)
            }
            await self.until { server.requests.count == 2 }
            gate.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names == Array(repeating: ["a"], count: 51))
        // Whoever came after the answer asked again; that is at most everyone once more, and never before.
        #expect(Set(server.requests.prefix(2).map(\.text)).count == 2)
        gate.open()
        _ = try await client.send(ListTransformJobsRequest(nameContains: "x"))
        #expect(server.requests.count >= 3)
    }

    @Test func workIsDoneOnceForAllWaiters() async throws {
        let work = SharedWork<String, Int>()
        let calls = Counter()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let waiters = (0..<20).map { _ in
            Task {
                try await work.value(for: "k") {
                    calls.increment()
                    for await _ in gate {}
                    return 7
                }
            }
        }
        await until { calls.value == 1 }
        // Half of them leave; the others still get the answer.
        for waiter in waiters.prefix(10) { waiter.cancel() }
        for waiter in waiters.prefix(10) {
            await #expect(throws: CancellationError.self) { try await waiter.value }
        }
        open.finish()
        for waiter in waiters.dropFirst(10) { #expect(try await waiter.value == 7) }
    }

    @Test func workEndsWhenNobodyWaits() async throws {
        let work = SharedWork<String, Int>()
        let cancellations = Counter()
        let starts = Counter()
        let waiter = Task {
            try await work.value(for: "k") {
                starts.increment()
                try? await Task.sleep(nanoseconds: 60_000_000_000)
                if Task.isCancelled { cancellations.increment() }
                return 1
            }
        }
        await until { starts.value == 1 }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        await until { cancellations.value == 1 }
        #expect(try await work.value(for: "k") { 2 } == 2)
    }

    @Test func failuresReachEveryWaiterAndAreNotKept() async throws {
        struct Broken: Error {}
        let work = SharedWork<Int, Int>()
        await #expect(throws: Broken.self) { try await work.value(for: 0) { throw Broken() } }
        #expect(try await work.value(for: 0) { 3 } == 3)
    }

    @Test func createsAreNeverShared() async throws {
        let server = LoopbackServer { _, _ in
            .json(#"{"ModelArn":"arn:aws:sagemaker:us-east-1:123456789012:model/m"}"#)
        }
        defer { server.stop() }
        let client = TestClient.make(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 { group.addTask { _ = try await client.send(CreateModelRequest(modelName: "m")) } }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 5)
    }

    @Test func noMoreThanTheLimitAreUnderWay() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { _, _ in .held(gate, .json(transformPage([]))) }
        defer { server.stop() }
        let client = TestClient.make(server) { $0.budget = BudgetLimits(concurrentRequests: 3, requestsPerSecond: nil) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<12 {
                group.addTask { _ = try await client.send(ListTransformJobsRequest(nameContains: "\(index)")) }
            }
            await self.until { server.requests.count == 3 }
            // Nothing more can come while these are held.
            for _ in 0..<200 { await Task.yield() }
            #expect(server.requests.count == 3)
            gate.open()
            try await group.waitForAll()
        }
        #expect(server.requests.count == 12)
        #expect(server.connections <= 3)
    }

    @Test func permitsAreServedInOrderAndGivenBack() async throws {
        let limit = ConcurrencyLimit(1)
        var held: ConcurrencyLimit.Permit? = try await limit.acquire()
        let cancelled = Task { try await limit.acquire() }
        let waiting = Task { try await limit.acquire() }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { _ = try await cancelled.value }
        #expect(held != nil)
        held = nil
        _ = try await waiting.value
    }

    @Test func objectsAreReadWithoutWaitingForTheRate() async throws {
        let server = LoopbackServer { _, _ in .answer(status: 200, headers: [], body: Array("abc".utf8)) }
        defer { server.stop() }
        let clock = FakeClock()
        let client = TestClient.make(server, clock: clock) {
            // The second call would wait for hours.
            $0.budget = BudgetLimits(
                concurrentRequests: 2, requestsPerSecond: 0.0001, pagesOfKeysPerSecond: 0.0001, burst: 1)
        }
        for number in 0..<20 {
            let answer = try await client.send(GetObjectRequest(bucket: "bucket-1", key: "\(number)"))
            #expect(answer.body == Array("abc".utf8))
        }
        #expect(clock.sleeps.isEmpty)
    }

    @Test func pagesOfKeysHaveARateOfTheirOwn() async throws {
        let page = "<ListBucketResult><Name>b</Name><IsTruncated>false</IsTruncated></ListBucketResult>"
        let server = LoopbackServer { _, _ in .answer(status: 200, headers: [], body: Array(page.utf8)) }
        defer { server.stop() }
        func sleeps(calls: Double?, keys: Double?) async throws -> [Double] {
            let clock = FakeClock()
            let client = TestClient.make(server, clock: clock) {
                $0.budget = BudgetLimits(
                    concurrentRequests: 2, requestsPerSecond: calls, pagesOfKeysPerSecond: keys, burst: 1)
            }
            for number in 0..<3 {
                let answer = try await client.send(ListObjectsV2Request(bucket: "bucket-1", prefix: "\(number)/"))
                #expect(answer.contents.isEmpty)
            }
            return clock.sleeps
        }
        #expect(try await sleeps(calls: 0.0001, keys: nil).isEmpty)
        #expect(try await sleeps(calls: nil, keys: 0.0001).count == 2)
    }

    @Test func theRateIsKept() {
        var limit = RateLimit(perSecond: 10, burst: 3)
        #expect((0..<3).map { _ in limit.reserve(now: 0) } == [0, 0, 0])
        #expect(abs(limit.reserve(now: 0) - 0.1) < 1e-9)
        #expect(abs(limit.reserve(now: 0) - 0.2) < 1e-9)
        #expect(limit.reserve(now: 100) == 0)
        // A clock set back gives nothing for free.
        #expect((0..<3).map { _ in limit.reserve(now: 50) }.last! > 0)
        var unlimited = RateLimit(perSecond: nil, burst: 1)
        #expect((0..<1000).allSatisfy { _ in unlimited.reserve(now: 0) == 0 })
    }

    @Test func oneRequestOfManyIsCancelledAlone() async throws {
        let gate = LoopbackServer.Gate()
        let server = LoopbackServer { _, _ in .held(gate, .json(transformPage(["a"]))) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let first = Task {
            await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
        }
        let second = Task {
            await TestClient.failure { () throws(AWSFailure) in try await client.send(ListTransformJobsRequest()) }
        }
        await until { server.requests.count == 1 }
        first.cancel()
        #expect(await first.value == .cancelled)
        gate.open()
        #expect(await second.value == nil)
    }

    @Test func connectionsAreKept() async throws {
        let server = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { server.stop() }
        let client = TestClient.make(server)
        for index in 0..<20 { _ = try await client.send(ListTransformJobsRequest(nameContains: "\(index)")) }
        #expect(server.connections == 1)
    }

    @Test func cancelledBeforeItBegan() async throws {
        let server = LoopbackServer { _, _ in .json(transformPage([])) }
        defer { server.stop() }
        let client = TestClient.make(server)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await TestClient.failure { () throws(AWSFailure) in
                try await client.send(DeleteModelRequest(modelName: "m"))
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(server.requests.isEmpty)
    }
}
