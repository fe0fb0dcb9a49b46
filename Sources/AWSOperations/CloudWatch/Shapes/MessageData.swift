/// A remark of CloudWatch on an answer.
public struct MessageData: Codable, Hashable, Sendable {
    public var code: String?
    public var value: String?

    public init(code: String? = nil, value: String? = nil) {
        self.code = code
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case value = "Value"
    }
}
