import AWSOperations

/// An endpoint that Autopilot has deployed a job's best candidate to: it is billed by the hour until it is deleted.
public struct DeployedEndpoint: Hashable, Sendable {
    /// Instances of one type.
    public struct Variant: Hashable, Sendable {
        public var name: String
        /// Nil of a serverless variant, which is billed by use.
        public var instanceType: String?
        public var count: Int?
        /// An hour of one instance, by list price; nil where it isn't known.
        public var price: InstancePrice?

        public init(name: String, instanceType: String?, count: Int?, price: InstancePrice? = nil) {
            self.name = name
            self.instanceType = instanceType
            self.count = count
            self.price = price
        }
    }

    public var name: String
    /// As SageMaker says it; nil where it can't be described.
    public var status: String?
    public var variants: [Variant]
    /// Whether the endpoint has been deleted since.
    public var isGone = false
    /// Why something isn't known.
    public var failure: AWSFailure?

    public init(
        name: String, status: String? = nil, variants: [Variant] = [], isGone: Bool = false, failure: AWSFailure? = nil
    ) {
        self.name = name
        self.status = status
        self.variants = variants
        self.isGone = isGone
        self.failure = failure
    }

    /// What an hour of the whole endpoint costs; nil unless every variant has instances with a price, in one currency.
    public var hourlyPrice: (amount: Double, currency: String)? {
        guard let currency = variants.first?.price?.currency else { return nil }
        var sum = 0.0
        for variant in variants {
            guard let price = variant.price, let count = variant.count, price.currency == currency else { return nil }
            sum += price.amount * Double(count)
        }
        return (sum, currency)
    }

    /// In a few words, for example `InService   1 × ml.m5.xlarge   $0.23 an hour until it's deleted`.
    public var text: String {
        if isGone { return "deleted since" }
        var parts = [status ?? "status unknown"]
        parts += variants.map { variant in
            guard let type = variant.instanceType else { return "serverless" }
            return "\(variant.count.map { "\($0)" } ?? "?") × \(type)"
        }
        if let price = hourlyPrice {
            parts.append("\(InstancePrice.text(price.amount, currency: price.currency)) an hour until it's deleted")
        } else if variants.contains(where: { $0.instanceType != nil }) || variants.isEmpty {
            parts.append("billed by the hour; price unknown")
        }
        return parts.joined(separator: "   ")
    }
}

/// Looks up an endpoint and its price: two requests for what it is made of, and one for each type's price.
public struct DeployedEndpointLoader: Sendable {
    private let jobs: any AutopilotJobs
    private let prices: any PriceList
    private let region: String

    public init(jobs: any AutopilotJobs, prices: any PriceList, region: String) {
        self.jobs = jobs
        self.prices = prices
        self.region = region
    }

    public func endpoint(named name: String) async -> DeployedEndpoint {
        var endpoint = DeployedEndpoint(name: name)
        do {
            let described = try await jobs.describeEndpoint(named: name)
            endpoint.status = described.endpointStatus
            guard let configuration = described.endpointConfigName else { return endpoint }
            let variants = try await jobs.describeEndpointConfig(named: configuration).productionVariants ?? []
            for variant in variants {
                let running = described.productionVariants?.first { $0.variantName == variant.variantName }
                endpoint.variants.append(
                    DeployedEndpoint.Variant(
                        name: variant.variantName ?? "", instanceType: variant.instanceType,
                        count: running?.currentInstanceCount ?? variant.initialInstanceCount))
            }
            for place in endpoint.variants.indices {
                guard let type = endpoint.variants[place].instanceType else { continue }
                endpoint.variants[place].price = try await price(of: type)
            }
        } catch {
            let failure = AWSFailure(wrapping: error)
            // SageMaker answers a validation error where it has no such endpoint.
            endpoint.isGone = endpoint.status == nil && failure.isNotFound
            endpoint.failure = endpoint.isGone ? nil : failure
        }
        return endpoint
    }

    private func price(of type: String) async throws -> InstancePrice? {
        let request = GetProductsRequest(
            serviceCode: "AmazonSageMaker",
            filters: [
                ProductFilter(field: "regionCode", value: region), ProductFilter(field: "instanceName", value: type),
            ], formatVersion: "aws_v1", maxResults: 100)
        return try await prices.listProducts(request).items.lazy.compactMap { InstancePrice(entry: $0, use: .hosting) }
            .first { $0.type.rawValue == type }
    }
}
