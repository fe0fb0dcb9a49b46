import AWSOperations

/// Reads the load of a transform's instances.
struct TransformMetricReader: Sendable {
    static let namespace = "/aws/sagemaker/TransformJobs"
    /// One-minute points that are read at most, which bounds both the answer and the sparkline's memory.
    static let window = 180.0 * 60
    /// GetMetricData takes 500 queries; four metrics of this many instances are far below.
    static let hostLimit = 100

    let metrics: any TransformMetrics

    private static let names: [(id: String, metric: String, needsGPU: Bool)] = [
        ("cpu", "CPUUtilization", false), ("memory", "MemoryUtilization", false), ("gpu", "GPUUtilization", true),
        ("gpumemory", "GPUMemoryUtilization", true),
    ]

    /// Pages of one reading at most.
    private static let pageLimit = 100

    /// The points of all instances, and why some are missing; throws `AWSFailure` where none could be read.
    func series(
        of job: DescribeTransformJobResponse, hosts: [String], now: Timestamp
    ) async throws -> (TransformMetricSeries, AWSFailure?) {
        let hasGPU = InstanceType(job.transformResources.instanceType)?.hasGPU ?? false
        var queries: [MetricDataQuery] = []
        for name in Self.names where hasGPU || !name.needsGPU {
            for (index, host) in hosts.prefix(Self.hostLimit).enumerated() {
                let metric = MetricIdentity(
                    namespace: Self.namespace, metricName: name.metric,
                    dimensions: [MetricDimension(name: "Host", value: host)])
                queries.append(
                    MetricDataQuery(
                        id: "\(name.id)_\(index)",
                        metricStat: MetricStat(metric: metric, period: 60, stat: "Average")))
            }
        }
        guard !queries.isEmpty else { return (TransformMetricSeries(), nil) }
        let end = job.transformEndTime?.adding(seconds: 120) ?? now.adding(seconds: 60)
        let start = max(job.transformStartTime ?? job.creationTime, end.adding(seconds: -Self.window))
        var request = GetMetricDataRequest(
            metricDataQueries: queries, startTime: start.adding(seconds: -60), endTime: end,
            scanBy: .timestampAscending)
        var values: [String: [Timestamp: (sum: Double, count: Int)]] = [:]
        var chain = TokenChain()
        var shortfall: AWSFailure?
        for page in 0..<Self.pageLimit {
            let response: GetMetricDataResponse
            do {
                response = try await metrics.readMetrics(request)
            } catch {
                shortfall = AWSFailure(wrapping: error)
                guard page > 0, shortfall != .cancelled else { throw error }
                break
            }
            for result in response.metricDataResults ?? [] {
                guard let id = result.id?.split(separator: "_").first.map(String.init) else { continue }
                for case (let time?, let value?) in zip(result.timestamps ?? [], result.values ?? [])
                where value.isFinite {
                    let known = values[id]?[time] ?? (0, 0)
                    values[id, default: [:]][time] = (known.sum + value, known.count + 1)
                }
            }
            guard chain.advance(to: response.nextToken) else {
                if chain.isRepeating { shortfall = .repeatedPageToken(operation: GetMetricDataRequest.operation) }
                break
            }
            request.nextToken = chain.token
            if page == Self.pageLimit - 1 {
                shortfall = .endlessListing(operation: GetMetricDataRequest.operation, pages: Self.pageLimit)
            }
        }
        func points(_ id: String) -> [MetricPoint] {
            (values[id] ?? [:]).map { MetricPoint(time: $0.key, value: $0.value.sum / Double($0.value.count)) }
                .sorted { $0.time < $1.time }
        }
        var series = TransformMetricSeries()
        series.cpu = points("cpu")
        series.memory = points("memory")
        series.gpu = points("gpu")
        series.gpuMemory = points("gpumemory")
        return (series, shortfall)
    }
}

/// One point of a metric.
public struct MetricPoint: Hashable, Sendable {
    public var time: Timestamp
    public var value: Double

    public init(time: Timestamp, value: Double) {
        self.time = time
        self.value = value
    }
}

/// The load of a transform's instances, one point a minute, the mean over instances, oldest first.
public struct TransformMetricSeries: Hashable, Sendable {
    /// In percent of one core: up to 100 × cores.
    public var cpu: [MetricPoint] = []
    /// In percent of the memory.
    public var memory: [MetricPoint] = []
    /// In percent, up to 100 × devices; empty on instances without a GPU.
    public var gpu: [MetricPoint] = []
    public var gpuMemory: [MetricPoint] = []

    public init() {}

    public var isEmpty: Bool { cpu.isEmpty && memory.isEmpty && gpu.isEmpty && gpuMemory.isEmpty }

    /// The latest CPU value as a share of all cores, from 0 to 1; nil without points or with an unknown type.
    public func cpuShare(of instance: InstanceType?) -> Double? {
        guard let latest = cpu.last, let instance, instance.vCPU > 0 else { return nil }
        return latest.value / Double(100 * instance.vCPU)
    }
}
