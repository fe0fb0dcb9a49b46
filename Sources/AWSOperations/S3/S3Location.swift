/// An `s3://bucket/key` address, checked; a bucket alone has an empty key. Equal and ordered by bytes, as keys are to S3.
public struct S3Location: Hashable, Sendable, Comparable, CustomStringConvertible {
    @ByteText public var bucket: String
    /// The key or prefix, without a leading slash; may be empty.
    @ByteText public var key: String

    public init(bucket: String, key: String = "") {
        self.bucket = bucket
        self.key = key
    }

    /// Reads an S3 URI, or says what is wrong with it.
    ///
    /// New buckets have 3 to 63 lower-case letters, digits, dots and hyphens (S3 User Guide, "Bucket naming rules"); those
    /// from before 2018 in us-east-1 may have up to 255, and capitals and underscores, and S3 still serves them.
    public static func parse(_ text: String) -> Result<S3Location, S3LocationProblem> {
        guard !text.isEmpty else { return .failure(.empty) }
        if isAccessPoint(text) { return .failure(.accessPoint) }
        guard let rest = text.droppingBytePrefix("s3://") else { return .failure(.noScheme(text)) }
        let parts = rest.byteParts(at: "/", maxSplits: 1)
        let bucket = String(parts[0])
        let key = parts.count == 1 ? "" : String(parts[1])
        guard !bucket.isEmpty else { return .failure(.noBucket) }
        guard (2...255).contains(bucket.utf8.count) else { return .failure(.bucketLength(bucket)) }
        func isLetterOrDigit(_ byte: UInt8) -> Bool {
            (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        }
        guard let first = bucket.utf8.first, let last = bucket.utf8.last, isLetterOrDigit(first),
            isLetterOrDigit(last) || last == 95,
            bucket.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == 45 || $0 == 46 || $0 == 95 })
        else { return .failure(.bucketCharacters(bucket)) }
        guard key.utf8.count <= 1024 else { return .failure(.keyLength) }
        return .success(S3Location(bucket: bucket, key: key))
    }

    /// `arn:aws:s3:…:accesspoint/…`, alone or where a bucket's name would stand.
    private static func isAccessPoint(_ text: String) -> Bool {
        let arn = text.droppingBytePrefix("s3://") ?? text[...]
        return arn.hasBytePrefix("arn:") && arn.firstByteRange(of: ":accesspoint") != nil
            || arn.firstByteRange(of: ".s3-accesspoint.") != nil
    }

    public init?(_ text: String) {
        guard case .success(let location) = Self.parse(text) else { return nil }
        self = location
    }

    public var uri: String { "s3://\(bucket)/\(key)" }
    public var description: String { uri }

    /// The last part of the key, as a file name; empty for a prefix that ends in a slash.
    public var name: String { String(key.lastPathPart) }

    public static func < (left: S3Location, right: S3Location) -> Bool {
        (left._bucket, left._key) < (right._bucket, right._key)
    }
}

/// What is wrong with the text of an S3 URI.
public enum S3LocationProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case noScheme(String)
    case accessPoint
    case noBucket
    case bucketLength(String)
    case bucketCharacters(String)
    case keyLength

    public var description: String {
        switch self {
        case .empty: "enter an S3 URI such as s3://bucket/prefix/"
        case .noScheme(let text):
            S3Location(url: text).map { "an S3 URI starts with s3://: that URL is \($0.uri)" }
                ?? "an S3 URI starts with s3://"
        case .accessPoint:
            "SageMaker doesn't accept an access point's ARN or URL: use its alias instead of a bucket name, as in "
                + "s3://NAME-…-s3alias/prefix/, or the bucket itself"
        case .noBucket: "the bucket name is missing after s3://"
        case .bucketLength(let bucket): "bucket names have 3 to 63 characters, old ones up to 255: \(bucket)"
        case .bucketCharacters(let bucket):
            "bucket names have lower-case letters, digits, dots and hyphens: \(bucket)"
        case .keyLength: "keys have at most 1024 bytes"
        }
    }
}

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
