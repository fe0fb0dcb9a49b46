import BatchInference

/// What effects may use: the shared client behind its ports, journal, history and kept prices, and a clock.
public struct Services: Sendable {
    public var cloud: any CloudServices
    public var journal: any LaunchJournal
    public var history: any TransformHistory
    public var prices: any PriceCache
    public var clock: any Clock
    public var files: any TextFiles
    /// The folder that downloads go to.
    public var downloadDirectory: String

    public init(
        cloud: any CloudServices, journal: any LaunchJournal, history: any TransformHistory,
        prices: any PriceCache, clock: any Clock, files: any TextFiles, downloadDirectory: String
    ) {
        self.cloud = cloud
        self.journal = journal
        self.history = history
        self.prices = prices
        self.clock = clock
        self.files = files
        self.downloadDirectory = downloadDirectory
    }
}
