import AWSOperations

/// What is known of the instance types beside their size: quotas, what runs, prices. Each comes by itself.
public struct InstanceFacts: Hashable, Sendable {
    public var quotas: Finding<TransformQuotas> = .asking
    public var running: Finding<RunningInstances> = .asking
    public var prices: Finding<InstancePrices> = .asking

    public init() {}

    /// One answer.
    public enum News: Hashable, Sendable {
        case quotas(Finding<TransformQuotas>)
        case running(Finding<RunningInstances>)
        case prices(Finding<InstancePrices>)
    }

    public mutating func take(_ news: News) {
        switch news {
        case .quotas(let finding): quotas = finding
        case .running(let finding): running = finding
        case .prices(let finding): prices = finding
        }
    }

    /// The lists that broke off, so that types may be missing from them.
    public var shortfalls: [Shortfall] {
        [
            quotas.value?.shortfall.map { Shortfall("the list of quotas is incomplete", failure: $0) },
            running.value?.shortfall.map {
                Shortfall("the list of transforms in progress is incomplete", failure: $0)
            },
            prices.value?.shortfall.map { Shortfall("the price list is incomplete", failure: $0) },
        ].compactMap(\.self)
    }

    /// What may still be started of a type.
    public func quotaLeft(of type: TransformInstanceType) -> Finding<QuotaLeft> {
        switch quotas {
        case .asking: return .asking
        case .unknown(let reason): return .unknown(reason: reason)
        case .known(let quotas):
            if case .asking = running { return .asking }
            guard let left = QuotaLeft(of: type, quotas: quotas, running: running.value) else {
                if let shortfall = quotas.shortfall {
                    return .unknown(reason: "the list of quotas is incomplete: \(shortfall.problem)")
                }
                let name = TransformQuotas.name(of: type)
                return .unknown(
                    reason: quotas.unusable.contains(type)
                        ? "Service Quotas gives no usable value of '\(name)'"
                        : "Service Quotas lists no quota '\(name)'")
            }
            return .known(left)
        }
    }

    /// What an hour of a type costs.
    public func price(of type: TransformInstanceType) -> Finding<InstancePrice> {
        switch prices {
        case .asking: return .asking
        case .unknown(let reason): return .unknown(reason: reason)
        case .known(let prices):
            guard let price = prices.perType[type] else {
                if let shortfall = prices.shortfall {
                    return .unknown(reason: "the price list is incomplete: \(shortfall.problem)")
                }
                if prices.unreadable.contains(type) {
                    return .unknown(reason: "its entry in the price list can't be read")
                }
                if prices.perType.isEmpty, prices.unreadableCount > 0 {
                    return .unknown(reason: "the entries of the price list can't be read")
                }
                return .unknown(reason: "the price list has no batch transform price for it in this region")
            }
            return .known(price)
        }
    }
}

/// Asks for quotas, running transforms and prices side by side.
public struct InstanceFactsLoader: Sendable {
    private let cloud: any ServiceQuotas & TransformJobs & PriceList
    private let region: String
    private let cache: any PriceCache
    private let clock: any Clock

    public init(
        cloud: any ServiceQuotas & TransformJobs & PriceList, region: String, cache: any PriceCache,
        clock: any Clock
    ) {
        self.cloud = cloud
        self.region = region
        self.cache = cache
        self.clock = clock
    }

    /// Hands over each answer as it comes; returns with the last one.
    public func load(_ report: @escaping @Sendable (InstanceFacts.News) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { report(.quotas(await Finding { try await TransformQuotas.load(from: cloud) })) }
            group.addTask { report(.running(await Finding { try await RunningInstances.load(from: cloud) })) }
            group.addTask {
                report(
                    .prices(
                        await Finding {
                            try await InstancePrices.load(from: cloud, inRegion: region, cache: cache, clock: clock)
                        }))
            }
        }
    }

    /// All answers at once.
    public func facts() async -> InstanceFacts {
        let (stream, continuation) = AsyncStream.makeStream(of: InstanceFacts.News.self)
        async let loading: Void = {
            await load { continuation.yield($0) }
            continuation.finish()
        }()
        var facts = InstanceFacts()
        for await news in stream { facts.take(news) }
        await loading
        return facts
    }
}
