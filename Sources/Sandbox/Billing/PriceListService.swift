import AWSOperations

/// The price list: products in AWS's wire shape, with prices of the sandbox's own making.
struct PriceListService: Sendable {
    private static let serviceCode = "AmazonSageMaker"

    var operations: [String: JSONOperation] {
        [
            "GetProducts": JSONOperation(isRead: true) { (input: GetProductsRequest, _) in
                try Self.products(input)
            }
        ]
    }

    private static func products(_ request: GetProductsRequest) throws(ServiceFault) -> GetProductsResponse {
        guard request.serviceCode == serviceCode else {
            throw ServiceFault("NotFoundException", "The service code \(request.serviceCode) was not found.")
        }
        guard (1...100).contains(request.maxResults ?? 100), (request.formatVersion ?? "aws_v1") == "aws_v1" else {
            throw ServiceFault("InvalidParameterException", "MaxResults is 1 to 100, FormatVersion aws_v1.")
        }
        var matching = SandboxProduct.all
        for filter in request.filters ?? [] {
            guard SandboxProduct.attributeNames.contains(filter.field) else {
                throw ServiceFault("InvalidParameterException", "Invalid filter field: \(filter.field)")
            }
            switch filter.type {
            case "TERM_MATCH", "EQUALS": matching.removeAll { $0.attributes[filter.field] != filter.value }
            case "CONTAINS":
                matching.removeAll { !($0.attributes[filter.field] ?? "").contains(filter.value) }
            default:
                throw ServiceFault("InvalidParameterException", "The sandbox does not have the filter \(filter.type).")
            }
        }
        let page: Page<SandboxProduct>
        do throws(ServiceFault) {
            page = try Page(of: matching, after: request.nextToken, limit: request.maxResults ?? 100) { $0.sku }
        } catch {
            throw ServiceFault("InvalidNextTokenException", "Invalid NextToken")
        }
        return GetProductsResponse(
            formatVersion: "aws_v1", priceList: page.items.map(\.document.text), nextToken: page.nextToken)
    }
}

/// A product of the sandbox's price list: an instance type in one use and region, at a made-up price.
struct SandboxProduct: Sendable {
    var sku: String
    var attributes: [String: String]
    /// US dollars an hour.
    var price: Double

    static let attributeNames: Set<String> = [
        "servicecode", "regionCode", "location", "locationType", "instanceName", "component", "usagetype", "operation",
        "physicalGpu",
    ]

    private struct Use {
        var component: String
        var usage: String
        var operation: String
        var factor: Double
    }

    private static let uses = [
        Use(component: "Batch Transform", usage: "Tsform", operation: "RunInstance", factor: 1),
        Use(component: "Hosting", usage: "Host", operation: "RunInstance", factor: 1),
        Use(component: "Training", usage: "Train", operation: "RunInstance", factor: 1.25),
    ]

    private static let regions = [
        (code: "us-west-2", prefix: "USW2", location: "US West (Oregon)", factor: 1.0),
        (code: "us-east-1", prefix: "USE1", location: "US East (N. Virginia)", factor: 0.9),
    ]

    /// AWS no longer sells some types; these have no price here either.
    private static let unpricedFamilies = ["ml.p2.", "ml.c4.", "ml.m4."]

    /// Sizes as multiples of `large`, by the name's last part: the price of the sandbox follows the size alone.
    private static func sizeFactor(_ size: Substring) -> Double {
        size == "large" ? 1 : size == "xlarge" ? 2 : 2 * (Double(size.dropLast("xlarge".count)) ?? 1)
    }

    /// Prices of `large`; families with accelerators cost more.
    private static func base(_ family: Substring) -> Double {
        switch family.first {
        case "c": 0.09
        case "m": 0.10
        case "r": 0.14
        case "g", "i", "t": 0.35
        default: 1.5
        }
    }

    static let all: [SandboxProduct] = {
        var products: [SandboxProduct] = []
        for region in regions {
            for type in TransformInstanceType.known
            where !unpricedFamilies.contains(where: type.rawValue.hasPrefix) {
                let parts = type.rawValue.split(separator: ".")
                guard parts.count == 3 else { continue }
                for use in uses {
                    products.append(
                        SandboxProduct(
                            sku: "SANDBOX\(String(products.count + 1_000_000, radix: 36, uppercase: true))",
                            attributes: [
                                "servicecode": "AmazonSageMaker", "regionCode": region.code,
                                "location": region.location, "locationType": "AWS Region",
                                "instanceName": type.rawValue, "component": use.component,
                                "usagetype": "\(region.prefix)-\(use.usage):\(type.rawValue)",
                                "operation": use.operation, "physicalGpu": "N/A",
                            ],
                            price: base(parts[1]) * sizeFactor(parts[2]) * region.factor * use.factor))
                }
            }
        }
        return products
    }()

    /// The product as one entry of `PriceList`.
    var document: JSONValue {
        let offer = "\(sku).JRTCKXETXF"
        let rate = "\(offer).6YS6EN2CT7"
        let amount = Self.decimal(price)
        func text(_ key: String) -> JSONValue { .string(attributes[key] ?? "") }
        let dimension: JSONValue = .object([
            ("unit", .string("Hrs")), ("endRange", .string("Inf")),
            (
                "description",
                .string(
                    "A sandbox price, not AWS's: $\(amount) per \(attributes["component"] ?? "") "
                        + "\(attributes["instanceName"] ?? "") hour in \(attributes["location"] ?? "")")
            ), ("appliesTo", .array([])), ("rateCode", .string(rate)), ("beginRange", .string("0")),
            ("pricePerUnit", .object([("USD", .string(amount))])),
        ])
        return .object([
            (
                "product",
                .object([
                    ("productFamily", .string("ML Instance")),
                    ("attributes", .object(attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                    ("sku", .string(sku)),
                ])
            ), ("serviceCode", text("servicecode")),
            (
                "terms",
                .object([
                    (
                        "OnDemand",
                        .object([
                            (
                                offer,
                                .object([
                                    ("priceDimensions", .object([(rate, dimension)])), ("sku", .string(sku)),
                                    ("effectiveDate", .string("2026-01-01T00:00:00Z")),
                                    ("offerTermCode", .string("JRTCKXETXF")), ("termAttributes", .object([])),
                                ])
                            )
                        ])
                    )
                ])
            ), ("version", .string("20260101000000")), ("publicationDate", .string("2026-01-01T00:00:00Z")),
        ])
    }

    /// With ten places, as AWS writes prices.
    private static func decimal(_ price: Double) -> String {
        let units = Int((price * 1e6).rounded())
        let places = String(units % 1_000_000)
        return "\(units / 1_000_000)." + String(repeating: "0", count: 6 - places.count) + places + "0000"
    }
}
