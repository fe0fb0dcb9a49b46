import AWSOperations

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
