/// How training data is split.
public struct AutoMLDataSplitConfig: Codable, Hashable, Sendable {
    /// 0 to 1.
    public var validationFraction: Double?

    public init(validationFraction: Double? = nil) {
        self.validationFraction = validationFraction
    }

    private enum CodingKeys: String, CodingKey {
        case validationFraction = "ValidationFraction"
    }
}
