/// Where a container offers metrics of its own.
///
/// Every member may be missing in an answer.
public struct ContainerMetricsConfig: Codable, Hashable, Sendable {
    /// 0 or 1 entries.
    public var metricsEndpoints: [MetricsEndpoint]?

    public init(metricsEndpoints: [MetricsEndpoint]? = nil) {
        self.metricsEndpoints = metricsEndpoints
    }

    private enum CodingKeys: String, CodingKey {
        case metricsEndpoints = "MetricsEndpoints"
    }
}

/// A path that answers with metrics.
///
/// Every member may be missing in an answer.
public struct MetricsEndpoint: Codable, Hashable, Sendable {
    /// 0 to 256 characters.
    public var metricsEndpointPath: String?
    public var metricPublishFrequencyInSeconds: Int?

    public init(metricsEndpointPath: String? = nil, metricPublishFrequencyInSeconds: Int? = nil) {
        self.metricsEndpointPath = metricsEndpointPath
        self.metricPublishFrequencyInSeconds = metricPublishFrequencyInSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case metricsEndpointPath = "MetricsEndpointPath"
        case metricPublishFrequencyInSeconds = "MetricPublishFrequencyInSeconds"
    }
}
