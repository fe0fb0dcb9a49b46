import AWSOperations

/// What is known of the cost of a launch: the prices, and the past runs of the same candidate.
public struct LaunchCost: Hashable, Sendable {
    public var prices: Finding<InstancePrices> = .asking
    /// Newest first; empty where there are none, or none can be read.
    public var past: [PastTransform]?

    public init(prices: Finding<InstancePrices> = .asking, past: [PastTransform]? = nil) {
        self.prices = prices
        self.past = past
    }

    /// The past runs that an estimate rests on, at most.
    private static let runs = 20

    /// One answer.
    public enum News: Hashable, Sendable {
        case prices(Finding<InstancePrices>)
        case past([PastTransform])
    }

    public mutating func take(_ news: News) {
        switch news {
        case .prices(let finding): prices = finding
        case .past(let runs): past = runs
        }
    }

    /// Asks for prices and past runs side by side; hands over each as it comes, and returns with the last.
    ///
    /// Where this machine knows no past run, the account's own transforms of the same artifacts are looked through.
    ///
    /// - Parameter account: Twelve digits; nil while unknown, and then only the account's own are asked for.
    public static func load(
        for plan: LaunchPlan, account: String?, region: String, from cloud: any Models & PriceList & TransformJobs,
        cache: any PriceCache, history: any TransformHistory, clock: any Clock,
        report: @escaping @Sendable (News) -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                report(
                    .prices(
                        await Finding {
                            try await InstancePrices.load(from: cloud, inRegion: region, cache: cache, clock: clock)
                        }))
            }
            group.addTask {
                var past: [PastTransform] = []
                if let account {
                    past =
                        (try? await history.pastTransforms(
                            ofModel: plan.modelName, candidate: plan.candidateName,
                            in: AccountScope(account: account, region: region), limit: runs)) ?? []
                }
                if past.isEmpty {
                    past = await PastRunSearch(
                        account: cloud, artifacts: plan.containers.map(\.modelDataUrl), name: plan.transformJobName
                    ).runs()
                }
                report(.past(past))
            }
        }
    }

    /// The price of an hour of all the instances together.
    private func hourly(_ type: TransformInstanceType, _ count: Int) -> Finding<String> {
        var facts = InstanceFacts()
        facts.prices = prices
        switch facts.price(of: type) {
        case .asking: return .asking
        case .unknown(let reason): return .unknown(reason: reason)
        case .known(let price):
            return .known(
                InstancePrice(type: type, amount: price.amount * Double(count), currency: price.currency).text)
        }
    }

    /// What the launch is likely to cost, in words: an estimate from past runs, else the hourly price, else why not.
    ///
    /// `about $0.03 if it takes as long as 3 past runs of this model (4 m); the input's size isn't considered`,
    /// `$0.46 per hour; no past runs to estimate from`, `unknown: pricing:GetProducts is denied`; nil while it is asked for.
    public func text(_ type: TransformInstanceType, count: Int) -> String? {
        guard let past else { return nil }
        let hourly = hourly(type, count)
        if case .asking = hourly { return nil }
        if let estimate = CostEstimate(
            from: past, instanceType: type, instanceCount: count, price: prices.value?.perType[type])
        {
            return estimate.text
        }
        switch hourly {
        case .known(let price): return "\(price) per hour; no past runs to estimate from"
        case .unknown(let reason): return "unknown: \(reason)"
        case .asking: return nil
        }
    }
}
