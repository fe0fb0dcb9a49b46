/// A text that stands for a place in a listing or a log, and is only worth what was sent: a number in its place counts as
/// not sent, since the service would not know its digits again.
struct TokenText: Decodable {
    var text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard decoder.userInfo[.isText] as? Bool != false else {
            throw DecodingError.typeMismatch(
                String.self, .init(codingPath: decoder.codingPath, debugDescription: "a token that is no text"))
        }
        text = try container.decode(String.self)
    }
}

extension CodingUserInfoKey {
    /// Whether the value is written as a text, as a decoder says that also reads numbers as texts; by name, for decoders of
    /// other targets.
    static let isText = CodingUserInfoKey(rawValue: "JSONCoding.isText")!
}
