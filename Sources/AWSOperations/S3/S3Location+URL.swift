extension S3Location {
    /// What a URL of S3 or of its console leads to, as people copy it: bucket before the host or at the head of the path,
    /// a query left out; nil where it leads to no bucket.
    ///
    /// `https://bucket.s3.eu-west-1.amazonaws.com/key`, `https://s3.eu-west-1.amazonaws.com/bucket/key`,
    /// `https://eu-west-1.console.aws.amazon.com/s3/buckets/bucket?prefix=key/`.
    public init?(url: String) {
        let scheme = url.utf8.prefix { $0 != UInt8(ascii: ":") }.map { $0 | 0x20 }
        guard scheme.elementsEqual("https".utf8) || scheme.elementsEqual("http".utf8) else { return nil }
        let behind = Array(url.utf8.dropFirst(scheme.count))
        guard behind.starts(with: "://".utf8) else { return nil }
        let rest = behind[3...]
        let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let address = rest.dropFirst(host.count)
        let path = address.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }.dropFirst()
        let query = address.dropFirst(path.count + 1).prefix { $0 != UInt8(ascii: "#") }.drop {
            $0 == UInt8(ascii: "?")
        }
        let name = String(decoding: host.map { (65...90).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        let found: (bucket: String, key: String)?
        if name.hasSuffix("console.aws.amazon.com") || name.hasSuffix("console.amazonaws.cn") {
            found = Self.inConsole(path, query)
        } else {
            found = Self.atEndpoint(name, path)
        }
        guard let found, case .success(let location) = Self.parse("s3://\(found.bucket)/\(found.key)") else {
            return nil
        }
        self = location
    }

    private static func atEndpoint(_ host: String, _ path: ArraySlice<UInt8>) -> (bucket: String, key: String)? {
        let suffix = [".amazonaws.com", ".amazonaws.com.cn"].first { host.hasSuffix($0) }
        guard let suffix, let path = decoded(path) else { return nil }
        let labels = host.dropLast(suffix.count).split(separator: ".", omittingEmptySubsequences: false)
        // A bucket may have such a label too; the service's own is the last.
        guard let service = labels.lastIndex(where: { $0 == "s3" || $0.hasPrefix("s3-") }),
            !labels[service].hasPrefix("s3-accesspoint"), !labels[service].hasPrefix("s3-object-lambda")
        else { return nil }
        guard service == 0 else { return (labels[..<service].joined(separator: "."), path) }
        let bytes = Array(path.utf8)
        let bucket = bytes.prefix { $0 != UInt8(ascii: "/") }
        return (
            String(decoding: bucket, as: UTF8.self), String(decoding: bytes.dropFirst(bucket.count + 1), as: UTF8.self)
        )
    }

    /// `/s3/buckets/NAME?prefix=…` and `/s3/object/NAME?prefix=…`.
    private static func inConsole(
        _ path: ArraySlice<UInt8>, _ query: ArraySlice<UInt8>
    ) -> (bucket: String, key: String)? {
        let parts = path.split(separator: UInt8(ascii: "/"))
        guard parts.count >= 3, parts[0].elementsEqual("s3".utf8),
            parts[1].elementsEqual("buckets".utf8) || parts[1].elementsEqual("object".utf8),
            let bucket = decoded(parts[2])
        else { return nil }
        let prefix = query.split(separator: UInt8(ascii: "&")).first { $0.starts(with: "prefix=".utf8) }
        guard let key = decoded((prefix ?? []).dropFirst(7), plusIsSpace: true) else { return nil }
        return (bucket, key)
    }

    /// Percent signs taken out; nil where they are malformed, or what comes is no UTF-8.
    private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> String? {
        var out: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else {
                    return nil
                }
                out.append(value)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "+") where plusIsSpace: out.append(UInt8(ascii: " "))
            default: out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }

    /// Whether only a bucket from before 2018 in us-east-1 can have the name: capitals, underscores, or of another length
    /// than 3 to 63. S3 serves such a bucket at the head of the path.
    public var hasOldBucketName: Bool {
        !(3...63).contains(bucket.utf8.count)
            || !bucket.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}
