/// A request in the one spelling that both sides sign (Signature Version 4, "Create a canonical request").
struct CanonicalRequest {
    /// In UTF-8.
    var bytes: [UInt8] = []
    /// The names of the signed headers, in order, joined with `;`.
    var signedHeaders = ""

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Makes a request canonical; all `headers` are signed. `path` and `query` are as they go over the wire.
    init(
        method: String, path: String, query: String, headers: [(name: String, value: String)], bodyHash: String,
        rules: SigningRules
    ) {
        bytes.reserveCapacity(1024)
        signedHeaders.reserveCapacity(128)
        append(method, then: "\n")
        append(Self.path(path, rules: rules), then: "\n")
        append(Self.query(query), then: "\n")
        append(headers)
        append("", then: "\n")
        append(signedHeaders, then: "\n")
        bytes.append(contentsOf: bodyHash.utf8)
    }

    private mutating func append(_ text: String, then end: Unicode.Scalar) {
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: end))
    }

    private mutating func append(_ headers: [(name: String, value: String)]) {
        // Stable, so that values under one name keep their order.
        let sorted = headers.enumerated().map { ($0.offset, $0.element.name.lowercased(), $0.element.value) }
            .sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }
        var previous: String?
        for (_, name, value) in sorted {
            if name == previous {
                bytes.append(UInt8(ascii: ","))
            } else {
                if previous != nil {
                    bytes.append(UInt8(ascii: "\n"))
                    signedHeaders += ";"
                }
                append(name, then: ":")
                signedHeaders += name
                previous = name
            }
            appendTrimmed(value)
        }
        if previous != nil { bytes.append(UInt8(ascii: "\n")) }
    }

    /// The path, by the service's rules; an empty one is `/`.
    static func path(_ path: String, rules: SigningRules) -> String {
        if path == "/" { return path }
        var path = path.isEmpty ? "/" : path
        if rules.normalisesPath { path = normalised(path) }
        return rules.encodesPathAgain ? PercentEncoding.encode(path, keepingSlashes: true) : path
    }

    /// Takes out `.`, `..` and doubled slashes; a slash at the end stays.
    private static func normalised(_ path: String) -> String {
        // By bytes: to Swift, a slash before a combining mark is another sign.
        let slash = UInt8(ascii: "/")
        var segments: [Substring.UTF8View] = []
        for segment in path.utf8.split(separator: slash) where !segment.elementsEqual(".".utf8) {
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        guard !segments.isEmpty else { return "/" }
        let ending = path.utf8.last == slash ? "/" : ""
        return "/" + segments.map { String(Substring($0)) }.joined(separator: "/") + ending
    }

    /// The parameters as sent, sorted by name and then value, byte by byte; one without `=` gets it.
    static func query(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        var pairs = query.utf8.split(separator: UInt8(ascii: "&")).map {
            parameter -> (name: Substring, value: Substring) in
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { return (Substring(parameter), "") }
            return (Substring(parameter[..<equals]), Substring(parameter[parameter.index(after: equals)...]))
        }
        pairs.sort { left, right in
            if !left.name.utf8.elementsEqual(right.name.utf8) { return precedes(left.name, right.name) }
            return precedes(left.value, right.value)
        }
        return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func precedes(_ left: Substring, _ right: Substring) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Without white space at the ends, and with runs of it made one space.
    private mutating func appendTrimmed(_ value: String) {
        var value = value
        value.withUTF8 { value in
            if Self.isTrimmed(value) { return bytes.append(contentsOf: value) }
            let start = bytes.count
            for word in value.split(whereSeparator: Self.isSpace) {
                if bytes.count > start { bytes.append(0x20) }
                bytes.append(contentsOf: word)
            }
        }
    }

    private static func isTrimmed(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        var isAfterSpace = true
        for byte in value {
            guard isSpace(byte) else {
                isAfterSpace = false
                continue
            }
            if isAfterSpace || byte != 0x20 { return false }
            isAfterSpace = true
        }
        return !isAfterSpace
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
