import AWSOperations
import BatchInference
import LocalStore
import Testing

@Suite struct PriceCacheStoreTests {
    private let folder = TemporaryFolder()

    @Test func pricesComeBackByRegionAndEndpoint() async throws {
        let database = StateDatabase(path: folder.file("state.sqlite"))
        let cache = PriceCacheStore(database)
        #expect(try await cache.cachedPrices(inRegion: "eu-west-1") == nil)
        let prices = CachedList(
            rows: [InstancePrice(type: .mlM5Large, amount: 0.23, currency: "USD")],
            savedAt: Timestamp(secondsSinceEpoch: 7))
        try await cache.cachePrices(prices, inRegion: "eu-west-1")
        #expect(try await cache.cachedPrices(inRegion: "eu-west-1") == prices)
        #expect(try await cache.cachedPrices(inRegion: "us-east-1") == nil)
        let other = PriceCacheStore(database, endpoint: "http://127.0.0.1:4566")
        #expect(try await other.cachedPrices(inRegion: "eu-west-1") == nil)
    }
}
