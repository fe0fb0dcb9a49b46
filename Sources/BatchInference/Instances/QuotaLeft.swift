import AWSOperations

/// How many more instances of a type may be started now, and what says so.
public struct QuotaLeft: Hashable, Sendable {
    /// The applied quota of the type.
    public var applied: Int
    /// What runs of the type; nil while that is unknown.
    public var running: Int?
    /// What may still be started: within the type's quota and the one over all types.
    public var left: Int
    /// Whether the quota over all types is the narrower one.
    public var isHeldByOverall: Bool

    /// Nil where the service lists no quota of the type.
    public init?(of type: TransformInstanceType, quotas: TransformQuotas, running: RunningInstances?) {
        guard let quota = quotas.perType[type] else { return nil }
        // What is left of a quota can't be told from half a list.
        let running = running.flatMap { $0.shortfall == nil ? $0 : nil }
        applied = quota.value
        self.running = running.map { $0.perType[type] ?? 0 }
        let ownLeft = max(0, quota.value - (self.running ?? 0))
        let overallLeft = quotas.overall.map { max(0, $0.value - (running?.total ?? 0)) } ?? ownLeft
        left = min(ownLeft, overallLeft)
        isHeldByOverall = overallLeft < ownLeft
    }
}
