import AWSOperations

/// Where requests of one service go, and the region they are signed for.
struct Endpoint: Hashable, Sendable {
    /// `https` or `http`.
    var scheme: String
    /// Host with port, as the `Host` header has it: a scheme's own port is left out.
    var authority: String
    /// What stands before every path; empty, or with a leading slash and none at the end.
    var basePath: String
    var region: String
    /// Whether it replaces AWS's own.
    var isCustom: Bool

    init(host: String, region: String) {
        scheme = "https"
        authority = host
        basePath = ""
        self.region = region
        isCustom = false
    }

    /// Whether its host is an IP address, in front of which no name can stand.
    var isAddress: Bool {
        if authority.hasBytePrefix("[") { return true }
        let octets = authority.byteParts(at: ":")[0].byteParts(at: ".")
        return octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
    }

    /// Reads `http[s]://HOST[:PORT][/PATH]`; nil for anything else.
    init?(url: String, region: String) {
        guard let separator = url.firstByteRange(of: "://") else { return nil }
        scheme = url[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = url[separator.upperBound...]
        let slash = rest.firstByteIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash].lowercased()
        var path = String(rest[slash...])
        let isPlain = { (byte: UInt8) in byte > 0x20 && byte < 0x7F && !"@?#\\\"<>".utf8.contains(byte) }
        guard !authority.isEmpty, authority.utf8.allSatisfy(isPlain), path.utf8.allSatisfy(isPlain) else { return nil }
        let ownPort = scheme == "http" ? ":80" : ":443"
        if authority.hasSuffix(ownPort) { authority.removeLast(ownPort.count) }
        // The port is what follows the last colon outside of an IPv6 address's brackets.
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port),
                colon > authority.startIndex
            else { return nil }
        }
        while path.hasSuffix("/") { path.removeLast() }
        self.authority = authority
        basePath = path
        self.region = region
        isCustom = true
    }
}
