import AWSOperations
import SeededNumbers
import Synchronization
import Testing

@testable import BatchInference

/// The reader of long listings, with a service that answers from another task.
@Suite struct LongListingTests {
    /// Answers ListTransformJobs from a made-up list, and may create a job after each answer.
    private actor Service {
        private var listed: PagedService
        private var random: SeededRandom
        private var now: Double
        private let created: Double
        private(set) var requests = 0
        private(set) var underWay = 0
        private(set) var mostUnderWay = 0
        private var throttled: Int

        init(jobs: Int, pageSize: Int, created: Double = 0, throttled: Int = 0, seed: UInt64 = 1) {
            listed = PagedService(times: (0..<jobs).map { 1_700_000_000 + Double($0) * 30 }, pageSize: pageSize)
            random = SeededRandom(seed: seed)
            now = 1_700_000_000 + Double(jobs) * 30
            self.created = created
            self.throttled = throttled
        }

        var names: Set<String> { Set(listed.jobs.map(\.identity)) }

        func answer(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
            requests += 1
            underWay += 1
            mostUnderWay = max(mostUnderWay, underWay)
            defer { underWay -= 1 }
            for _ in 0..<Int.random(in: 0..<5, using: &random) { await Task.yield() }
            try Task.checkCancellation()
            if throttled > 0 {
                throttled -= 1
                throw AWSFailure.service(
                    ServiceError(
                        operation: ListTransformJobsRequest.operation, code: "ThrottlingException", message: "",
                        httpStatus: 400, requestID: nil))
            }
            let request = ListingRequest(
                id: 0, after: request.creationTimeAfter?.secondsSinceEpoch,
                before: request.creationTimeBefore?.secondsSinceEpoch,
                isForOldest: request.sortOrder == .ascending, token: request.nextToken)
            let (rows, token) = listed.answer(request, random: &random)
            if Double.random(in: 0..<1, using: &random) < created {
                listed.create(at: now)
                now += 1
            }
            return ListTransformJobsResponse(
                transformJobSummaries: rows.map {
                    TransformJobSummary(
                        transformJobName: $0.identity, transformJobArn: $0.identity, creationTime: $0.createdAt,
                        transformJobStatus: .completed)
                }, nextToken: token)
        }
    }

    private func listing(
        of service: Service, rowLimit: Int = .max, pageSize: Int
    ) -> LongListing<ListTransformJobsRequest> {
        LongListing(ListTransformJobsRequest(maxResults: pageSize), rowLimit: rowLimit) {
            try await service.answer($0)
        }
    }

    @Test(arguments: UInt64(1)...20) func rowsComeInOrderOnceEachWhileJobsAreCreated(seed: UInt64) async throws {
        let service = Service(
            jobs: Int(seed * 37 % 700), pageSize: 20, created: 0.5, throttled: Int(seed % 3), seed: seed)
        let before = await service.names
        var rows: [TransformJobSummary] = []
        var deliveries = 0
        let isComplete = try await listing(of: service, pageSize: 20).read {
            rows += $0
            deliveries += 1
        }
        #expect(isComplete)
        #expect(deliveries >= 1)
        #expect(rows.map(\.creationTime.secondsSinceEpoch).isDescending)
        let names = rows.map(\.transformJobName)
        #expect(Set(names).count == names.count)
        #expect(before.isSubset(of: names))
        #expect(await service.mostUnderWay <= 16)
    }

    @Test func theFirstPageGoesOnBeforeAnythingElseIsAsked() async throws {
        let service = Service(jobs: 300, pageSize: 20)
        let asked = Mutex<[Int]>([])
        let counted = LongListing(ListTransformJobsRequest(maxResults: 20), rowLimit: .max) { request in
            let answer = try await service.answer(request)
            asked.withLock { $0.append(0) }
            return answer
        }
        var first: Int?
        _ = try await counted.read { rows in
            if first == nil { first = asked.withLock { $0.count } }
        }
        #expect(first == 1)
    }

    @Test func noMoreIsReadThanTheLimit() async throws {
        let service = Service(jobs: 2000, pageSize: 20)
        var rows = 0
        let isComplete = try await listing(of: service, rowLimit: 50, pageSize: 20).read { rows += $0.count }
        #expect(rows == 50)
        #expect(!isComplete)
        #expect(await service.requests <= 12)
    }

    /// The budget of a thousand requests: what it leaves out is said, and what came is in order.
    @Test func aListingBeyondTheBudgetSaysThatItIsIncomplete() async throws {
        let service = Service(jobs: 2500, pageSize: 2)
        var rows: [TransformJobSummary] = []
        let isComplete = try await listing(of: service, pageSize: 2).read { rows += $0 }
        #expect(!isComplete)
        #expect(await service.requests <= 1000)
        #expect(rows.count > 500)
        #expect(Set(rows.map(\.transformJobName)).count == rows.count)
        #expect(rows.map(\.transformJobName) == (0..<rows.count).map { "job-\(2499 - $0)" })
    }

    @Test func cancellationEndsItAndWhatIsUnderWay() async throws {
        let service = Service(jobs: 2000, pageSize: 5)
        let listing = listing(of: service, pageSize: 5)
        let task = Task {
            var rows = 0
            return try await listing.read {
                rows += $0.count
                if rows > 100 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(await service.underWay == 0)
        #expect(await service.requests < 200)
    }

    @Test func aRefusalIsThrown() async throws {
        let refusal = AWSFailure.service(
            ServiceError(
                operation: ListTransformJobsRequest.operation, code: "AccessDeniedException", message: "no",
                httpStatus: 400, requestID: nil))
        let listing = LongListing(ListTransformJobsRequest(maxResults: 5), rowLimit: 10) { _ in throw refusal }
        await #expect(throws: refusal) { _ = try await listing.read { _ in } }
    }
}
