import AWSOperations
import JSONCoding

/// What an hour of one instance costs in batch transform.
public struct InstancePrice: Hashable, Sendable, Codable {
    public var type: TransformInstanceType
    public var amount: Double
    /// `USD`, or `CNY` in the regions of China.
    public var currency: String

    public init(type: TransformInstanceType, amount: Double, currency: String) {
        self.type = type
        self.amount = amount
        self.currency = currency
    }

    /// `$0.23`, `$0.115`, `$12.24`, `CNY 1.50`: a third place where the price has one.
    public var text: String {
        let cents = amount * 100
        return Self.text(amount, currency: currency, places: abs(cents - cents.rounded()) < 1e-6 ? 2 : 3)
    }

    /// What something cost: `$0.03`, or `less than $0.01` where a rounded amount would read as nothing.
    public static func total(_ amount: Double, currency: String) -> String {
        amount >= 0.005 || amount == 0
            ? text(amount, currency: currency) : "less than \(text(0.01, currency: currency))"
    }

    /// An amount of money with so many decimals, `$0.03`.
    public static func text(_ amount: Double, currency: String, places: Int = 2) -> String {
        let digits = DisplayText.decimal(amount, places: places)
        return currency == "USD" ? "$\(digits)" : "\(currency) \(digits)"
    }
}

extension InstancePrice {
    /// What an instance is used for, as the usage types of the price list have it.
    enum Use: String {
        case batchTransform = "Tsform:"
        case hosting = "Host:"
    }

    /// Reads an entry of the price list; nil for anything but an hour of an instance in that use.
    ///
    /// Such an entry is known by its usage type, `USE1-Tsform:ml.m5.xlarge`, and its unit of hours.
    init?(entry: String, use: Use = .batchTransform) {
        guard let document = JSONValue(parsing: entry), let type = Self.type(of: document, use: use),
            let terms = document["terms"]?["OnDemand"]
        else { return nil }
        for term in terms.members {
            for dimension in term.value["priceDimensions"]?.members ?? [] {
                let unit = dimension.value["unit"]?.string?.lowercased() ?? ""
                guard unit.hasPrefix("h"),
                    let price = dimension.value["pricePerUnit"]?.members.max(by: { $0.key < $1.key }),
                    let amount = price.value.string.flatMap({ Double($0) }), amount.isFinite, amount > 0
                else { continue }
                self.init(type: type, amount: amount, currency: price.key)
                return
            }
        }
        return nil
    }

    /// The instance type that an entry is about; nil for anything but that use.
    static func type(of entry: JSONValue, use: Use = .batchTransform) -> TransformInstanceType? {
        guard let attributes = entry["product"]?["attributes"], let usage = attributes["usagetype"]?.string,
            let mark = usage.firstRange(of: use.rawValue)
        else { return nil }
        let name = attributes["instanceName"]?.string ?? String(usage[mark.upperBound...])
        guard name.hasPrefix("ml."), usage.hasSuffix(":\(name)") else { return nil }
        return TransformInstanceType(rawValue: name)
    }
}
