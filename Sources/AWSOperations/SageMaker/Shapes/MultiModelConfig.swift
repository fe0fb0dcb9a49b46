/// Whether a container of several models keeps them in memory.
///
/// Every member may be missing in an answer.
public struct MultiModelConfig: Codable, Hashable, Sendable {
    /// `Enabled` or `Disabled`.
    public var modelCacheSetting: String?

    public init(modelCacheSetting: String? = nil) {
        self.modelCacheSetting = modelCacheSetting
    }

    private enum CodingKeys: String, CodingKey {
        case modelCacheSetting = "ModelCacheSetting"
    }
}
