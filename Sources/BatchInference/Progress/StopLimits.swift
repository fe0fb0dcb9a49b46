import AWSOperations

/// Limits at which a transform is to be stopped.
public struct StopLimits: Hashable, Sendable {
    /// Seconds of running; provisioning isn't billed and doesn't count.
    public var seconds: Double?
    /// Money.
    public var cost: Double?
    /// Of the cost. Prices in another one are never compared with it: nobody knows what one is worth in the other.
    public var currency = Self.dollars

    public static let dollars = "USD"

    public init(seconds: Double? = nil, cost: Double? = nil, currency: String = Self.dollars) {
        self.seconds = seconds
        self.cost = cost
        self.currency = currency
    }

    public init(seconds: Double? = nil, cost: Money?) {
        self.init(seconds: seconds, cost: cost?.amount, currency: cost?.currency ?? Self.dollars)
    }

    /// An amount as somebody types it.
    public struct Money: Hashable, Sendable {
        public var amount: Double
        public var currency: String

        public init(_ amount: Double, _ currency: String = StopLimits.dollars) {
            self.amount = amount
            self.currency = currency
        }
    }

    public var isEmpty: Bool { seconds == nil && cost == nil }

    /// `2 h of running or $5.00`
    public var text: String {
        [
            seconds.map { "\(DisplayText.duration(seconds: $0)) of running" },
            cost.map { InstancePrice.text($0, currency: currency, places: Self.places(of: $0)) },
        ].compactMap(\.self).joined(separator: " or ")
    }

    /// Why a limit of the cost can't act on a price: it's unknown, or in another currency; nil where it can, where the price
    /// is being asked for, and without such a limit.
    public func blindness(to price: Finding<InstancePrice>) -> String? {
        guard cost != nil else { return nil }
        switch price {
        case .asking: return nil
        case .unknown(let reason): return "the price is unknown: \(reason)"
        case .known(let price): return mismatch(price.currency)
        }
    }

    /// Likewise, on what has been spent.
    public func blindness(to spent: AccruedCost) -> String? {
        guard cost != nil else { return nil }
        switch spent {
        case .asking, .nothingYet: return nil
        case .unknown(let reason): return "the cost is unknown: \(reason)"
        case .known(let amount): return mismatch(amount.currency)
        }
    }

    private func mismatch(_ other: String) -> String? {
        guard other != currency else { return nil }
        return "prices here are in \(other), and the limit is in \(currency); write it as \(other)5"
    }

    private static func places(of amount: Double) -> Int {
        let cents = amount * 100
        return abs(cents - cents.rounded()) < 1e-6 ? 2 : 4
    }

    /// Which limit a transform has reached; nil for none.
    public func reached(by transform: TransformOverview, cost spent: AccruedCost, at now: Timestamp) -> Reached? {
        guard transform.phase == .running else { return nil }
        if let seconds, let running = transform.runningSeconds(at: now), running >= seconds {
            return .time(running, limit: seconds)
        }
        if let cost, let amount = spent.amount, amount.currency == currency, amount.value >= cost {
            return .cost(amount, limit: cost)
        }
        return nil
    }

    public enum Reached: Hashable, Sendable {
        case time(Double, limit: Double)
        case cost(AccruedCost.Amount, limit: Double)

        /// `it has been running for 2 h 1 m, and its limit is 2 h`
        public var text: String {
            switch self {
            case .time(let seconds, let limit):
                "it has been running for \(DisplayText.duration(seconds: seconds)), and its limit is "
                    + DisplayText.duration(seconds: limit)
            case .cost(let amount, let limit):
                "it has cost \(Self.money(amount.value, beside: limit, amount.currency)), and its limit is "
                    + Self.money(limit, beside: limit, amount.currency)
            }
        }

        /// With as many decimals as a limit has, so that what is above it doesn't read as twice as much.
        private static func money(_ amount: Double, beside limit: Double, _ currency: String) -> String {
            InstancePrice.text(amount, currency: currency, places: StopLimits.places(of: limit))
        }
    }

    /// Reads a span of time: `90s`, `15m`, `2h`, `1h30m`, `3d`; nil for anything else, and for nothing at all.
    public static func duration(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        var seconds = 0.0
        var digits = ""
        var smallest = Double.infinity
        for character in text where character != " " {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                guard let unit = units[character], unit < smallest, let count = Int(digits), count <= 1_000_000 else {
                    return nil
                }
                seconds += Double(count) * unit
                smallest = unit
                digits = ""
            }
        }
        guard digits.isEmpty, seconds > 0 else { return nil }
        return seconds
    }

    /// Reads an amount of money: `5`, `$5`, `0.50`, in dollars, or `CNY5`; nil for anything else, and for nothing at all.
    public static func money(_ text: String) -> Money? {
        var number = text[...]
        var currency = dollars
        if let sign = currencies.first(where: { text.hasPrefix($0.sign) }) {
            number = number.dropFirst(sign.sign.count)
            currency = sign.currency
        }
        if currency != dollars, number.first == " " { number = number.dropFirst() }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let amount = Double(number), amount > 0, amount <= 1e9
        else { return nil }
        return Money(amount, currency)
    }

    /// What the price lists of AWS are in.
    private static let currencies = [
        (sign: "$", currency: dollars), (sign: "USD", currency: dollars), (sign: "CNY", currency: "CNY"),
    ]

    /// Reads limits as they are typed into one field: `2h`, `$5`, `2h $5`; nil where a part is neither.
    public static func typed(_ text: String) -> StopLimits? {
        var limits = StopLimits()
        var words: [String] = []
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) where word != "or" {
            // `CNY 5` is one amount.
            if let last = words.last, currencies.contains(where: { $0.sign == last }) {
                words[words.count - 1] += word
            } else {
                words.append(String(word))
            }
        }
        for word in words {
            if let seconds = duration(String(word)) {
                guard limits.seconds == nil else { return nil }
                limits.seconds = seconds
            } else if word.contains(".") || currencies.contains(where: { word.hasPrefix($0.sign) }),
                let money = money(word)
            {
                guard limits.cost == nil else { return nil }
                (limits.cost, limits.currency) = (money.amount, money.currency)
            } else {
                return nil
            }
        }
        return limits
    }
}

/// Decides when a transform is stopped at its limits: once, and again only where the stop was refused.
///
/// A value without I/O: whoever holds it asks it after each reading, sends the stop, and tells it what became of that.
public struct StopGuard: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        case armed
        /// A limit is reached, and the stop is on its way or is being asked about.
        case reached(StopLimits.Reached)
        /// SageMaker has taken the stop.
        case requested
        /// It hasn't; it's tried again.
        case refused(AWSFailure, nextTry: Timestamp)
        /// The transform has ended or stops, by whatever; or nobody wants the stop any more.
        case over
    }

    public let limits: StopLimits
    public private(set) var state = State.armed
    /// Stops that were refused, in a row.
    public private(set) var refusals = 0
    private var reason: StopLimits.Reached?

    public init(_ limits: StopLimits) {
        self.limits = limits
        if limits.isEmpty { state = .over }
    }

    /// Why the transform is to be stopped now; nil for not now.
    ///
    /// - Parameter isFresh: Whether the transform's description is newer than the last refusal: after an unclear answer,
    ///   only it tells whether there is still something to stop.
    public mutating func decide(
        _ transform: TransformOverview, cost: AccruedCost, isFresh: Bool = true, now: Timestamp
    ) -> StopLimits.Reached? {
        if transform.isEnded || transform.phase == .stopping {
            state = .over
            return nil
        }
        switch state {
        case .armed:
            guard let reached = limits.reached(by: transform, cost: cost, at: now) else { return nil }
            reason = reached
            state = .reached(reached)
            return reached
        case .refused(_, let nextTry):
            guard isFresh, now >= nextTry, transform.phase == .running,
                let reached = limits.reached(by: transform, cost: cost, at: now) ?? reason
            else { return nil }
            state = .reached(reached)
            return reached
        case .reached, .requested, .over: return nil
        }
    }

    /// SageMaker took the stop.
    public mutating func accepted() {
        if case .reached = state { state = .requested }
    }

    /// SageMaker refused the stop, or nobody knows.
    public mutating func refused(_ failure: AWSFailure, at now: Timestamp) {
        guard case .reached = state else { return }
        refusals += 1
        state = .refused(failure, nextTry: now.adding(seconds: min(60, 10 * Double(refusals))))
    }

    public var isArmed: Bool { if case .armed = state { true } else { false } }
}
