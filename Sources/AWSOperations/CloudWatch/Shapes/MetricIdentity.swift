/// A metric by namespace, name and dimensions.
public struct MetricIdentity: Codable, Hashable, Sendable {
    /// 1 to 255 characters, matching `[^:].*`.
    public var namespace: String?
    /// 1 to 255 characters.
    public var metricName: String?
    /// 0 to 30 entries.
    public var dimensions: [MetricDimension]?

    public init(namespace: String? = nil, metricName: String? = nil, dimensions: [MetricDimension]? = nil) {
        self.namespace = namespace
        self.metricName = metricName
        self.dimensions = dimensions
    }

    private enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case metricName = "MetricName"
        case dimensions = "Dimensions"
    }
}
