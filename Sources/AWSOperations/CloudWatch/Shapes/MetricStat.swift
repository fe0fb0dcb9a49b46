/// A metric with period and statistic.
public struct MetricStat: Codable, Hashable, Sendable {
    public var metric: MetricIdentity
    /// At least 1.
    public var period: Int
    public var stat: String
    public var unit: MetricUnit?

    public init(metric: MetricIdentity, period: Int, stat: String, unit: MetricUnit? = nil) {
        self.metric = metric
        self.period = period
        self.stat = stat
        self.unit = unit
    }

    private enum CodingKeys: String, CodingKey {
        case metric = "Metric"
        case period = "Period"
        case stat = "Stat"
        case unit = "Unit"
    }
}
