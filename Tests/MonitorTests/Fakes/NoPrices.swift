import BatchInference

/// A cache that keeps nothing.
struct NoPrices: PriceCache {
    func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>? { nil }
    func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws {}
}
