import JSONCoding

/// A transform's input manifest: a JSON list led by `{"prefix": "s3://…"}`, then keys relative to it.
struct InputManifest: Hashable, Sendable {
    var prefix: String
    var names: [String]

    /// Reads a manifest; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard let entries = JSONValue(parsing: bytes)?.array, let head = entries.first, head.members.count == 1,
            let prefix = head["prefix"]?.string
        else { return nil }
        let names = entries.dropFirst().compactMap(\.string)
        guard names.count == entries.count - 1 else { return nil }
        self.prefix = prefix
        self.names = names
    }
}
