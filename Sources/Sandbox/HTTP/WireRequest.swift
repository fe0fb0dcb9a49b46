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

/// The first lines of a request, up to the empty one; everything in them is checked before it counts.
struct RequestHead: Sendable {
    /// Why a request is answered with a status alone, and its connection closed.
    struct Problem: Error, Hashable, Sendable {
        var status: Int
        var words: String

        init(_ status: Int, _ words: String) {
            self.status = status
            self.words = words
        }
    }

    /// How the length of a body is told.
    enum Body: Hashable, Sendable {
        case length(Int)
        case chunked
    }

    /// The most bytes of all lines together; S3's own limit is 8 KB, and a presigned URL with a token may be longer.
    static let byteLimit = 64 << 10
    static let headerLimit = 200

    var method: String
    /// Percent-encoded, as sent.
    var path: String
    var query: String
    /// Names in lower case; values of a name that comes twice are joined by commas.
    var headers: [String: String]
    var body: Body
    var keepsAlive: Bool

    /// Whether the sender waits to hear that the body is wanted.
    var expectsContinue: Bool { headers["expect"]?.lowercased() == "100-continue" }

    /// Reads the lines, their empty end left out.
    init(_ bytes: ArraySlice<UInt8>) throws(Problem) {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        guard !lines.isEmpty else { throw Problem(400, "no request") }
        let first = lines.removeFirst().split(separator: 0x20, omittingEmptySubsequences: false)
        guard first.count == 3, Self.isToken(first[0]), !first[1].isEmpty,
            bytes.allSatisfy({ $0 >= 0x20 || [9, 10, 13].contains($0) })
        else { throw Problem(400, "the first line is not METHOD TARGET HTTP/1.1") }
        let version = String(decoding: first[2], as: UTF8.self)
        guard version.hasPrefix("HTTP/") else { throw Problem(400, "the first line is not METHOD TARGET HTTP/1.1") }
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw Problem(505, "only HTTP/1.1 is spoken here") }
        method = String(decoding: first[0], as: UTF8.self)
        (path, query) = Self.target(first[1])
        headers = [:]
        var lengths: Set<String> = []
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.isToken(line[..<colon]) else {
                throw Problem(400, "a header is not NAME: VALUE")
            }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            let value = Self.trimmed(line[(colon + 1)...])
            if name == "content-length" { lengths.insert(value) }
            headers[name] = headers[name].map { "\($0),\(value)" } ?? value
            guard headers.count <= Self.headerLimit else { throw Problem(431, "more than \(Self.headerLimit) headers") }
        }
        if let length = lengths.first { headers["content-length"] = length }
        body = try Self.body(headers, lengths: lengths)
        let connection = headers["connection"]?.lowercased() ?? ""
        keepsAlive = version == "HTTP/1.1" ? !connection.contains("close") : connection.contains("keep-alive")
    }

    private static func body(_ headers: [String: String], lengths: Set<String>) throws(Problem) -> Body {
        if let coding = headers["transfer-encoding"]?.lowercased() {
            guard lengths.isEmpty else { throw Problem(400, "both Content-Length and Transfer-Encoding") }
            guard coding == "chunked" else { throw Problem(501, "a Transfer-Encoding other than chunked") }
            return .chunked
        }
        guard let text = lengths.first else { return .length(0) }
        guard lengths.count == 1, !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Problem(400, "the Content-Length is not one number")
        }
        // One that no number holds is too large in any case.
        return .length(Int(text) ?? .max)
    }

    /// Path and query; a proxy's form with scheme and host counts by its path.
    private static func target(_ bytes: ArraySlice<UInt8>) -> (String, String) {
        var text = String(decoding: bytes, as: UTF8.self)[...]
        if text.hasPrefix("http://") {
            text = text.dropFirst(7).drop { $0 != "/" && $0 != "?" }
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A token of RFC 9110.
    private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

/// The latest requests that changed something, as they came in: what was really sent, to compare programs by.
actor RequestRecord {
    struct Entry: Sendable {
        var operation: String
        var body: [UInt8]
    }

    /// At most so many are kept, and none with a larger body, in bytes.
    static let capacity = 64
    static let largestBody = 1 << 20

    private(set) var entries: [Entry] = []

    func add(_ operation: some StringProtocol, _ body: [UInt8]) {
        guard body.count <= Self.largestBody else { return }
        if entries.count == Self.capacity { entries.removeFirst() }
        entries.append(Entry(operation: String(operation), body: body))
    }

    func clear() { entries = [] }
}
