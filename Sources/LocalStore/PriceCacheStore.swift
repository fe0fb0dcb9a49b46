import AWSOperations
import BatchInference

/// Prices in SQLite, those of AWS apart from those of any other endpoint.
public struct PriceCacheStore: PriceCache {
    private let lists: ListCacheStore
    private let endpoint: String

    /// - Parameter endpoint: The price list's configured endpoint, where one is in force.
    public init(_ database: StateDatabase, endpoint: String? = nil) {
        lists = ListCacheStore(database)
        self.endpoint = endpoint ?? ""
    }

    public func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>? {
        try await lists.list("prices", in: scope(region))
    }

    public func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws {
        try await lists.save(list, "prices", in: scope(region))
    }

    /// Prices are the same for every account: the endpoint stands in the account's place.
    private func scope(_ region: String) -> AccountScope { AccountScope(account: endpoint, region: region) }
}
