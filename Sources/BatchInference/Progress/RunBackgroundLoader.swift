import AWSOperations

/// Looks up past runs of a transform's model and the price of its instances.
public struct RunBackgroundLoader: Sendable {
    public typealias Cloud = Models & PriceList & TransformJobs

    private let cloud: any Cloud
    private let region: String
    private let journal: any LaunchJournal
    private let history: any TransformHistory
    private let prices: any PriceCache
    private let clock: any Clock

    /// The launches that are searched for the transform's candidate.
    private static let launches = 500
    /// The runs that an estimate rests on, at most.
    private static let runs = 20

    public init(
        cloud: any Cloud, region: String, journal: any LaunchJournal, history: any TransformHistory,
        prices: any PriceCache, clock: any Clock
    ) {
        self.cloud = cloud
        self.region = region
        self.journal = journal
        self.history = history
        self.prices = prices
        self.clock = clock
    }

    /// Both at once; nothing fails: what can't be had is unknown, with the reason.
    ///
    /// - Parameters:
    ///   - scope: Whose history is looked at; nil for none.
    ///   - searchesAccount: Whether the account's own transforms are looked through where the history has none, with a
    ///     dozen requests.
    public func load(
        for transform: TransformOverview, in scope: AccountScope?, searchesAccount: Bool
    ) async -> RunBackground {
        async let priced = price(of: transform.instanceType)
        let past = await past(of: transform, in: scope, searchesAccount: searchesAccount)
        let (price, readAt) = await priced
        return RunBackground(past: past, price: price, priceReadAt: readAt)
    }

    /// The price alone, as when it was unknown before.
    public func price(of type: TransformInstanceType?) async -> (Finding<InstancePrice>, readAt: Timestamp?) {
        guard let type else { return (.unknown(reason: "SageMaker doesn't say which instances it has"), nil) }
        var facts = InstanceFacts()
        facts.prices = await Finding {
            try await InstancePrices.load(from: cloud, inRegion: region, cache: prices, clock: clock)
        }
        return (facts.price(of: type), facts.prices.value?.readAt)
    }

    private func past(
        of transform: TransformOverview, in scope: AccountScope?, searchesAccount: Bool
    ) async -> [PastTransform] {
        var found: [PastTransform] = []
        if let scope {
            let launches = (try? await journal.history(limit: Self.launches)) ?? []
            let launch = launches.first { $0.createTransformJob.transformJobName == transform.name }
            found =
                (try? await history.pastTransforms(
                    ofModel: transform.modelName, candidate: launch?.candidateName, in: scope, limit: Self.runs)) ?? []
        }
        if found.isEmpty, searchesAccount, let modelName = transform.modelName,
            let model = try? await cloud.describeModel(named: modelName)
        {
            let artifacts = model.allContainers.map { $0.modelDataUrl ?? $0.modelDataSource?.s3DataSource?.s3Uri ?? "" }
            found = await PastRunSearch(account: cloud, artifacts: artifacts, name: transform.name).runs().value ?? []
        }
        // A run is no measure of itself.
        return found.filter { $0.name != transform.name }
    }
}
