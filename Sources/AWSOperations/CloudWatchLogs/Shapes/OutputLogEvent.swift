/// One line of a log stream.
public struct OutputLogEvent: Codable, Hashable, Sendable {
    /// At least 0.
    public var timestamp: Int?
    /// At least 1 characters.
    public var message: String?
    /// At least 0.
    public var ingestionTime: Int?

    public init(timestamp: Int? = nil, message: String? = nil, ingestionTime: Int? = nil) {
        self.timestamp = timestamp
        self.message = message
        self.ingestionTime = ingestionTime
    }

    private enum CodingKeys: String, CodingKey {
        case timestamp
        case message
        case ingestionTime
    }
}
