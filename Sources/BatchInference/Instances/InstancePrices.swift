import AWSOperations
import JSONCoding

/// The prices of a region's instance types in batch transform, and how old they are.
public struct InstancePrices: Hashable, Sendable {
    public var perType: [TransformInstanceType: InstancePrice]
    public var readAt: Timestamp
    /// Why newer ones could not be had, where they were due.
    public var refreshFailure: String?
    /// Why prices are missing that the service may have; nil where all were listed.
    public var shortfall: AWSFailure?
    /// Types whose entry has no price that can be read.
    public var unreadable: Set<TransformInstanceType> = []
    /// How many entries can't be read, of whatever type.
    public var unreadableCount = 0

    public init(_ prices: [InstancePrice], readAt: Timestamp, refreshFailure: String? = nil) {
        perType = Dictionary(prices.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })
        self.readAt = readAt
        self.refreshFailure = refreshFailure
    }

    /// Seconds after which prices are read again: a week.
    static let lifetime = 7.0 * 86_400

    /// Takes kept prices while they are young; else reads them, and keeps them; kept ones where that fails.
    public static func load(
        from list: any PriceList, inRegion region: String, cache: any PriceCache, clock: any Clock
    ) async throws -> InstancePrices {
        let kept = try? await cache.cachedPrices(inRegion: region)
        if let kept, (0..<lifetime).contains(clock.now.seconds(since: kept.savedAt)) {
            return InstancePrices(kept.rows, readAt: kept.savedAt)
        }
        do {
            let reading = try await read(from: list, region: region)
            let found = CachedList(rows: reading.prices, savedAt: clock.now)
            var all = InstancePrices(reading.prices, readAt: found.savedAt)
            all.shortfall = reading.shortfall
            all.unreadable = reading.unreadable.subtracting(all.perType.keys)
            all.unreadableCount = reading.unreadableCount
            // Half a list is not kept for a week.
            if !reading.prices.isEmpty, reading.shortfall == nil, reading.unreadableCount == 0 {
                try? await cache.cachePrices(found, inRegion: region)
            }
            return all
        } catch {
            guard let kept, !Task.isCancelled else { throw error }
            return InstancePrices(
                kept.rows, readAt: kept.savedAt, refreshFailure: Finding<InstancePrices>.reason(for: error))
        }
    }

    /// What came of the price list.
    private struct Reading {
        var prices: [InstancePrice] = []
        var unreadable: Set<TransformInstanceType> = []
        var unreadableCount = 0
        var shortfall: AWSFailure?

        mutating func take(_ entry: String) {
            if let price = InstancePrice(entry: entry) { return prices.append(price) }
            guard let document = JSONValue(parsing: entry), document.isObject else {
                unreadableCount += 1
                return
            }
            guard let type = InstancePrice.type(of: document) else { return }
            unreadable.insert(type)
            unreadableCount += 1
        }
    }

    /// Asks for batch transform alone; where the service does not know that filter, for all of the region.
    private static func read(
        from list: any PriceList, region: String
    ) async throws -> Reading {
        let ofRegion = ProductFilter(field: "regionCode", value: region)
        let ofTransforms = ProductFilter(type: "CONTAINS", field: "usagetype", value: "Tsform:")
        do {
            return try await read(from: list, filters: [ofRegion, ofTransforms])
        } catch {
            let code = AWSFailure(wrapping: error).serviceError?.code ?? ""
            guard code.contains("InvalidParameter") || code.contains("Validation") else { throw error }
            return try await read(from: list, filters: [ofRegion])
        }
    }

    private static func read(
        from list: any PriceList, filters: [ProductFilter]
    ) async throws -> Reading {
        var reading = Reading()
        var hasList = true
        let request = GetProductsRequest(
            serviceCode: "AmazonSageMaker", filters: filters, formatVersion: "aws_v1", maxResults: 100)
        reading.shortfall = try await PageSequence(request, fetch: { try await list.listProducts($0) }).read { page in
            hasList = hasList && (page.priceList != nil || page.formatVersion != nil)
            for entry in page.items { reading.take(entry) }
            reading.unreadableCount += page.itemsLeftOut
            return true
        }
        try Task.checkCancellation()
        if !hasList, reading.shortfall == nil {
            reading.shortfall = .undecodable(
                operation: GetProductsRequest.operation, detail: "it has no price list", requestID: nil)
        }
        return reading
    }
}
