import AWSOperations
import BatchInference
import LocalStore
import Testing

@Suite struct ListCacheStoreTests {
    private let folder = TemporaryFolder()
    private let cache: ListCacheStore

    init() {
        cache = ListCacheStore(StateDatabase(path: folder.file("state.sqlite")))
    }

    @Test func listsComeBackWithTheirAge() async throws {
        let scope = Samples.scope
        #expect(try await cache.cachedJobs(in: scope) == nil)
        let jobs = CachedList(rows: [Samples.job("a"), Samples.job("b")], savedAt: Timestamp(secondsSinceEpoch: 5.5))
        let transforms = CachedList(rows: [Samples.transform("t")], savedAt: Timestamp(secondsSinceEpoch: 6))
        try await cache.cacheJobs(jobs, in: scope)
        try await cache.cacheTransforms(transforms, in: scope)
        #expect(try await cache.cachedJobs(in: scope) == jobs)
        #expect(try await cache.cachedTransforms(in: scope) == transforms)
        #expect(try await cache.cachedJobs(in: AccountScope(account: scope.account, region: "us-east-1")) == nil)
        let newer = CachedList(rows: [Samples.job("c")], savedAt: Timestamp(secondsSinceEpoch: 7))
        try await cache.cacheJobs(newer, in: scope)
        #expect(try await cache.cachedJobs(in: scope) == newer)
    }

    @Test func rowsAndListsAreBounded() async throws {
        let rows = (0..<600).map { Samples.job("\($0)") }
        for index in 0..<45 {
            let scope = AccountScope(account: "\(index)", region: "r")
            try await cache.cacheJobs(
                CachedList(rows: index == 44 ? rows : [], savedAt: Timestamp(secondsSinceEpoch: Double(index))),
                in: scope)
        }
        #expect(try await cache.cachedJobs(in: AccountScope(account: "0", region: "r")) == nil)
        #expect(try await cache.cachedJobs(in: AccountScope(account: "44", region: "r"))?.rows.count == 500)
    }
}
