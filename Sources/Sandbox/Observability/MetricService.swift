import AWSOperations

/// The operations of CloudWatch.
struct MetricService: Sendable {
    let store: MetricStore

    var operations: [String: JSONOperation] {
        [
            "GetMetricData": JSONOperation(isRead: true) { (input: GetMetricDataRequest, _) in
                try await data(input)
            },
            "ListMetrics": JSONOperation(isRead: true) { (input: ListMetricsRequest, _) in
                await list(input)
            },
        ]
    }

    private func data(_ input: GetMetricDataRequest) async throws -> GetMetricDataResponse {
        guard input.startTime < input.endTime else {
            throw ServiceFault("ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
        }
        guard Set(input.metricDataQueries.map(\.id)).count == input.metricDataQueries.count else {
            throw ServiceFault("ValidationError", "The values for parameter id in MetricDataQueries must be unique.")
        }
        var results: [MetricDataResult] = []
        for query in input.metricDataQueries where query.returnData != false {
            guard let stat = query.metricStat else {
                throw ServiceFault(
                    "ValidationError", "Metric math expressions are not supported here; ask for MetricStat.")
            }
            results.append(try await result(of: stat, query: query, input: input))
        }
        return GetMetricDataResponse(metricDataResults: results, nextToken: nil, messages: [])
    }

    private func result(
        of stat: MetricStat, query: MetricDataQuery, input: GetMetricDataRequest
    ) async throws -> MetricDataResult {
        guard stat.period >= 1 else {
            throw ServiceFault("ValidationError", "The parameter Period must be a positive number of seconds.")
        }
        let host = stat.metric.dimensions?.first { $0.name == "Host" }?.value ?? ""
        let isKnown = stat.metric.namespace == MetricStore.namespace && stat.metric.dimensions?.count == 1
        let points = isKnown ? await store.points(of: host) : []
        var buckets: [Int: [Double]] = [:]
        for point in points where point.time >= input.startTime && point.time < input.endTime {
            let start = Int(point.time.secondsSinceEpoch) / stat.period * stat.period
            switch stat.metric.metricName {
            case "CPUUtilization": buckets[start, default: []].append(point.cpu)
            case "MemoryUtilization": buckets[start, default: []].append(point.memory)
            default: break
            }
        }
        var starts = buckets.keys.sorted()
        if input.scanBy != .timestampAscending { starts.reverse() }
        return MetricDataResult(
            id: query.id, label: query.label ?? stat.metric.metricName,
            timestamps: starts.map { Timestamp(secondsSinceEpoch: Double($0)) },
            values: try starts.map { try Self.statistic(stat.stat, of: buckets[$0] ?? []) }, statusCode: .complete)
    }

    private static func statistic(_ name: String, of values: [Double]) throws(ServiceFault) -> Double {
        switch name {
        case "Average": values.reduce(0, +) / Double(max(values.count, 1))
        case "Maximum": values.max() ?? 0
        case "Minimum": values.min() ?? 0
        case "Sum": values.reduce(0, +)
        case "SampleCount": Double(values.count)
        default: throw ServiceFault("ValidationError", "The value \(name) for parameter Stat is not supported.")
        }
    }

    private func list(_ input: ListMetricsRequest) async -> ListMetricsResponse {
        guard input.namespace ?? MetricStore.namespace == MetricStore.namespace else {
            return ListMetricsResponse(metrics: [])
        }
        let wanted = input.dimensions?.first { $0.name == "Host" }?.value
        let metrics = await store.hosts.filter { wanted.map($0.elementsEqual) ?? true }.flatMap { host in
            MetricStore.metricNames.filter { input.metricName ?? $0 == $0 }.map { name in
                MetricIdentity(
                    namespace: MetricStore.namespace, metricName: name,
                    dimensions: [MetricDimension(name: "Host", value: host)])
            }
        }
        return ListMetricsResponse(metrics: metrics)
    }
}

/// Metric points of the transform jobs' hosts, kept in a file a job.
actor MetricStore {
    static let namespace = "/aws/sagemaker/TransformJobs"

    /// The points of one host, in the order of time.
    struct Series: Codable, Sendable {
        /// `<job>/<instance>`.
        var host: String
        var points: [Point] = []
    }

    struct Point: Codable, Sendable {
        var time: Timestamp
        /// Percent of one core: at most 100 × cores.
        var cpu: Double
        /// Percent of the host's memory.
        var memory: Double
    }

    static let metricNames = ["CPUUtilization", "MemoryUtilization"]
    /// Points that a host keeps; the oldest go first.
    static let pointLimit = 5_000

    private let files: FileTree
    private var series: [String: Series] = [:]

    init(files: FileTree) throws {
        self.files = files
        try files.makeDirectory("metrics")
        for file in try files.children(of: "metrics") {
            for one in try files.decode([Series].self, from: "metrics/\(file)") { series[one.host] = one }
        }
    }

    var hosts: [String] { series.keys.sorted() }

    func points(of host: String) -> [Point] {
        series[host]?.points ?? []
    }

    func append(_ point: Point, host: String) {
        series[host, default: Series(host: host)].points.append(point)
        if let count = series[host]?.points.count, count > Self.pointLimit { series[host]?.points.removeFirst() }
    }

    func save(job: String) throws {
        let mine = series.values.filter { $0.host.hasPrefix("\(job)/") }
        guard !mine.isEmpty else { return }
        try files.encode(mine.sorted { $0.host < $1.host }, to: "metrics/\(job).json")
    }
}

/// Shapes of ListMetrics, which the program itself does not call.
struct ListMetricsRequest: Codable, Sendable {
    struct DimensionFilter: Codable, Sendable {
        var name: String
        var value: String?

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case value = "Value"
        }
    }

    var namespace: String?
    var metricName: String?
    var dimensions: [DimensionFilter]?

    private enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case metricName = "MetricName"
        case dimensions = "Dimensions"
    }
}

struct ListMetricsResponse: Codable, Sendable {
    var metrics: [MetricIdentity]

    private enum CodingKeys: String, CodingKey {
        case metrics = "Metrics"
    }
}
