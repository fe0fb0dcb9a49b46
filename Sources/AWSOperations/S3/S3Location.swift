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
