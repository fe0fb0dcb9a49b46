import AWSOperations

/// How long a transform is likely to take, from past runs and from nothing else.
public struct TransformEstimate: Hashable, Sendable {
    /// How many past runs it rests on; at least 1.
    public var runs: Int
    /// In seconds, from the shortest to the longest past run.
    public var provisioning: ClosedRange<Double>
    public var running: ClosedRange<Double>

    /// Takes runs on the same instances where there are some, otherwise all; nil without any.
    public init?(from past: [PastTransform], instanceType: TransformInstanceType?, instanceCount: Int?) {
        let alike = past.filter { $0.instanceType == instanceType && $0.instanceCount == instanceCount }
        let used = alike.isEmpty ? past : alike
        let provisioning = used.map { max(0, $0.provisioningSeconds) }
        let running = used.map { max(0, $0.runningSeconds) }
        guard let shortestWait = provisioning.min(), let longestWait = provisioning.max(), let shortest = running.min(),
            let longest = running.max()
        else { return nil }
        runs = used.count
        self.provisioning = shortestWait...longestWait
        self.running = shortest...longest
    }

    /// The seconds that are left of a transform in progress; nil after its end, or once it took longer than all before.
    public func remaining(of transform: TransformOverview, at now: Timestamp) -> ClosedRange<Double>? {
        let (spent, whole): (Double, ClosedRange<Double>)
        switch transform.phase {
        case .provisioning:
            guard let age = transform.age(at: now) else { return nil }
            spent = max(0, age)
            whole =
                provisioning.lowerBound + running.lowerBound...provisioning.upperBound + running.upperBound
        case .running:
            guard let seconds = transform.runningSeconds(at: now) else { return nil }
            spent = seconds
            whole = running
        default: return nil
        }
        guard whole.upperBound > spent else { return nil }
        return max(0, whole.lowerBound - spent)...(whole.upperBound - spent)
    }
}
