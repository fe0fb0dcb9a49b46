/// How much all callers of a client together may ask of the services.
public struct BudgetLimits: Hashable, Sendable {
    /// Requests under way at one time.
    public var concurrentRequests: Int
    /// Downloads under way at one time.
    public var concurrentStreams: Int
    /// Requests a second in the long run; nil for no limit.
    public var requestsPerSecond: Double?
    /// Requests that may go out at once after a pause.
    public var burst: Int

    public init(
        concurrentRequests: Int = 32, concurrentStreams: Int = 8, requestsPerSecond: Double? = 100, burst: Int = 200
    ) {
        self.concurrentRequests = concurrentRequests
        self.concurrentStreams = concurrentStreams
        self.requestsPerSecond = requestsPerSecond
        self.burst = burst
    }

    /// Without a limit on the rate: for a service on this machine.
    public static let unmetered = BudgetLimits(requestsPerSecond: nil)
}
