import AWSOperations
import BatchInference
import Synchronization

/// Quotas, transforms in progress and prices in memory.
final class FakeAccount: ServiceQuotas, PriceList, TransformJobs {
    struct State: Sendable {
        var quotas: [ServiceQuota] = []
        var jobs: [DescribeTransformJobResponse] = []
        var products: [String] = []
        /// Whether GetProducts answers with a list at all.
        var hasPriceList = true
        var failures: [String: AWSFailure] = [:]
        var productRequests: [GetProductsRequest] = []
    }

    let state = Mutex(State())

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }
    var productRequests: [GetProductsRequest] { state.withLock { $0.productRequests } }

    private func answer<Value>(_ operation: String, _ work: (inout State) throws -> Value) throws -> Value {
        try state.withLock { state in
            if let failure = state.failures[operation] { throw failure }
            return try work(&state)
        }
    }

    /// A page of two, with a token for the next.
    private func page<Item>(_ all: [Item], _ token: String?) -> (items: [Item], next: String?) {
        let start = token.flatMap { Int($0) } ?? 0
        let end = min(start + 2, all.count)
        return (Array(all[min(start, end)..<end]), end < all.count ? "\(end)" : nil)
    }

    func listQuotas(_ request: ListServiceQuotasRequest) async throws -> ServiceQuotaPage {
        try answer("ListServiceQuotas") { state in
            let (items, next) = page(state.quotas, request.nextToken)
            return ServiceQuotaPage(quotas: items, nextToken: next)
        }
    }

    func listProducts(_ request: GetProductsRequest) async throws -> GetProductsResponse {
        try answer("GetProducts") { state in
            state.productRequests.append(request)
            if let failure = state.failures[request.filters?.last?.type ?? ""] { throw failure }
            guard state.hasPriceList else { return GetProductsResponse() }
            let (items, next) = page(state.products, request.nextToken)
            return GetProductsResponse(priceList: items, nextToken: next)
        }
    }

    func createTransformJob(_ request: CreateTransformJobRequest) async throws -> CreateTransformJobResponse {
        throw AWSFailure.cancelled
    }

    func describeTransformJob(named name: String) async throws -> DescribeTransformJobResponse {
        try answer("DescribeTransformJob") { state in
            guard let job = state.jobs.first(where: { $0.transformJobName == name }) else {
                throw AWSFailure.refusal("DescribeTransformJob", "ValidationException", "Could not find it")
            }
            return job
        }
    }

    func listTransformJobs(_ request: ListTransformJobsRequest) async throws -> ListTransformJobsResponse {
        try answer("ListTransformJobs") { state in
            let matching = state.jobs.filter { $0.transformJobStatus == request.statusEquals }
            let (items, next) = page(matching, request.nextToken)
            return ListTransformJobsResponse(
                transformJobSummaries: items.map {
                    TransformJobSummary(
                        transformJobName: $0.transformJobName, transformJobArn: $0.transformJobArn,
                        creationTime: $0.creationTime, transformJobStatus: $0.transformJobStatus)
                }, nextToken: next)
        }
    }

    func stopTransformJob(named name: String) async throws {}

    static func quota(_ name: String, _ value: Double, code: String = "L-0") -> ServiceQuota {
        ServiceQuota(quotaCode: code, quotaName: name, value: value)
    }

    static func job(
        _ name: String, _ type: TransformInstanceType, _ count: Int, status: TransformJobStatus = .inProgress
    ) -> DescribeTransformJobResponse {
        var plan = Samples.plan
        plan.transformJobName = name
        plan.instanceType = type
        plan.instanceCount = count
        var job = DescribeTransformJobResponse.created(by: plan.requests.createTransformJob)
        job.transformJobStatus = status
        return job
    }

    /// An entry of the price list in AWS's shape.
    static func product(
        _ type: String, usage: String = "EUW1-Tsform", unit: String = "Hrs", price: String = "0.2300000000",
        currency: String = "USD"
    ) -> String {
        """
        {"product":{"productFamily":"ML Instance","attributes":{"regionCode":"eu-west-1","instanceName":"\(type)",\
        "usagetype":"\(usage):\(type)"},"sku":"S"},"serviceCode":"AmazonSageMaker","terms":{"OnDemand":{"S.T":\
        {"priceDimensions":{"S.T.R":{"unit":"\(unit)","pricePerUnit":{"\(currency)":"\(price)"}}},"sku":"S"}}}}
        """
    }
}

/// Prices in memory.
final class FakePriceCache: PriceCache {
    private let kept: Mutex<CachedList<InstancePrice>?>

    init(_ list: CachedList<InstancePrice>? = nil) { kept = Mutex(list) }

    var list: CachedList<InstancePrice>? { kept.withLock { $0 } }
    func cachedPrices(inRegion region: String) async throws -> CachedList<InstancePrice>? { list }
    func cachePrices(_ list: CachedList<InstancePrice>, inRegion region: String) async throws {
        kept.withLock { $0 = list }
    }
}
