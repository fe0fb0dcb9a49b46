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
        // By metric, by instance.
        var values: [String: [Int: [Timestamp: Double]]] = [:]
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
                let parts = result.id?.split(separator: "_") ?? []
                guard parts.count == 2, let index = Int(parts[1]), hosts.indices.contains(index) else { continue }
                for case (let time?, let value?) in zip(result.timestamps ?? [], result.values ?? [])
                where value.isFinite {
                    values[String(parts[0]), default: [:]][index, default: [:]][time] = value
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
        func points(_ id: String, of index: Int) -> [MetricPoint] {
            (values[id]?[index] ?? [:]).map { MetricPoint(time: $0.key, value: $0.value) }.sorted { $0.time < $1.time }
        }
        func mean(_ id: String) -> [MetricPoint] {
            var sums: [Timestamp: (sum: Double, count: Int)] = [:]
            for (time, value) in (values[id] ?? [:]).values.joined() {
                let known = sums[time] ?? (0, 0)
                sums[time] = (known.sum + value, known.count + 1)
            }
            return sums.map { MetricPoint(time: $0.key, value: $0.value.sum / Double($0.value.count)) }
                .sorted { $0.time < $1.time }
        }
        var series = TransformMetricSeries()
        series.cpu = mean("cpu")
        series.memory = mean("memory")
        series.gpu = mean("gpu")
        series.gpuMemory = mean("gpumemory")
        series.instances = hosts.prefix(Self.hostLimit).enumerated().map { index, host in
            InstanceLoad(
                host: host, cpu: points("cpu", of: index), memory: points("memory", of: index),
                gpu: points("gpu", of: index), gpuMemory: points("gpumemory", of: index))
        }
        series.unreadInstances = max(hosts.count - Self.hostLimit, 0)
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
    /// Each instance by itself, in the order in which they are listed.
    public var instances: [InstanceLoad] = []
    /// Instances beyond those that are asked for.
    public var unreadInstances = 0

    public init() {}

    public var isEmpty: Bool { cpu.isEmpty && memory.isEmpty && gpu.isEmpty && gpuMemory.isEmpty }

    /// The latest CPU value as a share of all cores, from 0 to 1; nil without points or with an unknown type.
    public func cpuShare(of instance: InstanceType?) -> Double? {
        guard let latest = cpu.last, let instance, instance.vCPU > 0 else { return nil }
        return latest.value / Double(100 * instance.vCPU)
    }
}

/// The load of one instance, one point a minute, oldest first.
public struct InstanceLoad: Hashable, Sendable {
    /// As CloudWatch names it: `my-job/i-0a1b2c`.
    public var host: String
    /// In percent of one core: up to 100 × cores.
    public var cpu: [MetricPoint]
    public var memory: [MetricPoint]
    public var gpu: [MetricPoint]
    public var gpuMemory: [MetricPoint]

    public init(
        host: String, cpu: [MetricPoint] = [], memory: [MetricPoint] = [], gpu: [MetricPoint] = [],
        gpuMemory: [MetricPoint] = []
    ) {
        self.host = host
        self.cpu = cpu
        self.memory = memory
        self.gpu = gpu
        self.gpuMemory = gpuMemory
    }

    /// The instance without the job.
    public var instance: String { String(host.byteParts(at: "/", omittingEmpty: true).last ?? host[...]) }

    /// Points that say whether an instance does nothing.
    private static let idlePoints = 3
    /// The share of the cores, or of the GPU, below which it does nothing.
    private static let idleShare = 0.03

    /// Whether it has done next to nothing in the last minutes; nil where there are too few points to say so, or the type
    /// isn't known.
    public func isIdle(as type: InstanceType?) -> Bool? {
        let last = cpu.suffix(Self.idlePoints)
        guard let type, type.vCPU > 0, last.count == Self.idlePoints else { return nil }
        let isQuiet = last.allSatisfy { $0.value < Self.idleShare * Double(100 * type.vCPU) }
        return isQuiet && gpu.suffix(Self.idlePoints).allSatisfy { $0.value < Self.idleShare * 100 }
    }
}

extension TransformMetricSeries {
    /// The instances that do nothing while others work, or all of them where none does.
    public func idleInstances(as type: InstanceType?) -> [InstanceLoad] {
        instances.filter { $0.isIdle(as: type) == true }
    }
}
