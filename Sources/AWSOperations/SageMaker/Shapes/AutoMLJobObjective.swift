/// The metric that a job optimises.
public struct AutoMLJobObjective: Codable, Hashable, Sendable {
    @Promised public var metricName: AutoMLMetricEnum

    public init(metricName: AutoMLMetricEnum) {
        self.metricName = metricName
    }

    private enum CodingKeys: String, CodingKey {
        case metricName = "MetricName"
    }
}
