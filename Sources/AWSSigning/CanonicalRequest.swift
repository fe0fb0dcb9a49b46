/// A request in the one spelling that both sides sign (Signature Version 4, "Create a canonical request").
struct CanonicalRequest {
    var text: String
    /// The names of the signed headers, in order, joined with `;`.
    var signedHeaders: String

    /// Makes a request canonical; all `headers` are signed. `path` and `query` are as they go over the wire.
    init(
        method: String, path: String, query: String, headers: [(name: String, value: String)], bodyHash: String,
        rules: SigningRules
    ) {
        // Stable, so that values under one name keep their order.
        let sorted = headers.enumerated().map { ($0.offset, $0.element.name.lowercased(), $0.element.value) }
            .sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 < $1.1 }
        var text = method + "\n" + Self.path(path, rules: rules) + "\n" + Self.query(query) + "\n"
        var names = ""
        var previous: String?
        for (_, name, value) in sorted {
            if name == previous {
                text += ","
            } else {
                if previous != nil {
                    text += "\n"
                    names += ";"
                }
                text += name
                text += ":"
                names += name
                previous = name
            }
            text += Self.trimmed(value)
        }
        if previous != nil { text += "\n" }
        signedHeaders = names
        self.text = text + "\n" + signedHeaders + "\n" + bodyHash
    }

    /// The path, by the service's rules; an empty one is `/`.
    static func path(_ path: String, rules: SigningRules) -> String {
        var path = path.isEmpty ? "/" : path
        if rules.normalisesPath { path = normalised(path) }
        return rules.encodesPathAgain ? PercentEncoding.encode(path, keepingSlashes: true) : path
    }

    /// Takes out `.`, `..` and doubled slashes; a slash at the end stays.
    private static func normalised(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        guard !segments.isEmpty else { return "/" }
        return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }

    /// The parameters as sent, sorted by name and then value, byte by byte; one without `=` gets it.
    static func query(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        var pairs = query.split(separator: "&").map { parameter -> (name: Substring, value: Substring) in
            guard let equals = parameter.firstIndex(of: "=") else { return (parameter, "") }
            return (parameter[..<equals], parameter[parameter.index(after: equals)...])
        }
        pairs.sort { left, right in
            if left.name != right.name { return precedes(left.name, right.name) }
            return precedes(left.value, right.value)
        }
        return pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func precedes(_ left: Substring, _ right: Substring) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Without white space at the ends, and with runs of it made one space.
    private static func trimmed(_ value: String) -> String {
        var isClean = true
        var previous: UInt8 = 0x20
        for byte in value.utf8 {
            if (byte == 0x20 && previous == 0x20) || (0x09...0x0D).contains(byte) {
                isClean = false
                break
            }
            previous = byte
        }
        if isClean, previous != 0x20 { return value }
        return value.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { String(Substring($0)) }
            .joined(separator: " ")
    }
}
