/// A name and a value that a metric is split by.
public struct MetricDimension: Codable, Hashable, Sendable {
    /// 1 to 255 characters.
    public var name: String
    /// 1 to 1024 characters.
    public var value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case value = "Value"
    }
}
