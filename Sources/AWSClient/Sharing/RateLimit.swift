/// A token bucket as a value: who asks is told how long to wait.
struct RateLimit: Hashable, Sendable {
    /// Tokens a second; nil for no limit.
    let perSecond: Double?
    let burst: Double
    private var tokens: Double
    private var lastTime: Double?

    init(perSecond: Double?, burst: Int) {
        self.perSecond = perSecond
        self.burst = Double(max(1, burst))
        tokens = self.burst
    }

    /// Takes a token, on credit where there is none, and returns the seconds after which it may be used.
    mutating func reserve(now: Double) -> Double {
        guard let perSecond else { return 0 }
        // A clock that was set back gives nothing.
        if let lastTime { tokens = min(burst, tokens + max(0, now - lastTime) * perSecond) }
        lastTime = now
        tokens -= 1
        return tokens >= 0 ? 0 : -tokens / perSecond
    }

    /// Gives a token back that was not used.
    mutating func giveBack() { tokens = min(burst, tokens + 1) }
}
