/// The allowance for retries that all requests of a client share, so that a failing service is not hit harder.
///
/// Capacity and costs are those of the AWS SDKs' standard mode.
struct RetryQuota: Hashable, Sendable {
    static let capacity = 500
    static let retryCost = 5
    static let timeoutCost = 10

    private(set) var available = capacity

    /// Pays for a retry; false where the allowance is used up.
    mutating func take(_ cost: Int) -> Bool {
        guard cost <= available else { return false }
        available -= cost
        return true
    }

    /// Gives back what a request's last retry cost, or 1 where it needed none.
    mutating func giveBack(_ cost: Int?) {
        available = min(Self.capacity, available + (cost ?? 1))
    }
}

extension RetryNotice {
    /// How many retries the allowance still pays for.
    public var retriesLeft: Int { quotaLeft / RetryQuota.retryCost }
}
