import AWSSigning

/// How bucket names go into URLs.
public enum S3Addressing: String, Hashable, Sendable {
    /// In the host where the name allows it and the endpoint is AWS's own, else in the path.
    case auto
    case virtual
    case path
}

/// How a bucket and key become a URL.
enum S3AddressingRules {
    /// Whether a name can stand in front of an endpoint's host: no capitals, and no dots where there is a certificate,
    /// which is good for one label.
    static func fits(_ bucket: String, inFrontOf endpoint: Endpoint) -> Bool {
        let labels = bucket.split(separator: ".", omittingEmptySubsequences: false)
        guard (3...63).contains(bucket.utf8.count), !endpoint.isAddress,
            labels.count == 1 || endpoint.scheme == "http"
        else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        }
    }

    /// The host and path for a bucket, and a key in it where not empty; keys are encoded once and otherwise left alone.
    static func locate(
        bucket: String, key: String, at endpoint: Endpoint, style: S3Addressing
    ) -> (authority: String, path: String) {
        let encodedKey = PercentEncoding.encode(key, keepingSlashes: true)
        let prefersHost = style == .virtual || (style == .auto && !endpoint.isCustom)
        if prefersHost, fits(bucket, inFrontOf: endpoint) {
            return ("\(bucket).\(endpoint.authority)", "\(endpoint.basePath)/\(encodedKey)")
        }
        let bucketPath = "\(endpoint.basePath)/\(PercentEncoding.encode(bucket))"
        return (endpoint.authority, key.isEmpty ? bucketPath : "\(bucketPath)/\(encodedKey)")
    }
}
