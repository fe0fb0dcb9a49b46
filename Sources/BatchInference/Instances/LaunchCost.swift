import AWSOperations

/// What is known of the cost of a launch: the prices, and the past runs of the same candidate.
public struct LaunchCost: Hashable, Sendable {
    public var prices: Finding<InstancePrices> = .asking
    /// Newest first.
    public var past: Finding<[PastTransform]> = .asking

    public init(prices: Finding<InstancePrices> = .asking, past: Finding<[PastTransform]> = .asking) {
        self.prices = prices
        self.past = past
    }

    /// The past runs that an estimate rests on, at most.
    private static let runs = 20

    /// One answer.
    public enum News: Hashable, Sendable {
        case prices(Finding<InstancePrices>)
        case past(Finding<[PastTransform]>)
    }

    public mutating func take(_ news: News) {
        switch news {
        case .prices(let finding): prices = finding
        case .past(let finding): past = finding
        }
    }

    /// Takes what hasn't been answered as unknown.
    public mutating func stopAsking(after seconds: Int) {
        if case .asking = prices { prices = .unknown(reason: "the price list didn't respond within \(seconds) s") }
        if case .asking = past { past = .unknown(reason: "no response within \(seconds) s") }
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
                var past: Finding<[PastTransform]> = .known([])
                if let account {
                    past = await Finding {
                        try await history.pastTransforms(
                            ofModel: plan.modelName, candidate: plan.candidateName,
                            in: AccountScope(account: account, region: region), limit: runs)
                    }
                }
                if past.value?.isEmpty != false {
                    let search = PastRunSearch(
                        account: cloud, artifacts: plan.containers.map(\.modelDataUrl), name: plan.transformJobName)
                    let found = await search.runs()
                    if past.value != nil || found.value != [] { past = found }
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
    /// `$0.46 per hour; no past runs to estimate from`, `$0.46 per hour; past runs unknown: sagemaker:ListTransformJobs is
    /// denied`, `unknown: pricing:GetProducts is denied`; nil while it is asked for.
    public func text(_ type: TransformInstanceType, count: Int) -> String? {
        if case .asking = past { return nil }
        let hourly = hourly(type, count)
        if case .asking = hourly { return nil }
        if let estimate = CostEstimate(
            from: past.value ?? [], instanceType: type, instanceCount: count, price: prices.value?.perType[type])
        {
            return estimate.text
        }
        switch hourly {
        case .known(let price):
            let lack = past.reason.map { "past runs unknown: \($0)" } ?? "no past runs to estimate from"
            return "\(price) per hour; \(lack)"
        case .unknown(let reason): return "unknown: \(reason)"
        case .asking: return nil
        }
    }
}

/// What a transform is likely to cost, from past runs and the hourly price, and from nothing else.
public struct CostEstimate: Hashable, Sendable {
    /// How many past runs it rests on; at least 1.
    public var runs: Int
    /// Billed seconds, from the shortest to the longest past run.
    public var running: ClosedRange<Double>
    /// The middle one of the past runs.
    public var typicalSeconds: Double
    public var instanceCount: Int
    /// Nil where it is unknown.
    public var price: InstancePrice?
    /// Whether the past runs were on other instances than these.
    public var isFromOtherInstances: Bool

    /// Takes runs on the same instances where there are some, otherwise all; nil without any.
    public init?(
        from past: [PastTransform], instanceType: TransformInstanceType, instanceCount: Int, price: InstancePrice?
    ) {
        let alike = past.filter { $0.instanceType == instanceType && $0.instanceCount == instanceCount }
        let seconds = (alike.isEmpty ? past : alike).map { max(0, $0.runningSeconds) }.sorted()
        guard let shortest = seconds.first, let longest = seconds.last else { return nil }
        runs = seconds.count
        running = shortest...longest
        typicalSeconds = seconds[seconds.count / 2]
        self.instanceCount = instanceCount
        self.price = price
        isFromOtherInstances = alike.isEmpty
    }

    /// Instances by hours by the hourly price; provisioning is not billed.
    public var amount: Double? { price.map { Double(instanceCount) * typicalSeconds / 3600 * $0.amount } }

    /// `about $0.03 if it takes as long as 3 past runs of this model (4 m); the input's size isn't considered`.
    public var text: String {
        let shortest = DisplayText.duration(seconds: running.lowerBound)
        let longest = DisplayText.duration(seconds: running.upperBound)
        let span = shortest == longest ? shortest : "\(shortest) to \(longest)"
        let past =
            "\(DisplayText.counted(runs, "past run")) of this model\(isFromOtherInstances ? " on other instances" : "")"
        let basis = "\(past) (\(span))"
        guard let amount, let price else { return "price unknown; \(basis)" }
        let total = InstancePrice.total(amount, currency: price.currency)
        let text = amount >= 0.005 ? "about \(total)" : total
        return "\(text) if it takes as long as \(basis); the input's size isn't considered"
    }
}

/// Something asked of a service that not everybody may ask: on its way, known, or unknown with the reason.
public enum Finding<Value: Hashable & Sendable>: Hashable, Sendable {
    case asking
    case known(Value)
    /// The reason in words, for example `pricing:GetProducts is denied`.
    case unknown(reason: String)

    public var value: Value? { if case .known(let value) = self { value } else { nil } }
    public var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }
}

extension Finding {
    /// What a call came to.
    init(_ work: () async throws -> Value) async {
        do {
            self = .known(try await work())
        } catch {
            self = .unknown(reason: Self.reason(for: error))
        }
    }

    /// A denial by its action alone: the whole refusal names the caller, and takes more than a line.
    static func reason(for error: any Error) -> String {
        let failure = AWSFailure(wrapping: error)
        if let action = failure.deniedAction { return "\(action) is denied" }
        return failure.problem
    }
}
