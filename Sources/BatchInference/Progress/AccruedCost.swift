import AWSOperations

/// What a transform has cost so far, or in all: instances by billed hours by the list price, and nothing else.
public enum AccruedCost: Hashable, Sendable {
    /// The price is being asked for.
    case asking
    /// Nothing is billed before the instances have started.
    case nothingYet
    case known(Amount)
    case unknown(reason: String)

    public struct Amount: Hashable, Sendable {
        public var value: Double
        /// `USD`
        public var currency: String
        /// Whether it grows no more.
        public var isFinal: Bool
        /// Of one instance an hour.
        public var price: InstancePrice
        public var instanceCount: Int
        /// When the price list was read.
        public var priceReadAt: Timestamp?

        /// `$0.03`, or `less than $0.01` where a rounded amount would say nothing.
        public var text: String { InstancePrice.total(value, currency: currency) }

        /// `1 x ml.m5.xlarge at $0.23 an hour, AWS list price read 2 d ago`
        public func source(at now: Timestamp) -> String {
            let ago = priceReadAt?.age(at: now).map { " read \(DisplayText.ago(seconds: $0))" } ?? ""
            return "\(instanceCount) x \(price.type.rawValue) at \(price.text) per hour, list price\(ago)"
        }
    }

    public init(
        of transform: TransformOverview, price: Finding<InstancePrice>, priceReadAt: Timestamp? = nil, now: Timestamp
    ) {
        guard transform.isDescribed else {
            self = .asking
            return
        }
        guard transform.startedAt != nil else {
            self = .nothingYet
            return
        }
        guard let seconds = transform.runningSeconds(at: now) else {
            self = .unknown(reason: "SageMaker doesn't say when it ended")
            return
        }
        guard let count = transform.instanceCount, count > 0 else {
            self = .unknown(reason: "SageMaker doesn't say how many instances it has")
            return
        }
        switch price {
        case .asking: self = .asking
        case .unknown(let reason): self = .unknown(reason: reason)
        case .known(let price):
            self = .known(
                Amount(
                    value: Double(count) * seconds / 3600 * price.amount, currency: price.currency,
                    isFinal: transform.isEnded, price: price, instanceCount: count, priceReadAt: priceReadAt))
        }
    }

    public var amount: Amount? { if case .known(let amount) = self { amount } else { nil } }

    /// `cost $0.03 so far`, `cost $0.31`, `cost unknown: pricing:GetProducts is denied`; nil while there is nothing to say.
    public var text: String? {
        switch self {
        case .asking, .nothingYet: nil
        case .known(let amount): "cost \(amount.text)\(amount.isFinal ? "" : " so far")"
        case .unknown(let reason): "cost unknown: \(reason)"
        }
    }
}
