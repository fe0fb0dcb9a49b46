import AWSSigning

/// One HTTP request as it came over the wire: nothing decoded, normalised or reordered.
struct WireRequest: Sendable {
    var method: String
    /// Percent-encoded, as sent.
    var path: String
    /// Percent-encoded, as sent, without the question mark.
    var query: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// The query's fields, decoded, in the order sent; a field without `=` has an empty value.
    var queryFields: [(name: String, value: String)] {
        FormFields.parse(query, plusIsSpace: false)
    }

    func queryValue(_ name: String) -> String? {
        queryFields.first { $0.name == name }?.value
    }

    /// The host without its port.
    var hostName: String {
        let host = headers["host"] ?? ""
        guard let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") else { return host }
        return String(host[..<colon])
    }

    var bodyText: String { String(decoding: body, as: UTF8.self) }
}

/// The fields of a query string or of an `application/x-www-form-urlencoded` body.
enum FormFields {
    static func parse(_ text: String, plusIsSpace: Bool) -> [(name: String, value: String)] {
        text.split(separator: "&", omittingEmptySubsequences: true).map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1] : ""
            return (
                PercentEncoding.decode(parts[0], plusIsSpace: plusIsSpace) ?? String(parts[0]),
                PercentEncoding.decode(value, plusIsSpace: plusIsSpace) ?? String(value)
            )
        }
    }
}
