import AWSOperations

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
