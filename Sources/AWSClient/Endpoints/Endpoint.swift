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

/// Which of AWS's own endpoints are asked; endpoints that a person configured stay as they are.
public struct EndpointOptions: Hashable, Sendable {
    /// Only hosts with validated cryptography: `AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`.
    public var usesFIPS = false
    /// Hosts with IPv6 too: `AWS_USE_DUALSTACK_ENDPOINT`, `use_dualstack_endpoint`.
    public var usesDualStack = false
    /// The same for S3 alone: `use_dualstack_endpoint` under the profile's `s3`.
    public var s3UsesDualStack = false
    /// Whether S3 in us-east-1 is asked as in any other region, as by version 2 of the AWS CLI: `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT`,
    /// `s3_us_east_1_regional_endpoint`, and `us_east_1_regional_endpoint` under `s3`; each `legacy` or `regional`.
    public var s3IsRegionalInUSEast1 = true

    /// Whether STS is asked at its first name where the region is one of the oldest: `AWS_STS_REGIONAL_ENDPOINTS`,
    /// `sts_regional_endpoints`; each `legacy` or `regional`.
    public var stsIsGlobal = false

    public init() {}
}
