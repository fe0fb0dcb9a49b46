/// A key and a value attached to a resource.
public struct ResourceTag: Codable, Hashable, Sendable {
    /// 1 to 128 characters, matching `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`.
    @Promised public var key: String
    /// 0 to 256 characters, matching `([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`.
    @Promised public var value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }

    private enum CodingKeys: String, CodingKey {
        case key = "Key"
        case value = "Value"
    }
}
