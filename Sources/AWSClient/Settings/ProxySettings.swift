import AWSOperations

/// Proxies as the environment names them, read as the AWS CLI reads them (Python's `getproxies_environment` and
/// `proxy_bypass_environment`); beside them, ranges of IPv4 addresses in `NO_PROXY` and `ALL_PROXY`, as curl has them.
struct ProxySettings: Hashable, Sendable {
    /// By scheme: `http`, `https`, `all`. May hold a password.
    private var proxies: [String: String] = [:]
    private var exceptions: [String] = []
    private var bypassesAll = false

    init(environment: [String: String]) {
        for scheme in ["http", "https", "all"] {
            proxies[scheme] = Self.candidates(scheme, in: environment).first?.value
        }
        let no = Self.candidates("no", in: environment).first?.value ?? ""
        bypassesAll = no.trimmed == "*"
        exceptions = no.split(separator: ",").map { String($0).trimmed.lowercased() }.filter { !$0.isEmpty }
    }

    /// Every variable of `http`, `https`, `all` or `no` that says something, the one that counts first: lower case goes
    /// before upper case, and an empty lower-case variable takes the other one away. Values may hold a password.
    static func candidates(_ name: String, in environment: [String: String]) -> [Setting<String>] {
        if environment["\(name)_proxy"]?.isEmpty == true { return [] }
        var variables = ["\(name)_proxy", "\(name.uppercased())_PROXY"]
        // A web server hands a request's header `Proxy:` to its programs as HTTP_PROXY.
        if name == "http", environment["REQUEST_METHOD"] != nil { variables.removeLast() }
        return variables.compactMap { variable in
            environment[variable].flatMap { $0.isEmpty ? nil : Setting($0, from: .environment(variable)) }
        }
    }

    /// The proxy for a URL; nil where it is asked directly.
    func proxy(for url: String) -> String? {
        guard let separator = url.firstByteRange(of: "://") else { return nil }
        let scheme = url[..<separator.lowerBound].lowercased()
        guard let proxy = proxies[scheme] ?? proxies["all"] else { return nil }
        let authority = url[separator.upperBound...].untilByte(of: "/?#")
        return isExcepted(String(authority)) ? nil : proxy
    }

    private func isExcepted(_ authority: String) -> Bool {
        if bypassesAll { return true }
        let whole = authority.lowercased()
        let host = Self.withoutPort(whole)
        return exceptions.contains { exception in
            if let range = AddressRange(exception) { return range.contains(host) }
            let name = exception.drop { $0 == "." }
            guard !name.isEmpty else { return false }
            return [host, whole, host.filter { !"[]".contains($0) }].contains {
                $0.hasSameBytes(as: name) || $0.hasByteSuffix(".\(name)")
            }
        }
    }

    private static func withoutPort(_ authority: String) -> String {
        guard let colon = authority.lastByteIndex(of: ":"),
            authority[colon...].utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return authority }
        return String(authority[..<colon])
    }

    /// `10.0.0.0/8`
    private struct AddressRange {
        let network: UInt32
        let mask: UInt32

        init?(_ text: String) {
            let parts = text.byteParts(at: "/")
            guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits),
                let address = Self.address(String(parts[0]))
            else { return nil }
            mask = bits == 0 ? 0 : UInt32.max << UInt32(32 - bits)
            network = address & mask
        }

        func contains(_ host: String) -> Bool { Self.address(host).map { $0 & mask == network } ?? false }

        private static func address(_ text: String) -> UInt32? {
            let parts = text.byteParts(at: ".")
            let bytes = parts.compactMap { UInt8($0) }
            guard parts.count == 4, bytes.count == 4 else { return nil }
            return bytes.reduce(0) { $0 << 8 | UInt32($1) }
        }
    }
}
