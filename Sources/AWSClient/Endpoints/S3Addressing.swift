import AWSSigning

/// How a bucket and key become a URL.
enum S3AddressingRules {
    /// Whether a name can be one label of a host name under AWS's certificate: no dots, no capitals.
    static func isHostLabel(_ bucket: String) -> Bool {
        (3...63).contains(bucket.utf8.count) && !bucket.hasPrefix("-") && !bucket.hasSuffix("-")
            && bucket.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    /// The host and path for a bucket, and a key in it where not empty; keys are encoded once and otherwise left alone.
    static func locate(
        bucket: String, key: String, at endpoint: Endpoint, style: ClientConfiguration.S3Addressing
    ) -> (authority: String, path: String) {
        let encodedKey = PercentEncoding.encode(key, keepingSlashes: true)
        let prefersHost = style == .virtual || (style == .auto && !endpoint.isCustom)
        if prefersHost, isHostLabel(bucket) {
            return ("\(bucket).\(endpoint.authority)", "\(endpoint.basePath)/\(encodedKey)")
        }
        let bucketPath = "\(endpoint.basePath)/\(PercentEncoding.encode(bucket))"
        return (endpoint.authority, key.isEmpty ? bucketPath : "\(bucketPath)/\(encodedKey)")
    }
}
