/// Keeps prices as they were last read: they change seldom, and reading them takes many pages.
public protocol PriceCache: Sendable {
    func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>?
    func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws
}
