import AWSOperations
import BatchInference
import Testing

@testable import LocalStore

@Suite struct ListCacheStoreTests {
    private let folder = TemporaryFolder()
    private let cache: ListCacheStore

    init() {
        cache = ListCacheStore(StateDatabase(path: folder.file("state.sqlite")))
    }

    private func list(_ rows: [String], at seconds: Double) -> CachedList<String> {
        CachedList(rows: rows, savedAt: Timestamp(secondsSinceEpoch: seconds))
    }

    @Test func listsComeBackWithTheirAge() async throws {
        let scope = Samples.scope
        let nothing: CachedList<String>? = try await cache.list("a", in: scope)
        #expect(nothing == nil)
        try await cache.save(list(["x", "y"], at: 5.5), "a", in: scope)
        try await cache.save(list(["z"], at: 6), "b", in: scope)
        #expect(try await cache.list("a", in: scope) == list(["x", "y"], at: 5.5))
        #expect(try await cache.list("b", in: scope) == list(["z"], at: 6))
        let elsewhere: CachedList<String>? = try await cache.list(
            "a", in: AccountScope(account: scope.account, region: "us-east-1"))
        #expect(elsewhere == nil)
        try await cache.save(list(["w"], at: 7), "a", in: scope)
        #expect(try await cache.list("a", in: scope) == list(["w"], at: 7))
    }

    @Test func rowsAndListsAreBounded() async throws {
        let rows = (0..<600).map { "\($0)" }
        for index in 0..<45 {
            let scope = AccountScope(account: "\(index)", region: "r")
            try await cache.save(list(index == 44 ? rows : [], at: Double(index)), "a", in: scope)
        }
        let oldest: CachedList<String>? = try await cache.list("a", in: AccountScope(account: "0", region: "r"))
        #expect(oldest == nil)
        let newest: CachedList<String>? = try await cache.list("a", in: AccountScope(account: "44", region: "r"))
        #expect(newest?.rows.count == 500)
    }
}
