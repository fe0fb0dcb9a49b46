/// The algorithms that a job may try.
public struct AutoMLAlgorithmConfig: Codable, Hashable, Sendable {
    /// 0 to 11 entries.
    @Promised public var autoMLAlgorithms: [AutoMLAlgorithm]

    public init(autoMLAlgorithms: [AutoMLAlgorithm]) {
        self.autoMLAlgorithms = autoMLAlgorithms
    }

    private enum CodingKeys: String, CodingKey {
        case autoMLAlgorithms = "AutoMLAlgorithms"
    }
}
