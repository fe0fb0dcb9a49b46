import AWSOperations

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
            "\(runs) past run\(runs == 1 ? "" : "s") of this model\(isFromOtherInstances ? " on other instances" : "")"
        let basis = "\(past) (\(span))"
        guard let amount, let price else { return "price unknown; \(basis)" }
        // Below half a cent, a rounded amount would say nothing.
        let text =
            amount >= 0.005
            ? "about \(InstancePrice.text(amount, currency: price.currency))"
            : "less than \(InstancePrice.text(0.01, currency: price.currency))"
        return "\(text) if it takes as long as \(basis); the input's size isn't considered"
    }
}
