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
    /// Examines what this run goes by; each call begins anew.
    public var examine: @Sendable () -> AsyncStream<DoctorReport>

    public init(
        cloud: any CloudServices, journal: any LaunchJournal, history: any TransformHistory,
        prices: any PriceCache, clock: any Clock, files: any TextFiles, downloadDirectory: String,
        examine: @escaping @Sendable () -> AsyncStream<DoctorReport> = { AsyncStream { $0.finish() } }
    ) {
        self.cloud = cloud
        self.journal = journal
        self.history = history
        self.prices = prices
        self.clock = clock
        self.files = files
        self.downloadDirectory = downloadDirectory
        self.examine = examine
    }
}
