/// The value that a candidate reached on the objective.
public struct FinalAutoMLJobObjectiveMetric: Codable, Hashable, Sendable {
    public var type: AutoMLJobObjectiveType?
    @Promised public var metricName: AutoMLMetricEnum
    @Promised public var value: Double
    public var standardMetricName: AutoMLMetricEnum?

    public init(
        metricName: AutoMLMetricEnum,
        value: Double,
        type: AutoMLJobObjectiveType? = nil,
        standardMetricName: AutoMLMetricEnum? = nil
    ) {
        self.type = type
        self.metricName = metricName
        self.value = value
        self.standardMetricName = standardMetricName
    }

    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case metricName = "MetricName"
        case value = "Value"
        case standardMetricName = "StandardMetricName"
    }
}
