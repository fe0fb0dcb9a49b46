/// How the containers of a model are called.
///
/// Every member may be missing in an answer.
public struct InferenceExecutionConfig: Codable, Hashable, Sendable {
    /// `Serial`, one after the other, or `Direct`, each by its host name.
    public var mode: String?

    public init(mode: String? = nil) {
        self.mode = mode
    }

    private enum CodingKeys: String, CodingKey {
        case mode = "Mode"
    }
}
