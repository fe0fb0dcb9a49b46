import AWSOperations
import JSONCoding

/// Writes values as JSON with their keys in the order in which they were encoded and times as ISO 8601.
enum JSONText {
    /// The text of a value; with what a terminal could act on or hide escaped, if so asked.
    static func encode(
        _ value: some Encodable, layout: JSONValue.Layout = .pretty, escapingHidden: Bool = false
    ) throws -> String {
        try JSONValue(document: value).text(layout, escapingHidden: escapingHidden)
    }
}

extension JSONValue {
    /// A value as the program's own documents have it: times as ISO 8601.
    init(document value: some Encodable) throws {
        try self.init(encoding: value, userInfo: [.timestampStyle: Timestamp.Style.iso8601])
    }
}
