/// One metric of a candidate on one data set.
public struct MetricDatum: Codable, Hashable, Sendable {
    public var metricName: AutoMLMetricEnum?
    public var standardMetricName: AutoMLMetricExtendedEnum?
    public var value: Double?
    public var set: MetricSetSource?

    public init(
        metricName: AutoMLMetricEnum? = nil,
        standardMetricName: AutoMLMetricExtendedEnum? = nil,
        value: Double? = nil,
        set: MetricSetSource? = nil
    ) {
        self.metricName = metricName
        self.standardMetricName = standardMetricName
        self.value = value
        self.set = set
    }

    private enum CodingKeys: String, CodingKey {
        case metricName = "MetricName"
        case standardMetricName = "StandardMetricName"
        case value = "Value"
        case set = "Set"
    }
}
