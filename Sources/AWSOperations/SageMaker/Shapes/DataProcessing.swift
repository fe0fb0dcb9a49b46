/// Filters and join around a prediction.
public struct DataProcessing: Codable, Hashable, Sendable {
    /// 0 to 63 characters.
    public var inputFilter: String?
    /// 0 to 63 characters.
    public var outputFilter: String?
    public var joinSource: JoinSource?

    public init(inputFilter: String? = nil, outputFilter: String? = nil, joinSource: JoinSource? = nil) {
        self.inputFilter = inputFilter
        self.outputFilter = outputFilter
        self.joinSource = joinSource
    }

    private enum CodingKeys: String, CodingKey {
        case inputFilter = "InputFilter"
        case outputFilter = "OutputFilter"
        case joinSource = "JoinSource"
    }
}
