import AWSOperations
import SeededNumbers
import Synchronization
import Testing

@testable import BatchInference

/// Long lists that a service stops answering half-way.
@Suite struct BrokenListingTests {
    private static let throttled = AWSFailure.refusal("ListTransformJobs", "ThrottlingException", "Rate exceeded")

    /// Answers so many requests of a list of jobs, and refuses the others.
    private actor Service {
        private var listed: PagedService
        private var random = SeededRandom(seed: 7)
        private let answered: Int
        private let failure: AWSFailure
        private(set) var refusals = 0
        private(set) var requests = 0

        init(jobs: Int, pageSize: Int, answering answered: Int, failure: AWSFailure) {
            listed = PagedService(times: (0..<jobs).map { 1_700_000_000 + Double($0) * 30 }, pageSize: pageSize)
            self.answered = answered
            self.failure = failure
        }

        func answer(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
            await Task.yield()
            try Task.checkCancellation()
            requests += 1
            guard requests <= answered else {
                refusals += 1
                throw failure
            }
            let request = ListingRequest(
                id: 0, after: request.creationTimeAfter?.secondsSinceEpoch,
                before: request.creationTimeBefore?.secondsSinceEpoch,
                isForOldest: request.sortOrder == .ascending, token: request.nextToken)
            let (rows, token) = listed.answer(request, random: &random)
            return ListTransformJobsResponse(
                transformJobSummaries: rows.map {
                    TransformJobSummary(
                        transformJobName: $0.identity, transformJobArn: $0.identity, creationTime: $0.createdAt,
                        transformJobStatus: .completed)
                }, nextToken: token)
        }
    }

    private func read(
        _ service: Service, patience: Duration = .seconds(60)
    ) async -> (names: [String], failure: AWSFailure?) {
        var names: [String] = []
        let listing = LongListing(
            ListTransformJobsRequest(maxResults: 100), rowLimit: 100_000, patience: patience
        ) {
            try await service.answer($0)
        }
        do {
            _ = try await listing.read { names += $0.map(\.transformJobName) }
            return (names, nil)
        } catch {
            return (names, AWSFailure(wrapping: error))
        }
    }

    @Test(arguments: [1, 2, 3, 8, 30]) func whatArrivedIsHandedOn(answered: Int) async {
        let service = Service(jobs: 10_000, pageSize: 100, answering: answered, failure: Self.throttled)
        let (names, failure) = await read(service)
        #expect(failure == Self.throttled)
        #expect(names.count >= 100)
        #expect(Set(names).count == names.count)
        // One at a time after the first refusal, and no more than a few of those.
        #expect(await service.refusals <= 16 + 5)
    }

    @Test(arguments: [0, 1, 30]) func aServiceThatRefusesForLongIsNotAskedAgain(answered: Int) async {
        // Each refusal may have taken as long as the service wanted the client to wait.
        let service = Service(jobs: 10_000, pageSize: 100, answering: answered, failure: Self.throttled)
        let (names, failure) = await read(service, patience: .zero)
        #expect(failure == Self.throttled)
        #expect(names.count >= min(answered, 1) * 100)
        // Those that were under way beside it, and no more.
        #expect(await service.refusals <= (answered == 0 ? 1 : 16 + 1))
    }

    @Test func aDenialHalfWayKeepsWhatArrived() async {
        let denied = AWSFailure.refusal("ListTransformJobs", "AccessDeniedException", "no")
        let service = Service(jobs: 5000, pageSize: 100, answering: 10, failure: denied)
        let (names, failure) = await read(service)
        #expect(failure == denied && names.count >= 100)
    }

    @Test func aTokenThatComesTwiceIsAFailureAfterTheRows() async {
        let asked = Mutex(0)
        let listing = LongListing(ListTransformJobsRequest(maxResults: 1), rowLimit: 100) { _ in
            let number = asked.withLock { count in
                count += 1
                return count
            }
            return ListTransformJobsResponse(
                transformJobSummaries: [
                    TransformJobSummary(
                        transformJobName: "t\(number)", transformJobArn: "t\(number)",
                        creationTime: Timestamp(secondsSinceEpoch: 1e9), transformJobStatus: .completed)
                ], nextToken: "same")
        }
        var names: [String] = []
        await #expect(throws: AWSFailure.repeatedPageToken(operation: ListTransformJobsRequest.operation)) {
            _ = try await listing.read { names += $0.map(\.transformJobName) }
        }
        #expect(names == ["t1", "t2"] && asked.withLock { $0 } == 2)
    }
}
